//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// A tty is the terminal on stdin. Its zero value is ready, with echo.
type tty struct {
	mu    sync.Mutex // protects the following fields
	quiet bool       // the echo is off
}

// echo switches the echo of typed keys. What was typed without echo, and not
// yet read, is forgotten.
func (t *tty) echo(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quiet == on { // else nothing changes
		t.quiet = !on
		t.apply(on)
	}
}

// apply changes the terminal. The caller holds mu.
func (t *tty) apply(echo bool) {
	fd := int(os.Stdin.Fd())
	mode, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return // it is no terminal any more
	}
	request := uint(setTermios)
	mode.Lflag &^= unix.ECHO
	if echo {
		mode.Lflag |= unix.ECHO
		request = setTermiosFlush
	}
	unix.IoctlSetTermios(fd, request, mode)
}

// watch returns a channel that receives when the program goes on after Ctrl-Z.
// The shell has changed the terminal meanwhile, so the echo is set again.
//
// Ctrl-Z itself is left to the system: once Go has caught the signal, it cannot
// restore the default, and SIGSTOP would block a program forever where no shell
// can continue it.
func (t *tty) watch() <-chan os.Signal {
	continued, resumed := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	go func() {
		for s := range continued {
			t.resume()
			select {
			case resumed <- s:
			default: // one is waiting already
			}
		}
	}()
	return resumed
}

func (t *tty) resume() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quiet {
		t.apply(false)
	}
}
