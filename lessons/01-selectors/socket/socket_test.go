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

// What goes wrong for one guest mustn't close the door for all.
func TestWhatAcceptMayFailWith(t *testing.T) {
	for name, tc := range map[string]struct {
		err, want error
	}{
		"nobody is there":               {unix.EAGAIN, socket.ErrAgain},
		"who was there has left":        {unix.ECONNABORTED, socket.ErrAgain},
		"its protocol failed":           {unix.EPROTO, socket.ErrAgain},
		"its network is down":           {unix.ENETDOWN, socket.ErrAgain},
		"its house can't be reached":    {unix.EHOSTUNREACH, socket.ErrAgain},
		"a firewall shows it out":       {unix.EPERM, socket.ErrAgain},
		"this program is full":          {unix.EMFILE, socket.ErrFull},
		"the whole machine is full":     {unix.ENFILE, socket.ErrFull},
		"the door is closed":            {unix.EBADF, unix.EBADF},
		"what should be a door is none": {unix.EINVAL, unix.EINVAL},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, socket.Verdict(tc.err)) })
	}
}

// open is a door, one who came in, and what is at the other end.
func open(t *testing.T) (door, fd int, other *net.TCPConn) {
	t.Helper()
	door, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(door) })
	c, err := net.Dial("tcp", at)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	await(t, door)
	fd, err = socket.Accept(door)
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(fd) })
	return door, fd, c.(*net.TCPConn)
}

// await waits until there is something to be had from fd.
func await(t *testing.T, fd int) {
	t.Helper()
	sel, err := selector.New()
	require.NoError(t, err)
	defer sel.Close()
	require.NoError(t, sel.Register(fd, selector.Read, nil))
	_, err = sel.Select(10 * time.Second)
	require.NoError(t, err)
}

// flag asks whether the descriptor has one.
func flag(t *testing.T, fd, which, flag int) bool {
	t.Helper()
	flags, err := unix.FcntlInt(uintptr(fd), which, 0)
	require.NoError(t, err)
	return flags&flag != 0
}

func TestNothingWaits(t *testing.T) {
	door, fd, _ := open(t)
	for name, fd := range map[string]int{"the door": door, "who came in": fd} {
		require.True(t, flag(t, fd, unix.F_GETFL, unix.O_NONBLOCK), name)
		require.True(t, flag(t, fd, unix.F_GETFD, unix.FD_CLOEXEC), "%s: no child process inherits it", name)
	}
	_, err := socket.Accept(door)
	assert.Equal(t, socket.ErrAgain, err)
	n, err := socket.Recv(fd, make([]byte, 1))
	assert.Equal(t, socket.ErrAgain, err)
	assert.Zero(t, n)
	for err = nil; err == nil; {
		n, err = socket.Send(fd, make([]byte, 1<<20))
	}
	assert.Equal(t, socket.ErrAgain, err, "there's no room any more")
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

// A signal may interrupt a call that could be done. It's called again.
func TestInterruptedCallsAreRepeated(t *testing.T) {
	for name, tc := range map[string]struct {
		interrupted int
		then        error
	}{
		"it isn't interrupted":     {0, nil},
		"it is, and then succeeds": {2, nil},
		"it is, and then fails":    {2, unix.EAGAIN},
	} {
		t.Run(name, func(t *testing.T) {
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
