package main

import (
	"io"
	"net"
	"strings"
	"testing"

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

func TestNothingIsLeftBehind(t *testing.T) {
	talktest.CrowdsLeaveNothing(t, serve, "tea%[1]d connects\ntea%[1]d > hello\ntea%[1]d < hello\n")
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
