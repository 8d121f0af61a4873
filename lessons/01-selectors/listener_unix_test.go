//go:build unix && !aix

package main

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// connect connects a client, and waits until the listener is ready.
func (p *party) connect() {
	p.t.Helper()
	c, err := net.Dial("tcp", p.addr)
	require.NoError(p.t, err)
	p.t.Cleanup(func() { c.Close() })
	other, err := selector.New() // the chat's own may not watch the listener
	require.NoError(p.t, err)
	defer other.Close()
	require.NoError(p.t, other.Register(p.listener, selector.Read, nil))
	_, err = other.Select(patience)
	require.NoError(p.t, err)
}

// What happens at the listener, step by step.
func TestTheListener(t *testing.T) {
	for _, tc := range []struct {
		name  string
		claim func(t *testing.T, p *party)
	}{
		{"a client that connects is accepted", func(t *testing.T, p *party) {
			p.connect()
			require.Contains(t, p.ready(), p.listener)
			p.accept(selector.Read)
			assert.Len(t, p.clients, 1)
			assert.True(t, p.update(t.Context()))
		}},
		{"a client that has left before it is accepted ends nothing", func(t *testing.T, p *party) {
			p.accept(selector.Read)
			assert.Empty(t, p.clients)
			assert.True(t, p.update(t.Context()))
		}},
		{"a broken listener ends the chat", func(t *testing.T, p *party) {
			r, w := pipe(t)
			p.listener = r
			socket.Close(w)
			p.accept(selector.Read)
			assert.ErrorIs(t, p.err, unix.ENOTSOCK)
			assert.False(t, p.update(t.Context()))
			first := p.err
			p.fail(context.Canceled)
			p.fail(nil)
			assert.Equal(t, first, p.err, "the first error is the cause")
		}},
		{"without a free descriptor the listener is not watched for a while", func(t *testing.T, p *party) {
			p.connect()
			full(t, func() { p.accept(selector.Read) })
			require.NoError(t, p.err)
			assert.Empty(t, p.clients)
			assert.Empty(t, p.ready(), "the listener would be ready again and again")
			require.True(t, p.update(t.Context()))
			assert.Empty(t, p.ready(), "not yet")
			p.retry = time.Now().Add(-time.Nanosecond)
			require.True(t, p.update(t.Context()))
			assert.Contains(t, p.ready(), p.listener)
			p.accept(selector.Read)
			assert.Len(t, p.clients, 1)
		}},
		{"when a client leaves the listener is watched again at once", func(t *testing.T, p *party) {
			tea, _ := p.join()
			p.connect()
			full(t, func() { p.accept(selector.Read) })
			require.True(t, p.update(t.Context()))
			assert.Empty(t, p.ready())
			tea.close("has left")
			require.True(t, p.update(t.Context()))
			assert.Contains(t, p.ready(), p.listener)
		}},
		{"after Ctrl-C no client is accepted", func(t *testing.T, p *party) {
			tea, _ := p.join()
			p.full, p.retry = true, time.Now().Add(-time.Nanosecond) // it would be time to try again
			require.True(t, p.update(ended(t)), "tea has some time")
			p.connect()
			assert.NotContains(t, p.ready(), p.listener)
			assert.Equal(t, "The chat is over.\n", string(tea.outbox))
			require.True(t, p.update(ended(t)))
			assert.Equal(t, "The chat is over.\n", string(tea.outbox), "once is enough")
			tea.close("has left")
			assert.False(t, p.update(ended(t)))
			require.NoError(t, p.err)
		}},
		{"at the end all clients are disconnected", func(t *testing.T, p *party) {
			_, tea := p.join()
			_, eggs := p.join()
			p.close()
			for _, other := range []int{tea, eggs} {
				_, end := take(t, other)
				assert.True(t, end)
			}
			assert.Empty(t, p.clients)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.claim(t, newParty(t)) })
	}
}

func pipe(t *testing.T) (r, w int) {
	t.Helper()
	var fds [2]int
	require.NoError(t, unix.Pipe(fds[:]))
	t.Cleanup(func() { socket.Close(fds[0]) })
	return fds[0], fds[1]
}

// full calls f while there is no descriptor left.
func full(t *testing.T, f func()) {
	t.Helper()
	free, err := unix.Dup(0) // the first one
	require.NoError(t, err)
	require.NoError(t, unix.Close(free))
	var all unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &all))
	few := all
	set(&few.Cur, free)
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &few))
	defer func() { require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &all)) }()
	f()
}

// set is an assignment: systems don't agree on whether a limit has a sign.
func set[T int64 | uint64](limit *T, n int) { *limit = T(n) }
