//go:build !unix

package main

import "syscall"

// Elsewhere nobody sends these.
const (
	hangup     = syscall.SIGTERM
	brokenPipe = syscall.SIGTERM
)
