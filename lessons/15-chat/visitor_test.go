package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var patience = flag.Duration("patience", 30*time.Second, "how long a guest waits for what it should hear")

// A chat is a server that runs until the test ends, or stop is called.
type chat struct {
	*testing.T
	dial func() (net.Conn, error)
	stop context.CancelFunc
	over chan error // what Serve has returned
}

// open starts Serve on a port of its own.
func open(t *testing.T) *chat {
	t.Helper()
	needSockets(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	return serveTo(t, small{l}, func() (net.Conn, error) { return net.Dial("tcp", addr) })
}

// small listens with small buffers in the kernel, so that it shows soon who
// doesn't read.
type small struct{ net.Listener }

func (l small) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(32 << 10)
	}
	return conn, err
}

func serveTo(t *testing.T, l net.Listener, dial func() (net.Conn, error)) *chat {
	ctx, stop := context.WithCancel(context.Background())
	c := &chat{t, dial, stop, make(chan error, 1)}
	go func() { c.over <- Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-c.over:
		case <-time.After(*patience):
			t.Error("Serve doesn't end")
		}
	})
	return c
}

// A visitor is at the other end of a connection.
type visitor struct {
	net.Conn
	t    *testing.T
	name string
	in   *bufio.Reader
}

// connects has been asked for its name, but hasn't told it.
func (c *chat) connects() *visitor {
	c.Helper()
	conn, err := c.dial()
	require.NoError(c, err)
	c.Cleanup(func() { conn.Close() })
	g := &visitor{conn, c.T, "nobody", bufio.NewReader(conn)}
	g.hears("* what's your name?")
	return g
}

// joins has been welcomed, as one of so many.
func (c *chat) joins(name string, here int) *visitor {
	c.Helper()
	g := c.connects()
	g.name = name
	g.says(name)
	g.hears(fmt.Sprintf("* welcome, %s (%d here)", name, here))
	return g
}

// pair are two who know of each other.
func (c *chat) pair() (tea, eggs *visitor) {
	c.Helper()
	tea, eggs = c.joins("tea", 1), c.joins("eggs", 2)
	tea.hears("* eggs joins")
	return tea, eggs
}

func (g *visitor) says(lines ...string) {
	g.t.Helper()
	g.SetWriteDeadline(time.Now().Add(*patience))
	_, err := io.WriteString(g, strings.Join(lines, "\n")+"\n")
	require.NoError(g.t, err, "%s says it", g.name)
}

// line waits for the next one, as long as patience lasts.
func (g *visitor) line() (string, error) {
	g.SetReadDeadline(time.Now().Add(*patience))
	return g.in.ReadString('\n')
}

// hears asks for these lines, and none before or between.
func (g *visitor) hears(lines ...string) {
	g.t.Helper()
	for _, want := range lines {
		got, err := g.line()
		require.NoError(g.t, err, "%s should hear %q, and has heard %q", g.name, want, got)
		require.Equal(g.t, want, strings.TrimSuffix(got, "\n"), "what %s hears", g.name)
	}
}

// hearsTheEnd asks that the connection has been closed, in whatever way.
func (g *visitor) hearsTheEnd() {
	g.t.Helper()
	g.SetReadDeadline(time.Now().Add(*patience))
	rest, err := io.ReadAll(g.in)
	require.False(g.t, isTimeout(err), "%s should lose the connection", g.name)
	if err == nil {
		require.Empty(g.t, string(rest), "what %s hears in the end", g.name)
	}
}

// vanishes is what a crash or a pulled plug looks like.
func (g *visitor) vanishes() {
	if tcp, ok := g.Conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	g.Close()
}
