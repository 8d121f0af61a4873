//go:build !exercise

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
)

// A guest that is still being listened to when the chat closes gets no answer.
func TestTheLastWord(t *testing.T) {
	for _, tc := range []struct {
		name string
		says func(r *room, g *guest)
	}{
		{"after the last word a name is not answered", func(r *room, g *guest) { r.handle(g, "tea", nil) }},
		{"after the last word a wrong name is not answered", func(r *room, g *guest) { r.handle(g, "two words", nil) }},
		{"after the last word a long line is not answered", func(r *room, g *guest) { r.handle(g, "", errTooLong) }},
		{"after the last word nobody hears who leaves", func(r *room, g *guest) { r.leave(g) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			conn, peer := net.Pipe()
			r := room{names: map[string]bool{}}
			g := r.enter(conn)
			r.close()
			tc.says(&r, g)
			go g.close()
			heard, err := io.ReadAll(peer)
			require.NoError(t, err)
			require.Equal(t, "* what's your name?\n* the chat closes\n", string(heard))
		})
	}
}

// A silent guest costs at most 12 kB of memory: its stack, its buffers, and here
// even the other end of the connection.
func TestASilentGuestIsCheap(t *testing.T) {
	needSockets(t) // the buffers of the network in memory would count
	const many = 500
	most := 12 << 10
	if runtime.GOOS == "windows" {
		most = 20 << 10 // a connection is larger there
	}
	c := open(t)
	c.connects()
	before := inUse()
	conns := make([]net.Conn, many)
	for i := range conns {
		conn, err := c.dial()
		require.NoError(t, err)
		defer conn.Close()
		conns[i] = conn
		greeting := make([]byte, 100)
		for _, says := range []string{fmt.Sprintf("cook%d\n", i), ""} {
			_, err = conn.Read(greeting)
			require.NoError(t, err)
			_, err = conn.Write([]byte(says))
			require.NoError(t, err)
		}
	}
	// What is still on its way to a guest would count.
	lines, last := bufio.NewReader(nil), fmt.Sprintf("* cook%d joins\n", many-1)
	for _, conn := range conns[:many-1] {
		lines.Reset(conn)
		for line := ""; line != last; {
			var err error
			line, err = lines.ReadString('\n')
			require.NoError(t, err)
		}
	}
	each := (inUse() - before) / many
	t.Logf("%d bytes", each)
	require.LessOrEqual(t, each, most)
}

func inUse() int {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}

// A guest that has left is not remembered, with a name or without.
func TestAGuestThatLeavesIsForgotten(t *testing.T) {
	r := room{names: map[string]bool{}}
	for _, name := range []string{"tea", ""} {
		conn, peer := net.Pipe()
		go io.Copy(io.Discard, peer)
		g := r.enter(conn)
		if name != "" {
			r.handle(g, name, nil)
		}
		r.leave(g)
		g.close()
		require.Empty(t, r.guests)
		require.Empty(t, r.names)
	}
}

// When Accept fails, Serve tries again, unless the listener is closed. When it
// returns, every connection is closed.
func TestAcceptFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := &jamming{pipes: newPipes(), broken: 3}
		over := make(chan error)
		go func() { over <- Serve(t.Context(), door) }()
		conn, err := door.dial()
		require.NoError(t, err)
		require.Equal(t, "* what's your name?\n", read(t, conn))
		door.Close()
		require.Equal(t, "* the chat closes\n", read(t, conn))
		require.Equal(t, net.ErrClosed, <-over)
		_, err = conn.Read(make([]byte, 1))
		require.Equal(t, io.EOF, err, "the connection is closed before Serve returns")
	})
}

// jamming is a listener whose first calls of Accept fail.
type jamming struct {
	pipes
	broken int
}

func (j *jamming) Accept() (net.Conn, error) {
	if j.broken > 0 {
		j.broken--
		return nil, syscall.EMFILE
	}
	return j.pipes.Accept()
}

// At Ctrl-C task.Main lists the guests: each is something that it waits for.
func TestCtrlCListsTheGuests(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows a test cannot press Ctrl-C for another process")
	}
	server := talktest.Start(t, talktest.Program(t))
	for range 2 {
		conn, err := net.Dial("tcp", server.Addr)
		require.NoError(t, err)
		defer conn.Close()
		require.Equal(t, "* what's your name?\n", read(t, conn))
		defer io.Copy(io.Discard, conn) // before it is closed
	}
	require.NoError(t, server.Cmd.Process.Signal(os.Interrupt))
	require.Eventually(t, func() bool { return strings.Contains(server.Stderr(), "\n") }, *maxWait, time.Millisecond)
	require.Contains(t, server.Stderr(), "guest 1")
	require.Contains(t, server.Stderr(), "guest 2")
}
