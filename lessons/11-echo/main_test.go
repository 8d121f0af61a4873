package main

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
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

// At Ctrl-C both servers close the listener, and the clients go on for a moment (ST10).
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

// A line has the same greatest length in both languages.
func TestTwinOfLongLines(t *testing.T) { talktest.Agrees(t, longLines, "slide.py") }

var longLines = strings.NewReplacer("LONGEST", strings.Repeat("z", maxLine), "ENDLESS", strings.Repeat("z", 1_000_000)).Replace(`
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

// The slide's claims one by one, each as a conversation.
func TestClaims(t *testing.T) {
	for _, tc := range []struct{ name, script string }{
		{"no client waits for another one's line: each has a goroutine (ST1)", `
			tea connects
			eggs connects
			tea >> hel
			eggs > hi
			eggs < hi
			tea > lo
			tea < hello`},
		{"a line may come in pieces, and the last one without a newline (ST3)", `
			tea connects
			tea >> hello
			tea >> , world
			tea > !
			tea < hello, world!
			tea leaves`},
		{"a line that is too long is lost, and the next one is not (ST4)", longLines},
		{"a client that says no more hears the rest, and then the end (ST16)", `
			tea connects
			tea > soft
			tea > boiled
			tea says no more
			tea < soft
			tea < boiled
			tea hears the end`},
		{"a client vanishes: the others go on", `
			tea connects
			eggs connects
			eggs >> hel
			eggs vanishes
			tea > hello
			tea < hello`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			addr, _ := talktest.Serve(t, serve)
			talktest.Talk(t, addr, tc.script)
		})
	}
}

func TestSIGTERM(t *testing.T) {
	talktest.Terminates(t, `
		tea connects
		tea > hello
		tea < hello
		server stops
		tea > still here
		tea < still here
		tea leaves
	`)
}

// The server prints why it closes a connection. If nothing reads that, it goes on.
func TestTheLogIsNotRead(t *testing.T) {
	talktest.GoesOnUnread(t, "tea%[1]d connects\ntea%[1]d >> hel\ntea%[1]d vanishes\n", `
		tea connects
		tea > hello
		tea < hello
		tea leaves
	`)
}

// The fifteen lines on the slide answer once, and then close the connection.
func TestTheFifteenLines(t *testing.T) {
	interpreter := talktest.Python(t)
	text, err := os.ReadFile("slide.md")
	require.NoError(t, err)
	_, code, _ := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), "```python\n")
	code, _, _ = strings.Cut(code, "```")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close() // it is free again
	server := talktest.Command(interpreter, "-c", "import asyncio\n"+strings.ReplaceAll(code, "8888", port))
	require.NoError(t, server.Start())
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			c.Close()
		}
		return err == nil
	}, 30*time.Second, 10*time.Millisecond)
	talktest.Talk(t, "127.0.0.1:"+port, `
		tea connects
		tea > hello
		tea < hello
		tea hears the end`)
}

func TestNothingIsLeftBehind(t *testing.T) {
	talktest.CrowdsLeaveNothing(t, serve, "tea%[1]d connects\ntea%[1]d > hello\ntea%[1]d < hello\n")
}

// All that a client says comes back, in any pieces, except for lines that are too
// long.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{"hello\n", "\n\n", "no newline", "\x00\xff\n\x1b", strings.Repeat("z", maxLine) + "\n", strings.Repeat("z", maxLine+1) + "\nshort"} {
		f.Add([]byte(seed), 3)
		f.Add([]byte(seed), 5000)
	}
	f.Fuzz(func(t *testing.T, said []byte, piece int) {
		client, served := net.Pipe()
		go func() {
			defer client.Close()
			for rest := said; len(rest) > 0; {
				n := min(max(piece, 1), len(rest))
				client.Write(rest[:n])
				rest = rest[n:]
			}
		}()
		var answers strings.Builder
		var heard []byte
		for line, err := range newConn(answered{served, &answers}).lines() {
			require.NoError(t, err)
			heard = append(heard, line...)
		}
		var want []byte
		tooLong := 0
		for line := range strings.Lines(string(said)) {
			if len(strings.TrimSuffix(line, "\n")) <= maxLine {
				want = append(want, line...)
			} else {
				tooLong++
			}
		}
		assert.Equal(t, string(want), string(heard))
		assert.Equal(t, tooLong, strings.Count(answers.String(), "\n"))
	})
}

// answered is a connection that keeps the answers of the server.
type answered struct {
	net.Conn
	answers io.Writer
}

func (c answered) Write(p []byte) (int, error) { return c.answers.Write(p) }
