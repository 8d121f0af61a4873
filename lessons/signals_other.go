//go:build !unix

package main

import (
	"errors"
	"syscall"
)

// These systems do not send the two signals.
const (
	hangup     = syscall.SIGTERM
	brokenPipe = syscall.SIGTERM
)

// isClosedPipe reports whether a write failed because the reader has closed the
// pipe. Windows has two numbers for that: ERROR_BROKEN_PIPE, ERROR_NO_DATA.
func isClosedPipe(err error) bool {
	number, ok := errors.AsType[syscall.Errno](err)
	return errors.Is(err, syscall.EPIPE) || ok && (number == 109 || number == 232)
}
