//go:build unix && !aix

// Package socket is TCP that never waits: Python's socket module in miniature,
// after setblocking(False). A socket is a descriptor, a number. What can't be
// done at once fails with ErrAgain; package selector knows when to try again.
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

// ErrAgain says that it would have to wait. It is only to be compared with ==.
var ErrAgain error = unix.EAGAIN

// ErrFull is what errors.Is finds if there is no descriptor left for Accept.
var ErrFull error = unix.EMFILE

// Listen opens a door at addr, HOST:PORT, and says where it really is: port 0
// is whichever is free.
func Listen(addr string) (fd int, at string, err error) {
	door, err := net.Listen("tcp", addr) // which knows names, and IPv6
	if err != nil {
		return -1, "", err
	}
	defer door.Close()
	raw, err := door.(*net.TCPListener).SyscallConn()
	if err != nil {
		return -1, "", err
	}
	// Go's own poller watches the descriptor that net has: so take another
	// one for the same door. It doesn't block either.
	failed := raw.Control(func(nets uintptr) {
		fd, err = unix.FcntlInt(nets, unix.F_DUPFD_CLOEXEC, 0)
	})
	if failed != nil {
		return -1, "", failed
	}
	return fd, door.Addr().String(), os.NewSyscallError("dup", err)
}

// Accept lets the next one in.
func Accept(door int) (fd int, err error) {
	syscall.ForkLock.RLock() // no child process may inherit it half made
	defer syscall.ForkLock.RUnlock()
	err = repeat(func() (err error) {
		fd, _, err = unix.Accept(door)
		return err
	})
	if err != nil {
		return -1, verdict(err)
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

// gone is what Accept may say of one who left while it waited at the door, or
// whose network failed. The next one may be well, so try again.
var gone = []error{
	unix.ECONNABORTED, unix.EPROTO, unix.ENOPROTOOPT, unix.EOPNOTSUPP, unix.EPERM,
	unix.ENETDOWN, unix.ENETUNREACH, unix.EHOSTDOWN, unix.EHOSTUNREACH, unix.ETIMEDOUT,
}

// verdict sorts what Accept may fail with: other errors than ErrAgain and
// ErrFull are the door's own.
func verdict(err error) error {
	switch {
	case slices.Contains(gone, err):
		return ErrAgain
	case err == unix.ENFILE, err == unix.ENOBUFS, err == unix.ENOMEM: // the whole machine is full
		return ErrFull
	default:
		return err
	}
}

// Recv takes what is there, at most len(p) bytes. None, without an error, says
// that the other side has sent everything.
func Recv(fd int, p []byte) (n int, err error) {
	err = repeat(func() (err error) {
		n, err = unix.Read(fd, p)
		return err
	})
	return max(n, 0), err
}

// Send hands over as much of p as there is room for, which may be less than
// all of it.
func Send(fd int, p []byte) (n int, err error) {
	err = repeat(func() (err error) {
		n, err = unix.Write(fd, p)
		return err
	})
	return max(n, 0), err
}

// Shut tells the other side that it will hear no more. It may still talk.
func Shut(fd int) error { return unix.Shutdown(fd, unix.SHUT_WR) }

// Close gives the number back.
func Close(fd int) error { return unix.Close(fd) }

// repeat calls again what a signal has interrupted.
func repeat(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
