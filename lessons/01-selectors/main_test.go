package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

// needsPoll skips the test where the lesson can't run.
func needsPoll(t testing.TB) {
	t.Helper()
	sel, err := selector.New()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.NoError(t, err)
	require.NoError(t, sel.Close())
}

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	needsPoll(t)
	twin.Writes(t, kitchen, `
		0s  tea connects
		0s  tea < Welcome!
		0s  eggs connects
		0s  eggs < Welcome!
		0s  toast connects
		0s  toast < Welcome!
		0s  eggs >> good-
		0s  tea > hello
		0s  eggs < hello
		0s  toast < hello
		0s  eggs > bye
		0s  tea < good-bye
		0s  toast < good-bye
		0s  eggs leaves
		0s  toast > are they done?
		0s  tea < are they done?
	`)
}

func TestTwin(t *testing.T) { talktest.Agrees(t, conversation, "slide.py") }

// What else both should do alike: how one leaves, and how the chat ends.
func TestTwinWithManners(t *testing.T) {
	talktest.Agrees(t, both+`
		# the last line needs no newline, and who says no more still hears
		eggs >> bye
		eggs says no more
		tea < bye
		eggs hears the end
		milk connects
		milk says no more
		milk < Welcome!
		milk hears the end
		# half a line is lost with its guest
		honey connects
		honey < Welcome!
		honey >> good-
		honey vanishes
		toast connects
		toast < Welcome!
		toast > `+strings.Repeat("z", 5000)+`
		tea < `+strings.Repeat("z", 5000)+`
		# Ctrl-C
		server stops
		tea < The chat is over.
		toast < The chat is over.
		toast hears the end
		tea hears the end
	`, "slide.py")
}

func TestSlide(t *testing.T) {
	needsPoll(t)
	twin.Shows(t, kitchen, "slide.md")
}

// The slide's claims one by one: each is a conversation that takes its course.
func TestClaims(t *testing.T) {
	needsPoll(t)
	for name, tc := range map[string]struct{ script, why string }{
		"nobody hears oneself": {
			script: `
				tea > hello
				eggs < hello
				eggs > hi
				tea < hi`,
		},
		"half a line waits, and nobody waits for it": {
			script: `
				eggs >> good-
				tea > hello
				eggs < hello
				eggs > bye
				tea < good-bye`,
		},
		"ST16 who says no more still hears": {
			script: `
				eggs says no more
				eggs hears the end
				tea > hello
				tea leaves`,
			why: "but only what has been said before: a chat has no use for a listener",
		},
		"the last line needs no newline": {
			script: `
				eggs >> bye
				eggs leaves
				tea < bye`,
		},
		"who vanishes takes half a line along, and nobody else": {
			script: `
				eggs >> bye
				eggs vanishes
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
		},
		"a line that doesn't end is told so": {
			script: "eggs >> " + strings.Repeat("z", longest+1) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
			why: "tea is spared it",
		},
		"who talks and talks is told so, too": {
			script: "eggs >> " + strings.Repeat("z", 1<<20) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				eggs vanishes
				tea leaves`,
			why: "closed with bytes unread, the connection would be reset, and the words with it",
		},
		"bytes are bytes": {
			script: "tea > \x00\xff\x1b[2J\neggs < \x00\xff\x1b[2J",
			why:    "lesson 15 is more careful with other people's terminals",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			addr, _ := talktest.Serve(t, serve)
			talktest.Talk(t, addr, both, tc.script)
		})
	}
}

const both = `
	tea connects
	tea < Welcome!
	eggs connects
	eggs < Welcome!`

// guest connects, and has been welcomed.
func guest(t testing.TB, addr string) (*net.TCPConn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	lines := bufio.NewReader(c)
	line, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "Welcome!\n", line)
	return c.(*net.TCPConn), lines
}

// Tea talks, toast listens, and eggs doesn't: it hears what it has missed, and
// that it has to go. Toast misses nothing.
func TestWhoDoesNotReadIsDismissed(t *testing.T) {
	needsPoll(t)
	dismissed := make(alarm)
	addr, _ := talktest.Serve(t, func(addr string, out io.Writer) task.Func[task.None] {
		return serve(addr, io.MultiWriter(dismissed, out))
	})
	tea, _ := guest(t, addr)
	_, eggs := guest(t, addr)
	_, toast := guest(t, addr)

	line := strings.Repeat("z", 16<<10-1) + "\n"
	const most = 1000 // more than the kernel keeps for eggs
	lines := 0
	for ; lines < most && !dismissed.rung(); lines++ { // then its grace runs
		_, err := io.WriteString(tea, line)
		require.NoError(t, err)
		heard, err := toast.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, line, heard)
	}
	all, err := io.ReadAll(eggs)
	require.NoError(t, err)
	missed, found := strings.CutSuffix(string(all), "You read too slowly. Goodbye!\n")
	require.True(t, found, "it isn't told why")
	assert.Less(t, len(missed), lines*len(line))
	assert.Empty(t, strings.Trim(missed, "z\n"))
	assert.Zero(t, len(missed)%len(line), "only whole lines")
}

