package main

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
)

func closing(c *chat) {
	tea, eggs := c.pair()
	nobody := c.connects()
	c.stop()
	for _, g := range []*visitor{tea, eggs, nobody} {
		g.hears("* the chat closes")
		g.hearsTheEnd()
		g.Close()
	}
	if err := c.ends(); err != nil {
		c.Fatalf("Serve should return nil, and returns %v", err)
	}
	if _, err := c.dial(); err == nil {
		c.Fatal("the port should be free, and somebody still listens there")
	}
}

// closingWaits has a guest that hears the last word a moment later: a pipe keeps
// nothing, so until then the server is busy with it.
func closingWaits(c *chat) {
	l := newPipes()
	in := serveTo(c.T, l, l.dial)
	tea := in.joins("tea", 1)
	in.stop()
	select {
	case err := <-in.over:
		in.over <- err
		c.Fatal("Serve returned, and tea is still connected: it should wait for every guest")
	case <-time.After(time.Second / 5):
	}
	tea.hears("* the chat closes")
	tea.hearsTheEnd()
	if err := in.ends(); err != nil {
		c.Fatalf("Serve should return nil, and returns %v", err)
	}
}

// closingOnTalkers has a guest that talks and does not listen while the chat
// closes, and then hears what there is. What is on its way is lost if the server
// closes the connection before it has read everything.
func closingOnTalkers(c *chat) {
	tea, eggs, toast := c.three()
	require.NoError(c, eggs.Conn.(*net.TCPConn).SetReadBuffer(32<<10))
	const lines = 120 // more than eggs' kernel keeps, less than both kernels keep
	text := strings.Repeat("listen ", 100)
	for range lines {
		tea.says(text)
		toast.hears("tea: " + text)
	}
	go io.Copy(io.Discard, tea)
	go io.Copy(io.Discard, toast)
	lost := make(chan struct{})
	go func() {
		defer close(lost)
		for {
			if _, err := io.WriteString(eggs, strings.Repeat("me, too\n", 100)); err != nil {
				return
			}
		}
	}()
	c.stop()
	select {
	case <-lost:
	case <-time.After(time.Second / 10): // the server waits for eggs, as it should
	}
	for range lines {
		eggs.hears("tea: " + text)
	}
	eggs.hears("* the chat closes")
	eggs.hearsTheEnd()
	eggs.Close()
}

func TestSIGTERM(t *testing.T) {
	talktest.Terminates(t, `
		tea connects
		tea < * what's your name?
		server stops
		tea < * the chat closes
		tea leaves
	`)
}

// A row's failure begins with its reason, and a long line is cut.
func TestShort(t *testing.T) {
	require.Equal(t, `"tea: ready!"`, short("tea: ready!\n"))
	require.Equal(t, `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" … "xxxxxxxxxxxxxxxxxxxx" (1000 bytes)`, short(strings.Repeat("x", 1000)))
}
