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

// What takes time is played in virtual time, with a door and pipes in memory.
// A guest is a connection to the server; close is Ctrl-C.
func TestTime(t *testing.T) {
	for name, tc := range map[string]struct {
		play func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error
		want string
		log  string // of the server, when it listens
		why  string
	}{
		"who says nothing is sent away": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				return hearAll(guest, say)
			},
			want: `
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "guest is sent away: no line for 5m0s\n",
		},
		"who says a line has five minutes for the next one": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "a line", func(ctx context.Context) {
					if sleep.For(ctx, 4*time.Minute) == nil {
						io.WriteString(guest, "hello\n")
					}
				})
				return hearAll(guest, say)
			},
			want: `
				4m0s  hello
				9m0s  You said nothing for 5m0s. Goodbye!
				9m0s  the end`,
			log: "guest is sent away: no line for 5m0s\n",
		},
		"nor is a line that never ends": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "letters", func(ctx context.Context) {
					for sleep.For(ctx, time.Minute) == nil {
						if _, err := io.WriteString(guest, strings.Repeat("z", 3000)); err != nil {
							return
						}
					}
				})
				return hearAll(guest, say)
			},
			want: `
				2m0s  A line has at most 4096 bytes.
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "guest is sent away: no line for 5m0s\n",
		},
		"who talks too much and doesn't read is sent away, too": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				_, err := io.WriteString(guest, strings.Repeat("z", limit+1))
				if err == nil {
					err = sleep.For(ctx, 20*time.Second)
				}
				if err != nil {
					return err
				}
				return hearAll(guest, say)
			},
			want: "20s  the end",
			log:  "guest is sent away: not read for 10s\n",
		},
		"who reads slowly has ten seconds for each line": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				lines := bufio.NewReader(guest)
				for range 3 {
					if _, err := io.WriteString(guest, "hello\n"); err != nil {
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
		"a letter a minute is not a line": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				task.Start(ctx, "letters", func(ctx context.Context) {
					for sleep.For(ctx, time.Minute) == nil {
						if _, err := io.WriteString(guest, "z"); err != nil {
							return
						}
					}
				})
				return hearAll(guest, say)
			},
			want: `
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
			log: "guest is sent away: no line for 5m0s\n",
			why: "the deadline is the line's, not the letter's",
		},
		"who doesn't read is sent away": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				for {
					if _, err := io.WriteString(guest, "hello\n"); err != nil {
						say("the end")
						return nil
					}
				}
			},
			want: `10s  the end`,
			log:  "guest is sent away: not read for 10s\n",
		},
		"ST10 Ctrl-C closes the door; who is there has a moment": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error {
				closeServer()
				if err := sleep.For(ctx, time.Second); err != nil {
					return err
				}
				if _, err := io.WriteString(guest, "still here\n"); err != nil {
					return err
				}
				return hearAll(guest, say)
			},
			want: `
				1s  still here
				2s  the end
				2s  the server has ended`,
			log: "guest has had its moment\n",
		},
		"ST11 an idle client doesn't keep the server open": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error {
				closeServer()
				return hearAll(guest, say)
			},
			want: `
				2s  the end
				2s  the server has ended`,
			log: "guest has had its moment\n",
			why: "Python's wait_closed would wait for as long as it stays",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			var log bytes.Buffer
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				return visit(ctx, out, &log, tc.play)
			}, tc.want)
			assert.Equal(t, "listening on memory\n"+tc.log, log.String())
		})
	}
}

// hearAll says each line and the end.
func hearAll(guest net.Conn, say func(...any)) error {
	lines := bufio.NewScanner(guest)
	for lines.Scan() {
		say(lines.Text())
	}
	say("the end")
	return lines.Err()
}

// visit plays one guest of a server in memory.
func visit(
	ctx context.Context, out, log io.Writer,
	play func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error,
) error {
	guest, served := net.Pipe()
	defer guest.Close()
	door := &door{guests: make(chan net.Conn, 1), closed: make(chan struct{})}
	door.guests <- asTCP{served}
	say := func(words ...any) { fmt.Fprintln(out, words...) }
	server := task.Named(ctx, "server", task.NoResult(func(ctx context.Context) error {
		return serveAt(ctx, door.open, log)
	}))
	synctest.Wait() // it has let the guest in
	interrupted := false
	if err := play(ctx, guest, say, func() { interrupted = server.Cancel(nil) }); err != nil {
		return err
	}
	if interrupted {
		<-server.Done()
		say("the server has ended")
	}
	return nil
}

// asTCP is a pipe that says as TCP does whom it leads to, and that it has been
// closed.
type asTCP struct{ net.Conn }

func (asTCP) RemoteAddr() net.Addr { return &net.UnixAddr{Name: "guest"} }

func (c asTCP) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == io.ErrClosedPipe {
		err = net.ErrClosed
	}
	return n, err
}