// An alarm is a server's log. It rings when somebody reads too slowly.
type alarm chan struct{}

func (a alarm) Write(p []byte) (int, error) {
	if bytes.HasSuffix(p, []byte("reads too slowly\n")) {
		close(a)
	}
	return len(p), nil
}

func (a alarm) rung() bool {
	select {
	case <-a:
		return true
	default:
		return false
	}
}

// Ctrl-C tells everybody, waits until they hang up, and closes the door.
func TestCtrlC(t *testing.T) {
	needsPoll(t)
	addr, stop := talktest.Serve(t, serve)
	tea, fromTea := guest(t, addr)
	eggs, fromEggs := guest(t, addr)
	ended := make(chan error)
	go func() { ended <- stop() }()
	for c, lines := range map[*net.TCPConn]*bufio.Reader{tea: fromTea, eggs: fromEggs} {
		heard, err := io.ReadAll(lines)
		require.NoError(t, err)
		assert.Equal(t, "The chat is over.\n", string(heard))
		c.Close()
	}
	require.NoError(t, <-ended)
	_, err := net.Dial("tcp", addr)
	assert.Error(t, err, "the door is closed")
}

// A chat that sleeps until the next tick takes about one, unless it was awake.
func TestCtrlCWakesTheChat(t *testing.T) {
	needsPoll(t)
	const times = 6
	var took time.Duration
	for range times {
		addr, stop := talktest.Serve(t, serve)
		talktest.Talk(t, addr, both, "tea leaves", "eggs leaves")
		start := time.Now()
		require.NoError(t, stop())
		took += time.Since(start)
	}
	assert.Less(t, took, tick, "%d times", times)
}

func TestNothingIsLeftBehind(t *testing.T) {
	needsPoll(t)
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
		fmt.Fprintf(&b, "tea%d connects\ntea%[1]d < Welcome!\n", i)
	}
	for i := range n {
		fmt.Fprintf(&b, "tea%d %s\n", i, []string{"leaves", "vanishes"}[i%2])
	}
	return b.String()
}

// With few descriptors there's room for few. The others wait at the door, and
// the chat goes on.
func TestTheHouseIsFull(t *testing.T) {
	needsPoll(t)
	if runtime.GOOS != "linux" {
		t.Skip("how many descriptors a process needs for itself is known here for Linux only")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	server := talktest.Start(t, sh, "-c", `ulimit -n 16 && exec "$0" "$@"`, talktest.Program(t))
	tea, _ := guest(t, server.Addr)
	_, eggs := guest(t, server.Addr)
	var waiting []net.Conn
	for range 8 {
		c, err := net.Dial("tcp", server.Addr)
		require.NoError(t, err)
		defer c.Close()
		waiting = append(waiting, c)
	}
	fmt.Fprintln(tea, "it's crowded")
	heard, err := eggs.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "it's crowded\n", heard)
	for _, c := range waiting { // each leaves when it has been let in
		welcome, err := bufio.NewReader(c).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "Welcome!\n", welcome)
		c.Close()
	}
	server.Stop()
}

// Whatever one says in whatever pieces, the others hear its lines whole.
func FuzzLines(f *testing.F) {
	needsPoll(f)
	addr, _ := talktest.Serve(f, serve)
	for _, seed := range []string{"hello\n", "\n\n", "good-\rbye", "\x00\xff\n\x1b", strings.Repeat("z", 5000)} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, text []byte, piece int) {
		tea, _ := guest(t, addr)
		_, eggs := guest(t, addr)
		said := string(text) + "\nover\n"
		for rest := said; rest != ""; {
			n := min(max(piece, 1), len(rest))
			_, err := io.WriteString(tea, rest[:n])
			require.NoError(t, err)
			rest = rest[n:]
		}
		heard := make([]byte, len(said))
		_, err := io.ReadFull(eggs, heard)
		require.NoError(t, err)
		assert.Equal(t, said, string(heard))
	})
}
