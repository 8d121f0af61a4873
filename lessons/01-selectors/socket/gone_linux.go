package socket

import "golang.org/x/sys/unix"

// Only Linux knows a machine that isn't on the network.
func init() { gone = append(gone, unix.ENONET) }
