//go:build unix

package main

import "syscall"

const (
	hangup     = syscall.SIGHUP // the terminal was closed
	brokenPipe = syscall.SIGPIPE
)
