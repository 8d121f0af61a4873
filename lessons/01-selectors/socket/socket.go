//go:build unix && !aix

// Package socket is TCP that never waits: Python's socket module in miniature,
// after setblocking(False). A socket is a descriptor, a number. A call that would
// have to wait fails with ErrAgain; package selector knows when to try again.
//
// **Python:** create_server is Listen, accept, recv and send are Accept, Recv
// and Send, BlockingIOError is ErrAgain. Interrupted calls are repeated, as
// Python does since 3.5.
package socket

import (
	"net"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrAgain says that the call would have to wait. Compare it with ==.
var ErrAgain error = unix.EAGAIN

// ErrFull is what errors.Is finds if there is no descriptor left for Accept.
var ErrFull error = unix.EMFILE

// Listen listens at addr, HOST:PORT, and returns the real address: port 0 means
// any free one.
func Listen(addr string) (fd int, at string, err error) {
	l, err := net.Listen("tcp", addr) // it knows names, and IPv6
	if err != nil {
		return -1, "", err
	}
	defer l.Close()
	raw, err := l.(*net.TCPListener).SyscallConn()
	if err != nil {
		return -1, "", err
	}
	// Go's own poller watches the descriptor of net, so take another one for
	// the same listener. It does not block either.
	failed := raw.Control(func(nets uintptr) {
		fd, err = unix.FcntlInt(nets, unix.F_DUPFD_CLOEXEC, 0)
	})
	if failed != nil {
		return -1, "", failed
	}
	return fd, l.Addr().String(), os.NewSyscallError("dup", err)
}

// Accept accepts the next connection.
func Accept(listener int) (fd int, err error) {
	syscall.ForkLock.RLock() // no child process may inherit it half made
	defer syscall.ForkLock.RUnlock()
	err = repeat(func() (err error) {
		fd, _, err = unix.Accept(listener)
		return err
	})
	if err != nil {
		return -1, classify(err)
	}
	unix.CloseOnExec(fd)
	// Small texts leave at once, as they do in Go's net and in asyncio. If it
	// fails, the connection is broken, and Recv says so.
	unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// gone are the errors of Accept for a client that has left before it was accepted,
// or whose network failed. The next client may be fine, so try again.
var gone = []error{
	unix.ECONNABORTED, unix.EPROTO, unix.ENOPROTOOPT, unix.EOPNOTSUPP, unix.EPERM,
	unix.ENETDOWN, unix.ENETUNREACH, unix.EHOSTDOWN, unix.EHOSTUNREACH, unix.ETIMEDOUT,
}

// classify sorts the errors of Accept: an error that is neither ErrAgain nor
// ErrFull is one of the listener.
func classify(err error) error {
	switch {
	case slices.Contains(gone, err):
		return ErrAgain
	case err == unix.ENFILE, err == unix.ENOBUFS, err == unix.ENOMEM: // the whole machine has none left
		return ErrFull
	default:
		return err
	}
}

// Recv returns what is there, at most len(p) bytes. No bytes and no error mean
// that the other side has sent everything.
func Recv(fd int, p []byte) (n int, err error) {
	err = repeat(func() (err error) {
		n, err = unix.Read(fd, p)
		return err
	})
	return max(n, 0), err
}

// Send sends as much of p as there is room for, which may be less than all.
func Send(fd int, p []byte) (n int, err error) {
	err = repeat(func() (err error) {
		n, err = unix.Write(fd, p)
		return err
	})
	return max(n, 0), err
}

// Shut closes the half that sends. The other side may still send.
func Shut(fd int) error { return unix.Shutdown(fd, unix.SHUT_WR) }

// Close closes the descriptor.
func Close(fd int) error { return unix.Close(fd) }

// repeat calls again when a signal has interrupted the call.
func repeat(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
