//go:build unix && !aix

package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// A party is a chat that a test runs step by step.
type party struct {
	*chat
	t    *testing.T
	addr string // of its listener
	log  bytes.Buffer
}

func newParty(t *testing.T) *party {
	t.Helper()
	sel, err := selector.New()
	require.NoError(t, err)
	t.Cleanup(func() { sel.Close() })
	listener, addr, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(listener) })
	p := &party{t: t, addr: addr}
	p.chat = newChat(sel, listener, &p.log)
	t.Cleanup(p.close)
	require.NoError(t, sel.Register(listener, selector.Read, p.accept))
	return p
}

// join adds a client and returns it with the other end of its connection. The
// kernel keeps only a little for the two.
func (p *party) join() (c *client, other int) {
	p.t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	require.NoError(p.t, err)
	p.t.Cleanup(func() { socket.Close(fds[1]) })
	for _, fd := range fds {
		require.NoError(p.t, unix.SetNonblock(fd, true))
		require.NoError(p.t, unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, 4096))
	}
	c = &client{chat: p.chat, fd: fds[0]}
	p.clients[c] = true
	require.NoError(p.t, p.sel.Register(c.fd, selector.Read, c.handle))
	return c, fds[1]
}

// here reports whether the client is still there. The chat must have no error.
func (p *party) here(c *client) bool {
	p.t.Helper()
	require.NoError(p.t, p.err)
	return p.clients[c]
}

// ready returns what each descriptor is ready for now.
func (p *party) ready() map[int]selector.Events {
	p.t.Helper()
	ready, err := p.sel.Select(0)
	require.NoError(p.t, err)
	events := map[int]selector.Events{}
	for _, one := range ready {
		events[one.FD] = one.Events
	}
	return events
}

// round is one round of the loop in main.go, without waiting.
func (p *party) round(ctx context.Context) bool {
	p.t.Helper()
	if !p.update(ctx) {
		return false
	}
	ready, err := p.sel.Select(0)
	require.NoError(p.t, err)
	for _, one := range ready {
		one.Data.(callback)(one.Events)
	}
	return true
}

// take reads what is there now, and reports whether the end follows.
func take(t *testing.T, fd int) (text string, end bool) {
	t.Helper()
	var buffer [4 << 10]byte
	for {
		n, err := socket.Recv(fd, buffer[:])
		if err == socket.ErrAgain {
			return text, false
		}
		require.NoError(t, err)
		if n == 0 {
			return text, true
		}
		text += string(buffer[:n])
	}
}

// put writes as much of text as there is room for.
func put(t *testing.T, fd int, text string) (n int) {
	t.Helper()
	n, err := socket.Send(fd, []byte(text))
	if err != socket.ErrAgain {
		require.NoError(t, err)
	}
	return n
}

// ended returns the ctx of a chat after Ctrl-C.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// A connection that is closed with unread bytes is reset, and what is on its way
// is lost. So a client that talks at Ctrl-C is read until it closes.
func TestATalkingClientHearsTheEnd(t *testing.T) {
	p, ctx := newParty(t), ended(t)
	c, eggs := p.join()
	news := strings.Repeat("toast!\n", 20_000) // more than the kernel keeps
	c.enqueue([]byte(news))
	var heard strings.Builder
	for talks := true; p.round(ctx); {
		if talks {
			put(t, eggs, strings.Repeat("eggs!\n", 2000)) // more than is read at once
		}
		text, end := take(t, eggs)
		heard.WriteString(text)
		if end && talks {
			talks = false
			require.NoError(t, socket.Shut(eggs))
		}
	}
	require.NoError(t, p.err)
	assert.Equal(t, news+"The chat is over.\n", heard.String())
	assert.NotContains(t, p.log.String(), "disconnected", "it has closed by itself")
}
