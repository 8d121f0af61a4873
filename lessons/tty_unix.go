//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

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

// watch lets Ctrl-Z stop the program with echo on, and switches it off again
// when the program is continued. It returns a channel that receives then.
func (t *tty) watch() <-chan os.Signal {
	stops, continued, resumed := make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(stops, syscall.SIGTSTP)
	signal.Notify(continued, syscall.SIGCONT)
	go func() {
		for {
			select {
			case <-stops:
				t.suspend(stops)
			case s := <-continued:
				t.resume()
				select {
				case resumed <- s:
				default: // the prompt is redrawn anyway
				}
			}
		}
	}()
	return resumed
}

// suspend stops the process as Ctrl-Z does by default. The default is used,
// not SIGSTOP, because the system ignores it where nobody could continue us.
func (t *tty) suspend(stops chan os.Signal) {
	t.mu.Lock()
	if t.quiet {
		t.apply(true)
	}
	t.mu.Unlock()
	signal.Reset(syscall.SIGTSTP)
	syscall.Kill(os.Getpid(), syscall.SIGTSTP)
	time.Sleep(100 * time.Millisecond) // the signal may reach another thread, later
	signal.Notify(stops, syscall.SIGTSTP)
	t.resume()
}

func (t *tty) resume() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quiet {
		t.apply(false)
	}
}
