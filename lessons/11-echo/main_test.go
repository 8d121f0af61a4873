package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		0s  tea connects
		0s  eggs connects
		0s  tea > hello
		0s  tea < hello
		0s  eggs > soft
		0s  eggs > or hard?
		0s  eggs says no more
		0s  tea >> is any
		0s  tea > body there?
		0s  tea < is anybody there?
		0s  eggs < soft
		0s  eggs < or hard?
		0s  eggs hears the end
		0s  tea leaves
	`)
}

func TestTwin(t *testing.T) { talktest.Agrees(t, conversation, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// ST10 Ctrl-C closes the door, in both languages, and who is there has a moment.
func TestTwinAtTheEnd(t *testing.T) {
	talktest.Agrees(t, `
		tea connects
		tea >> still
		eggs connects
		eggs > hello
		eggs < hello
		server stops
		eggs leaves
		tea > here
		tea < stillhere
		tea leaves
	`, "slide.py")
}

// A line may be as long as it may, in both languages, and no longer.
func TestTwinOfLongLines(t *testing.T) { talktest.Agrees(t, longLines, "slide.py") }

var longLines = strings.NewReplacer("LONGEST", strings.Repeat("z", limit), "ENDLESS", strings.Repeat("z", 1_000_000)).Replace(`
	tea connects
	tea > LONGEST
	tea < LONGEST
	tea > LONGESTz
	tea < A line has at most 4096 bytes.
	tea > ENDLESS
	tea < A line has at most 4096 bytes.
	tea > short
	tea < short
	tea >> ENDLESS
	tea < A line has at most 4096 bytes.
	tea leaves
	eggs connects
	eggs >> LONGESTz
	eggs < A line has at most 4096 bytes.
	eggs >> and its tail
	eggs leaves
`)

// The slide's claims one by one: each is a conversation that takes its course.
func TestClaims(t *testing.T) {
	for name, script := range map[string]string{
		"ST1 each connection has a goroutine: nobody waits for another's line": `
			tea connects
			eggs connects
			tea >> hel
			eggs > hi
			eggs < hi
			tea > lo
			tea < hello`,
		"ST3 the last line may lack its newline, and a half one comes back": `
			tea connects
			tea >> hello
			tea >> , world
			tea > !
			tea < hello, world!
			tea leaves`,
		"ST4 a line that is too long costs that line": longLines,
		"ST16 who says no more hears the rest, and then the end": `
			tea connects
			tea > soft
			tea > boiled
			tea says no more
			tea < soft
			tea < boiled
			tea hears the end`,
		"who vanishes doesn't hurt the others": `
			tea connects
			eggs connects
			eggs >> hel
			eggs vanishes
			tea > hello
			tea < hello`,
	} {
		t.Run(name, func(t *testing.T) {
			addr, _ := talktest.Serve(t, serve)
			talktest.Talk(t, addr, script)
		})
	}
}

// What takes time is played in virtual time, with a door and pipes in memory.
// A guest is a connection to the server; close is Ctrl-C.
func TestTime(t *testing.T) {
	for name, tc := range map[string]struct {
		play func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error
		want string
		why  string
	}{
		"who says nothing is sent away": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), _ func()) error {
				return hearAll(guest, say)
			},
			want: `
				5m0s  You said nothing for 5m0s. Goodbye!
				5m0s  the end`,
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
		},
		"ST11 an idle client doesn't keep the server open": {
			play: func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error {
				closeServer()
				return hearAll(guest, say)
			},
			want: `
				2s  the end
				2s  the server has ended`,
			why: "Python's wait_closed would wait for as long as it stays",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(out io.Writer) task.Func[task.None] {
				return visit(out, tc.play)
			}, tc.want)
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
	out io.Writer, play func(ctx context.Context, guest net.Conn, say func(...any), closeServer func()) error,
) task.Func[task.None] {
	return task.Do(func(ctx context.Context) error {
		guest, served := net.Pipe()
		defer guest.Close()
		door := &door{guests: make(chan net.Conn, 1), closed: make(chan struct{})}
		door.guests <- served
		say := func(words ...any) { fmt.Fprintln(out, words...) }
		server := task.Named(ctx, "server", serveAt(door.open, io.Discard))
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
	})
}

// A door is a listener in memory.
type door struct {
	guests chan net.Conn
	closed chan struct{}
	broken error // once
}

func (d *door) open(context.Context) (net.Listener, error) { return d, nil }

func (d *door) Accept() (net.Conn, error) {
	if err := d.broken; err != nil {
		d.broken = nil
		return nil, err
	}
	select {
	case c := <-d.guests:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Close() error {
	select {
	case <-d.closed:
		return net.ErrClosed
	default:
		close(d.closed)
		return nil
	}
}

func (d *door) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// A door that jams is tried again.
func TestTheDoorJams(t *testing.T) {
	twin.Writes(t, func(out io.Writer) task.Func[task.None] {
		return task.Do(func(ctx context.Context) error {
			door := &door{broken: errors.New("too many open files"), guests: make(chan net.Conn, 1), closed: make(chan struct{})}
			guest, served := net.Pipe()
			defer guest.Close()
			door.guests <- served
			task.Named(ctx, "server", serveAt(door.open, out))
			fmt.Fprintln(guest, "hello")
			heard, err := bufio.NewReader(guest).ReadString('\n')
			fmt.Fprint(out, "guest hears ", heard)
			return err
		})
	}, `
		0s  listening on memory
		0s  too many open files
		1s  guest hears hello
	`)
}

func TestNothingIsLeftBehind(t *testing.T) {
	talktest.LeavesNothing(t, func() {
		addr, stop := talktest.Serve(t, serve)
		for range 10 {
			talktest.Talk(t, addr, crowd(100))
		}
		require.NoError(t, stop())
	})
}

// crowd is a conversation of n, of whom every other one vanishes.
func crowd(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "tea%d connects\ntea%[1]d > hello\ntea%[1]d < hello\n", i)
	}
	for i := range n {
		fmt.Fprintf(&b, "tea%d %s\n", i, []string{"leaves", "vanishes"}[i%2])
	}
	return b.String()
}

// Whatever one says in whatever pieces comes back, but for what is too long.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{"hello\n", "\n\n", "no newline", "\x00\xff\n\x1b", strings.Repeat("z", limit) + "\n", strings.Repeat("z", limit+1) + "\nshort"} {
		f.Add([]byte(seed), 3)
		f.Add([]byte(seed), 5000)
	}
	f.Fuzz(func(t *testing.T, said []byte, piece int) {
		guest, served := net.Pipe()
		go func() {
			defer guest.Close()
			for rest := said; len(rest) > 0; {
				n := min(max(piece, 1), len(rest))
				guest.Write(rest[:n])
				rest = rest[n:]
			}
		}()
		var answers strings.Builder
		var heard []byte
		for line, err := range newConn(told{served, &answers}).lines() {
			require.NoError(t, err)
			heard = append(heard, line...)
		}
		var want []byte
		tooLong := 0
		for line := range strings.Lines(string(said)) {
			if len(strings.TrimSuffix(line, "\n")) <= limit {
				want = append(want, line...)
			} else {
				tooLong++
			}
		}
		assert.Equal(t, string(want), string(heard))
		assert.Equal(t, tooLong, strings.Count(answers.String(), "\n"))
	})
}

// told is a connection whose client writes down what it is told.
type told struct {
	net.Conn
	answers io.Writer
}

func (c told) Write(p []byte) (int, error) { return c.answers.Write(p) }
