package socket

import "golang.org/x/sys/unix"

// Only Linux has an error for a machine that is not on the network.
func init() { gone = append(gone, unix.ENONET) }
