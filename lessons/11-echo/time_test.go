package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

// What takes time, in virtual time, with a listener and pipes in memory. client is
// a client's end of a connection; closeServer is Ctrl-C.
func TestTime(t *testing.T) {
	for _, tc := range []struct {
		name string
		play func(ctx context.Context, client net.Conn, say func(...any), closeServer func()) error
		want string
		log  string // of the server, when it listens
		why  string
	}{
		{
			name: "a client that says nothing is disconnected",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				return hearAll(client, say)
			},
			want: `
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "client is disconnected: no line for 5m0s\n",
		},
		{
			name: "each line gives a client five minutes for the next one",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "a line", func(ctx context.Context) {
					if sleep.For(ctx, 4*time.Minute) == nil {
						io.WriteString(client, "hello\n")
					}
				})
				return hearAll(client, say)
			},
			want: `
				4m0s  hello
				9m0s  You said nothing for 5m0s. Goodbye!
				9m0s  the end`,
			log: "client is disconnected: no line for 5m0s\n",
		},
		{
			name: "a line that never ends does not count as a line",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "letters", func(ctx context.Context) {
					for sleep.For(ctx, time.Minute) == nil {
						if _, err := io.WriteString(client, strings.Repeat("z", 3000)); err != nil {
							return
						}
					}
				})
				return hearAll(client, say)
			},
			want: `
				2m0s  A line has at most 4096 bytes.
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "client is disconnected: no line for 5m0s\n",
		},
		{
			name: "a client that does not read why its line is too long is disconnected",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				_, err := io.WriteString(client, strings.Repeat("z", maxLine+1))
				if err == nil {
					err = sleep.For(ctx, 20*time.Second)
				}
				if err != nil {
					return err
				}
				return hearAll(client, say)
			},
			want: "20s  the end",
			log:  "client is disconnected: not read for 10s\n",
		},
		{
			name: "a client has ten seconds to take each line",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				lines := bufio.NewReader(client)
				for range 3 {
					if _, err := io.WriteString(client, "hello\n"); err != nil {
						return err
					}
					if err := sleep.For(ctx, 9*time.Second); err != nil {
						return err
					}
					heard, err := lines.ReadString('\n')
					if err != nil {
						return err
					}
					say(strings.TrimSuffix(heard, "\n"))
				}
				return nil
			},
			want: `
				9s  hello
				18s  hello
				27s  hello`,
		},
		{
			name: "a letter a minute is not a line",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "letters", func(ctx context.Context) {
					for sleep.For(ctx, time.Minute) == nil {
						if _, err := io.WriteString(client, "z"); err != nil {
							return
						}
					}
				})
				return hearAll(client, say)
			},
			want: `
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "client is disconnected: no line for 5m0s\n",
			why: "the deadline is the line's, not the letter's",
		},
		{
			name: "a client that does not read is disconnected",
			play: func(ctx context.Context, client net.Conn, say func(...any), _ func()) error {
				for {
					if _, err := io.WriteString(client, "hello\n"); err != nil {
						say("the end")
						return nil
					}
				}
			},
			want: `10s  the end`,
			log:  "client is disconnected: not read for 10s\n",
		},
		{
			name: "Ctrl-C closes the listener, and the clients go on for a moment (ST10)",
			play: func(ctx context.Context, client net.Conn, say func(...any), closeServer func()) error {
				closeServer()
				if err := sleep.For(ctx, time.Second); err != nil {
					return err
				}
				if _, err := io.WriteString(client, "still here\n"); err != nil {
					return err
				}
				return hearAll(client, say)
			},
			want: `
				1s  still here
				2s  the end
				2s  the server has ended`,
			log: "client is disconnected: the server closes\n",
		},
		{
			name: "an idle client does not keep the server open (ST11)",
			play: func(ctx context.Context, client net.Conn, say func(...any), closeServer func()) error {
				closeServer()
				return hearAll(client, say)
			},
			want: `
				2s  the end
				2s  the server has ended`,
			log: "client is disconnected: the server closes\n",
			why: "Python's wait_closed would wait for as long as it stays",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			var log bytes.Buffer
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				return visit(ctx, out, &log, tc.play)
			}, tc.want)
			assert.Equal(t, "listening on memory\n"+tc.log, log.String())
		})
	}
}

// hearAll prints each line, and the end.
func hearAll(client net.Conn, say func(...any)) error {
	lines := bufio.NewScanner(client)
	for lines.Scan() {
		say(lines.Text())
	}
	say("the end")
	return lines.Err()
}

// visit plays one client of a server in memory.
func visit(
	ctx context.Context, out, log io.Writer,
	play func(ctx context.Context, client net.Conn, say func(...any), closeServer func()) error,
) error {
	client, served := net.Pipe()
	defer client.Close()
	listener := &memory{conns: make(chan net.Conn, 1), closed: make(chan struct{})}
	listener.conns <- asTCP{served}
	say := func(words ...any) { fmt.Fprintln(out, words...) }
	server := task.Named(ctx, "server", task.NoResult(func(ctx context.Context) error {
		return serveAt(ctx, listener.listen, log)
	}))
	synctest.Wait() // it has accepted the client
	interrupted := false
	if err := play(ctx, client, say, func() { interrupted = server.Cancel(nil) }); err != nil {
		return err
	}
	if interrupted {
		<-server.Done()
		say("the server has ended")
	}
	return nil
}

// asTCP is a pipe with an address, and with the error that TCP returns after
// Close.
type asTCP struct{ net.Conn }

func (asTCP) RemoteAddr() net.Addr { return &net.UnixAddr{Name: "client"} }

func (c asTCP) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == io.ErrClosedPipe {
		err = net.ErrClosed
	}
	return n, err
}
