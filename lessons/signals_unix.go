//go:build unix

package main

import (
	"errors"
	"syscall"
)

const (
	hangup     = syscall.SIGHUP // the terminal was closed
	brokenPipe = syscall.SIGPIPE
)

// isClosedPipe reports whether a write failed because the reader has closed the
// pipe.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
