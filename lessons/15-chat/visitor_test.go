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

var maxWait = flag.Duration("patience", 30*time.Second, "how long a guest waits for what it should hear")

// A chat is a server that runs until the test ends, or stop is called.
type chat struct {
	*testing.T
	dial func() (net.Conn, error)
	stop context.CancelFunc
	over chan error // what Serve has returned
}

// open starts Serve on a port of its own. For js/wasm the net package is a network
// in memory.
func open(t *testing.T) *chat {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	return serveTo(t, small{l}, func() (net.Conn, error) { return net.Dial("tcp", addr) })
}

// small listens with small buffers in the kernel, so that a guest that does not
// read is noticed soon.
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
		wait := *maxWait
		if t.Failed() {
			wait = time.Second // the reason has been told
		}
		select {
		case <-c.over:
		case <-time.After(wait):
			t.Errorf("Serve should return at Ctrl-C, and has not for %v", wait)
		}
	})
	return c
}

// ends returns what Serve returns.
func (c *chat) ends() error {
	c.Helper()
	select {
	case err := <-c.over:
		c.over <- err // for the cleanup
		return err
	case <-time.After(*maxWait):
		c.Fatalf("Serve should return at Ctrl-C, and has not for %v", *maxWait)
		return nil
	}
}

// A visitor is a guest, seen from outside.
type visitor struct {
	net.Conn
	t    *testing.T
	name string
	in   *bufio.Reader
}

// connects returns a guest that has been asked for its name and has not told it.
func (c *chat) connects() *visitor {
	c.Helper()
	conn, err := c.dial()
	require.NoError(c, err)
	c.Cleanup(func() { conn.Close() })
	g := &visitor{conn, c.T, "the new client", bufio.NewReader(conn)}
	g.hears("* what's your name?")
	return g
}

// joins returns a guest that has been welcomed as one of so many.
func (c *chat) joins(name string, here int) *visitor {
	c.Helper()
	g := c.connects()
	g.name = name
	g.says(name)
	g.hears(fmt.Sprintf("* welcome, %s (%d here)", name, here))
	return g
}

// pair returns two guests that know of each other.
func (c *chat) pair() (tea, eggs *visitor) {
	c.Helper()
	tea, eggs = c.joins("tea", 1), c.joins("eggs", 2)
	tea.hears("* eggs joins")
	return tea, eggs
}

// three returns three guests that know of each other.
func (c *chat) three() (tea, eggs, toast *visitor) {
	c.Helper()
	tea, eggs = c.pair()
	toast = c.joins("toast", 3)
	tea.hears("* toast joins")
	eggs.hears("* toast joins")
	return tea, eggs, toast
}

func (g *visitor) says(lines ...string) {
	g.t.Helper()
	g.SetWriteDeadline(time.Now().Add(*maxWait))
	if _, err := io.WriteString(g, strings.Join(lines, "\n")+"\n"); err != nil {
		g.t.Fatalf("%s says %s, and fails: %v", g.name, short(strings.Join(lines, "\n")), err)
	}
}

// line waits for the next line.
func (g *visitor) line() (string, error) {
	g.SetReadDeadline(time.Now().Add(*maxWait))
	return g.in.ReadString('\n')
}

// hears asks for these lines, and no others before or between them.
func (g *visitor) hears(lines ...string) {
	g.t.Helper()
	for _, want := range lines {
		got, err := g.line()
		switch {
		case isTimeout(err):
			g.t.Fatalf("%s should hear %s, and hears nothing for %v", g.name, short(want), *maxWait)
		case err != nil && got == "":
			g.t.Fatalf("%s should hear %s, and loses the connection: %v", g.name, short(want), err)
		case got != want+"\n":
			g.t.Fatalf("%s should hear %s, and hears %s", g.name, short(want), short(got))
		}
	}
}

// hearsTheEnd asks that the connection is closed, in any way.
func (g *visitor) hearsTheEnd() {
	g.t.Helper()
	g.SetReadDeadline(time.Now().Add(*maxWait))
	rest, err := io.ReadAll(g.in)
	if isTimeout(err) {
		g.t.Fatalf("%s should be disconnected, and is not for %v", g.name, *maxWait)
	}
	if err == nil && len(rest) > 0 {
		g.t.Fatalf("%s should hear the end, and hears %s before", g.name, short(string(rest)))
	}
}

// vanishes looks like a crash or a pulled plug.
func (g *visitor) vanishes() {
	if tcp, ok := g.Conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	g.Close()
}

func isTimeout(err error) bool {
	late, ok := err.(interface{ Timeout() bool })
	return ok && late.Timeout()
}

// short quotes text, the middle of a long one left out.
func short(text string) string {
	text = strings.TrimSuffix(text, "\n")
	if runes := []rune(text); len(runes) > 60 {
		return fmt.Sprintf("%q … %q (%d bytes)", string(runes[:30]), string(runes[len(runes)-20:]), len(text))
	}
	return fmt.Sprintf("%q", text)
}
