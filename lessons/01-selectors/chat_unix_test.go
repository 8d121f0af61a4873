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

// A party is a chat that runs only as far as a test lets it.
type party struct {
	*chat
	t    *testing.T
	addr string // of its door
	log  bytes.Buffer
}

func invite(t *testing.T) *party {
	t.Helper()
	sel, err := selector.New()
	require.NoError(t, err)
	t.Cleanup(func() { sel.Close() })
	door, addr, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { socket.Close(door) })
	p := &party{t: t, addr: addr}
	p.chat = newChat(sel, door, &p.log)
	t.Cleanup(p.close)
	require.NoError(t, sel.Register(door, selector.Read, p.accept))
	return p
}

// seat brings in a client that has been welcomed, and the other end of its
// connection. The kernel keeps only a little for the two.
func (p *party) seat() (c *client, other int) {
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

// here asks whether the client is still here, and the chat well.
func (p *party) here(c *client) bool {
	p.t.Helper()
	require.NoError(p.t, p.err)
	return p.clients[c]
}

// ready is who is ready now, for what, by descriptor.
func (p *party) ready() map[int]selector.Events {
	p.t.Helper()
	ready, err := p.sel.Select(0)
	require.NoError(p.t, err)
	who := map[int]selector.Events{}
	for _, one := range ready {
		who[one.FD] = one.Events
	}
	return who
}

// round is one of the loop's in main.go, which never waits.
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

// take reads what is there for now, and reports whether that was the end.
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

// put writes as much as there's room for, at most all of text.
func put(t *testing.T, fd int, text string) (n int) {
	t.Helper()
	n, err := socket.Send(fd, []byte(text))
	if err != socket.ErrAgain {
		require.NoError(t, err)
	}
	return n
}

// ended is the ctx of a chat at which Ctrl-C was pressed.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// Closed with bytes unread, a connection is reset, and what is under way is
// lost. So who talks at Ctrl-C is listened to until it hangs up.
func TestWhoTalksAtCtrlCHearsTheEnd(t *testing.T) {
	p, ctx := invite(t), ended(t)
	c, eggs := p.seat()
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
	assert.NotContains(t, p.log.String(), "disconnected", "it has hung up by itself")
}
