package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
)

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	needSockets(t)
	twin.Writes(t, kitchen, `
		0s  tea connects
		0s  tea < * what's your name?
		0s  tea > tea
		0s  tea < * welcome, tea (1 here)
		0s  eggs connects
		0s  eggs < * what's your name?
		0s  eggs > tea
		0s  eggs < * tea is taken; what's your name?
		0s  eggs > eggs
		0s  eggs < * welcome, eggs (2 here)
		0s  tea < * eggs joins
		0s  tea > ready!
		0s  tea > with milk?
		0s  eggs < tea: ready!
		0s  eggs < tea: with milk?
		0s  eggs > two minutes
		0s  tea < eggs: two minutes
		0s  eggs leaves
	`)
}

func TestSlide(t *testing.T) {
	needSockets(t)
	twin.Shows(t, kitchen, "slide.md")
}

func TestTwin(t *testing.T) {
	t.Parallel()
	talktest.Agrees(t, conversation, "slide.py")
}

// What both servers should do alike with wrong lines and wrong names.
func TestTwinWithManners(t *testing.T) {
	t.Parallel()
	talktest.Agrees(t, `
		tea connects
		tea < * what's your name?
		tea > two words
		tea < * a name has 1 to 20 letters or digits; yours?
		tea >
		tea < * a name has 1 to 20 letters or digits; yours?
		tea > tea
		tea < * welcome, tea (1 here)
		eggs connects
		eggs < * what's your name?
		eggs > Яйца
		eggs < * welcome, Яйца (2 here)
		tea < * Яйца joins
		tea >
		tea > `+"\x1b[2Jred\a\u202e"+`
		eggs < tea: `+"\ufffd[2Jred\ufffd\ufffd"+`
		tea > `+strings.Repeat("x", 1000)+`
		eggs < tea: `+strings.Repeat("x", 1000)+`
		tea > `+strings.Repeat("x", 1001)+`
		tea < * too long: at most 1000 bytes
		tea > `+strings.Repeat("x", 1<<20)+`
		tea < * too long: at most 1000 bytes
		tea >> the toast is
		eggs > what?
		tea < Яйца: what?
		tea > burnt
		eggs < tea: the toast isburnt
		tea >> and the
		tea vanishes
		eggs < * tea leaves
		eggs > good-bye
		eggs leaves
		# names that are invisible, and one that is too long
		tea connects
		tea < * what's your name?
		tea > ㅤ
		tea < * a name has 1 to 20 letters or digits; yours?
		tea > `+strings.Repeat("x", 21)+`
		tea < * a name has 1 to 20 letters or digits; yours?
		tea > tea2
		tea < * welcome, tea2 (1 here)
		eggs connects
		eggs < * what's your name?
		eggs > tea2
		eggs < * tea2 is taken; what's your name?
		eggs > eggs
		eggs < * welcome, eggs (2 here)
		tea < * eggs joins
		# marks, bytes and carriage returns
		eggs > z`+strings.Repeat("\u0301", 6)+`, z`+"\u0301"+`
		tea < eggs: z`+strings.Repeat("\u0301", 4)+"\ufffd\ufffd"+`, z`+"\u0301"+`
		eggs > not`+"\xff"+` UTF-8`+"\r\r"+`
		tea < eggs: not`+"\ufffd"+` UTF-8
		eggs > `+strings.Repeat("x", 999)+"\r"+`
		tea < eggs: `+strings.Repeat("x", 999)+`
		eggs > `+strings.Repeat("x", 1000)+"\r"+`
		eggs < * too long: at most 1000 bytes
		# Ctrl-C
		nobody connects
		nobody < * what's your name?
		server stops
		tea < * the chat closes
		tea hears the end
		eggs < * the chat closes
		eggs hears the end
		nobody < * the chat closes
		nobody hears the end
	`, "slide.py")
}

// The slide's claims one by one, in virtual time: a pipe has no buffer, so a
// write blocks until the other end reads.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name  string
		claim func(t *testing.T, box *outbox, peer net.Conn)
	}{
		{"send does not wait for the reader", func(t *testing.T, box *outbox, peer net.Conn) {
			begin := time.Now()
			box.send("tea\n")
			require.Zero(t, time.Since(begin))
			require.Equal(t, "tea\n", read(t, peer))
		}},
		{"what waits is written at once", func(t *testing.T, box *outbox, peer net.Conn) {
			box.send("tea\n")
			synctest.Wait() // the writer is at it, and nobody reads
			box.send("toast\n")
			box.send("eggs\n")
			require.Equal(t, "tea\n", read(t, peer))
			require.Equal(t, "toast\neggs\n", read(t, peer))
		}},
		{"a guest for whom nothing waits has no writer and no buffer", func(t *testing.T, box *outbox, peer net.Conn) {
			box.send("tea\n")
			read(t, peer)
			synctest.Wait()
			require.Nil(t, box.waiting)
			box.writer.Wait()
		}},
		{"the rest is thrown away when the guest takes none of it for 1.9 s", func(t *testing.T, box *outbox, peer net.Conn) {
			begin := time.Now()
			box.send("tea\n")
			box.close()
			require.Equal(t, patience, time.Since(begin))
		}},
		{"a box that is full has room again when a batch is taken", func(t *testing.T, box *outbox, peer net.Conn) {
			box.send("tea\n")
			synctest.Wait() // it is being written
			box.send(strings.Repeat("x", bound-1))
			box.waitForRoom(t.Context()) // one byte is missing: it returns at once
			box.send("x")
			go func() {
				time.Sleep(time.Second)
				io.Copy(io.Discard, peer)
			}()
			begin := time.Now()
			box.waitForRoom(t.Context())
			require.Equal(t, time.Second, time.Since(begin))
			box.writer.Wait()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn, peer := net.Pipe()
				defer peer.Close()
				defer conn.Close()
				tc.claim(t, newOutbox(conn), peer)
			})
		})
	}
}

// read returns what one write wrote.
func read(t *testing.T, conn net.Conn) string {
	t.Helper()
	buffer := make([]byte, 4096)
	n, err := conn.Read(buffer)
	require.NoError(t, err)
	return string(buffer[:n])
}

// A guest that does not read cannot keep the chat from closing for longer than
// five seconds.
func TestChatEndsInFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan error)
		go func() { over <- Serve(ctx, door) }()
		conn, err := door.dial()
		require.NoError(t, err)
		require.Equal(t, "* what's your name?\n", read(t, conn))
		fmt.Fprintln(conn, "tea")
		synctest.Wait()
		begin := time.Now()
		stop()
		require.NoError(t, <-over)
		require.LessOrEqual(t, time.Since(begin), 5*time.Second)
		conn.Close()
	})
}
