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

// knock stands before the door, and has been heard.
func (p *party) knock() {
	p.t.Helper()
	c, err := net.Dial("tcp", p.addr)
	require.NoError(p.t, err)
	p.t.Cleanup(func() { c.Close() })
	porter, err := selector.New() // the chat's own may not look there any more
	require.NoError(p.t, err)
	defer porter.Close()
	require.NoError(p.t, porter.Register(p.listener, selector.Read, nil))
	_, err = porter.Select(patience)
	require.NoError(p.t, err)
}

// What happens at the door, step by step.
func TestTheDoor(t *testing.T) {
	for name, claim := range map[string]func(t *testing.T, p *party){
		"who knocks is let in": func(t *testing.T, p *party) {
			p.knock()
			require.Contains(t, p.ready(), p.listener)
			p.accept(selector.Read)
			assert.Len(t, p.clients, 1)
			assert.True(t, p.update(t.Context()))
		},
		"who has gone again is no reason to close": func(t *testing.T, p *party) {
			p.accept(selector.Read)
			assert.Empty(t, p.clients)
			assert.True(t, p.update(t.Context()))
		},
		"a broken door ends the chat": func(t *testing.T, p *party) {
			r, w := pipe(t)
			p.listener = r
			socket.Close(w)
			p.accept(selector.Read)
			assert.ErrorIs(t, p.err, unix.ENOTSOCK)
			assert.False(t, p.update(t.Context()))
			first := p.err
			p.fail(context.Canceled)
			p.fail(nil)
			assert.Equal(t, first, p.err, "what was first is the cause")
		},
		"in a full house nobody looks at the door for a while": func(t *testing.T, p *party) {
			p.knock()
			full(t, func() { p.accept(selector.Read) })
			require.NoError(t, p.err)
			assert.Empty(t, p.clients)
			assert.Empty(t, p.ready(), "the door would be ready again and again")
			require.True(t, p.update(t.Context()))
			assert.Empty(t, p.ready(), "not yet")
			p.retry = time.Now().Add(-time.Nanosecond)
			require.True(t, p.update(t.Context()))
			assert.Contains(t, p.ready(), p.listener)
			p.accept(selector.Read)
			assert.Len(t, p.clients, 1)
		},
		"when a client leaves there is room again, at once": func(t *testing.T, p *party) {
			tea, _ := p.seat()
			p.knock()
			full(t, func() { p.accept(selector.Read) })
			require.True(t, p.update(t.Context()))
			assert.Empty(t, p.ready())
			tea.close("has left")
			require.True(t, p.update(t.Context()))
			assert.Contains(t, p.ready(), p.listener)
		},
		"after Ctrl-C nobody is let in": func(t *testing.T, p *party) {
			tea, _ := p.seat()
			p.full, p.retry = true, time.Now().Add(-time.Nanosecond) // it would be time to look again
			require.True(t, p.update(ended(t)), "tea has a while")
			p.knock()
			assert.NotContains(t, p.ready(), p.listener)
			assert.Equal(t, "The chat is over.\n", string(tea.outbox))
			require.True(t, p.update(ended(t)))
			assert.Equal(t, "The chat is over.\n", string(tea.outbox), "once is enough")
			tea.close("has left")
			assert.False(t, p.update(ended(t)))
			require.NoError(t, p.err)
		},
		"at the end all are disconnected": func(t *testing.T, p *party) {
			_, tea := p.seat()
			_, eggs := p.seat()
			p.close()
			for _, other := range []int{tea, eggs} {
				_, end := take(t, other)
				assert.True(t, end)
			}
			assert.Empty(t, p.clients)
		},
	} {
		t.Run(name, func(t *testing.T) { claim(t, invite(t)) })
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
