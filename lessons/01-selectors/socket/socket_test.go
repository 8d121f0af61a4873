//go:build unix && !aix

package socket_test

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// An error of one client must not end the listener.
func TestErrorsOfAccept(t *testing.T) {
	for _, tc := range []struct {
		name      string
		err, want error
	}{
		{"no client is there: try again", unix.EAGAIN, socket.ErrAgain},
		{"the client has left: try again", unix.ECONNABORTED, socket.ErrAgain},
		{"its protocol failed: try again", unix.EPROTO, socket.ErrAgain},
		{"its network is down: try again", unix.ENETDOWN, socket.ErrAgain},
		{"its machine cannot be reached: try again", unix.EHOSTUNREACH, socket.ErrAgain},
		{"a firewall refuses it: try again", unix.EPERM, socket.ErrAgain},
		{"this program has no descriptor left: try later", unix.EMFILE, socket.ErrFull},
		{"the whole machine has none left: try later", unix.ENFILE, socket.ErrFull},
		{"the listener is closed: fail", unix.EBADF, unix.EBADF},
		{"the descriptor does not listen: fail", unix.EINVAL, unix.EINVAL},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, socket.Classify(tc.err)) })
	}
}

// open returns a listener, a connection that it accepted, and the other end.
func open(t *testing.T) (listener, fd int, other *net.TCPConn) {
	t.Helper()
	listener, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(listener) })
	c, err := net.Dial("tcp", at)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	await(t, listener)
	fd, err = socket.Accept(listener)
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(fd) })
	return listener, fd, c.(*net.TCPConn)
}

// await waits until fd is readable.
func await(t *testing.T, fd int) {
	t.Helper()
	sel, err := selector.New()
	require.NoError(t, err)
	defer sel.Close()
	require.NoError(t, sel.Register(fd, selector.Read, nil))
	_, err = sel.Select(10 * time.Second)
	require.NoError(t, err)
}

// flag reports whether the descriptor has this flag.
func flag(t *testing.T, fd, which, flag int) bool {
	t.Helper()
	flags, err := unix.FcntlInt(uintptr(fd), which, 0)
	require.NoError(t, err)
	return flags&flag != 0
}

func TestNothingWaits(t *testing.T) {
	listener, fd, _ := open(t)
	for _, fd := range []int{listener, fd} {
		require.True(t, flag(t, fd, unix.F_GETFL, unix.O_NONBLOCK))
		require.True(t, flag(t, fd, unix.F_GETFD, unix.FD_CLOEXEC), "no child process inherits it")
	}
	_, err := socket.Accept(listener)
	assert.Equal(t, socket.ErrAgain, err)
	n, err := socket.Recv(fd, make([]byte, 1))
	assert.Equal(t, socket.ErrAgain, err)
	assert.Zero(t, n)
	for err = nil; err == nil; {
		n, err = socket.Send(fd, make([]byte, 1<<20))
	}
	assert.Equal(t, socket.ErrAgain, err, "there is no room any more")
	assert.Zero(t, n)
}

// Otherwise a second small text would wait until the first one is acknowledged,
// which takes 40 ms.
func TestWhatIsSentLeavesAtOnce(t *testing.T) {
	_, fd, _ := open(t)
	noDelay, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY)
	require.NoError(t, err)
	assert.NotZero(t, noDelay)
}

func TestShutClosesOneHalf(t *testing.T) {
	_, fd, other := open(t)
	n, err := socket.Send(fd, []byte("tea"))
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.NoError(t, socket.Shut(fd))
	heard, err := io.ReadAll(other)
	require.NoError(t, err)
	assert.Equal(t, "tea", string(heard))

	io.WriteString(other, "toast")
	other.CloseWrite()
	for _, want := range []string{"toast", ""} {
		await(t, fd)
		heard := make([]byte, 10)
		n, err := socket.Recv(fd, heard)
		require.NoError(t, err)
		assert.Equal(t, want, string(heard[:n]))
	}
}

// A call that a signal interrupts is repeated.
func TestInterruptedCallsAreRepeated(t *testing.T) {
	for _, tc := range []struct {
		name        string
		interrupted int
		then        error
	}{
		{"a call that is not interrupted is made once", 0, nil},
		{"a call that is interrupted twice succeeds", 2, nil},
		{"a call that is interrupted twice fails", 2, unix.EAGAIN},
	} {
		t.Run(tc.name, func(t *testing.T) {
			calls := 0
			err := socket.Repeat(func() error {
				calls++
				if calls <= tc.interrupted {
					return unix.EINTR
				}
				return tc.then
			})
			assert.Equal(t, tc.then, err)
			assert.Equal(t, tc.interrupted+1, calls)
		})
	}
}
