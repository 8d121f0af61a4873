//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package main

import "os"

// A tty is the terminal on stdin. Here its echo is left as it is.
type tty struct{}

func (*tty) echo(bool) {}

func (*tty) watch() <-chan os.Signal { return nil }
