//go:build !exercise

package main

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Who is still being listened to when the chat closes isn't answered any more.
func TestTheEndIsTheLastWord(t *testing.T) {
	for name, says := range map[string]func(r *room, g *guest){
		"not even a name is answered":      func(r *room, g *guest) { r.welcome(g, "tea") },
		"nor one that isn't a name":        func(r *room, g *guest) { r.welcome(g, "two words") },
		"nor a line that is too long":      func(r *room, g *guest) { r.answer(g, "* too long\n") },
		"nor does anybody hear who leaves": func(r *room, g *guest) { r.leave(g) },
	} {
		t.Run(name, func(t *testing.T) {
			conn, peer := net.Pipe()
			r := room{names: map[string]bool{}}
			g := r.enter(conn)
			r.close()
			says(&r, g)
			go g.close()
			heard, err := io.ReadAll(peer)
			require.NoError(t, err)
			require.Equal(t, "* what's your name?\n* the chat closes\n", string(heard))
		})
	}
}

// Who talks waits for who reads, but for one who doesn't only once.
func TestTheTalkerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, peer := net.Pipe()
		defer peer.Close()
		r := room{names: map[string]bool{}}
		g := r.enter(conn)
		synctest.Wait() // its writer is at it
		wait := func() time.Duration {
			begin := time.Now()
			r.catchUp(nil)
			return time.Since(begin)
		}
		require.Zero(t, wait(), "for an empty box")
		g.send(string(make([]byte, bound/2+1)))
		require.Equal(t, maxNaps*nap, wait(), "for a box that is half full")
		require.Zero(t, wait(), "for one who had its pause")
		_, err := io.ReadFull(peer, make([]byte, 100))
		require.NoError(t, err)
		synctest.Wait()
		require.Zero(t, wait(), "for a box whose writer is at it")
		g.send(string(make([]byte, bound/2+1)))
		require.Equal(t, maxNaps*nap, wait(), "once more")
		_, err = io.ReadFull(peer, make([]byte, bound/2+1))
		require.NoError(t, err)
		synctest.Wait()
		require.Zero(t, wait(), "it has caught up")
		g.send(string(make([]byte, bound/2+1)))
		var others sync.WaitGroup
		for range 3 {
			others.Go(func() { wait() })
		}
		require.Equal(t, maxNaps*nap, wait(), "as long, if four wait")
		others.Wait()

		// Many who don't read, one after the other, are one wait.
		for n := range 10 {
			conn, peer := net.Pipe()
			defer peer.Close()
			late := r.enter(conn)
			synctest.Wait()
			time.AfterFunc(time.Duration(n)*45*nap, func() { late.send(string(make([]byte, bound/2+1))) })
			defer late.writer.Wait()
			defer conn.Close()
		}
		time.Sleep(nap)
		require.Equal(t, maxNaps*nap, wait(), "as long, if ten don't read")
		g.conn.Close()
		g.writer.Wait()
	})
}

// Each of many who are silent costs 12 kB of memory at most: its stack, its
// buffers, and here even its own end of the connection.
func TestASilentGuestIsCheap(t *testing.T) {
	const many, most = 500, 12 << 10
	c := open(t)
	c.connects()
	before := inUse()
	for i := range many {
		conn, err := c.dial()
		require.NoError(t, err)
		defer conn.Close()
		greeting := make([]byte, 100)
		for _, says := range []string{fmt.Sprintf("cook%d\n", i), ""} {
			_, err = conn.Read(greeting)
			require.NoError(t, err)
			_, err = conn.Write([]byte(says))
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

// Who has left isn't remembered, with a name or without.
func TestWhoLeavesIsForgotten(t *testing.T) {
	r := room{names: map[string]bool{}}
	for _, name := range []string{"tea", ""} {
		conn, peer := net.Pipe()
		go io.Copy(io.Discard, peer)
		g := r.enter(conn)
		if name != "" {
			r.welcome(g, name)
		}
		r.leave(g)
		g.close()
		require.Empty(t, r.guests)
		require.Empty(t, r.names)
	}
}

// A door that jams is tried again; one that somebody has closed isn't. When
// Serve returns, nobody is there any more.
func TestDoors(t *testing.T) {
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
		require.Equal(t, io.EOF, err, "it's hung up on before Serve returns")
	})
}

// jamming is a door whose first visitors can't be let in.
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
