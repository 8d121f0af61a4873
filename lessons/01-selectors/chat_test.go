package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
)

// The chat must be short enough to be read.
func TestItIsShort(t *testing.T) {
	text, err := os.ReadFile("chat.go")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the source is not here")
	}
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(text[:min(len(text), maxLine)]), "\n"), 200)
}

// patience is how long a client waits for all that it should hear.
const patience = 30 * time.Second

// connect returns a client that has been welcomed.
func connect(t testing.TB, addr string) (*net.TCPConn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	lines := bufio.NewReader(c)
	line, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "Welcome!\n", line)
	return c.(*net.TCPConn), lines
}

// Tea talks, toast reads, and eggs does not. Later eggs hears what waited for it,
// and why it is dismissed. Toast misses nothing.
func TestAClientThatDoesNotReadIsDismissed(t *testing.T) {
	needsPoll(t)
	dismissed := make(alarm)
	addr, _ := talktest.Serve(t, func(ctx context.Context, addr string, out io.Writer) error {
		return serve(ctx, addr, io.MultiWriter(dismissed, out))
	})
	tea, _ := connect(t, addr)
	_, eggs := connect(t, addr)
	_, toast := connect(t, addr)

	line := strings.Repeat("z", 16<<10-1) + "\n"
	const most = 1000 // more than the kernel keeps for eggs
	lines := 0
	for ; lines < most && !dismissed.closed(); lines++ { // then its grace runs
		_, err := io.WriteString(tea, line)
		require.NoError(t, err)
		heard, err := toast.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, line, heard)
	}
	all, err := io.ReadAll(eggs)
	require.NoError(t, err)
	missed, found := strings.CutSuffix(string(all), "You read too slowly. Goodbye!\n")
	require.True(t, found, "it is not told why")
	assert.Less(t, len(missed), lines*len(line))
	assert.Empty(t, strings.Trim(missed, "z\n"))
	assert.Zero(t, len(missed)%len(line), "only whole lines")
}

// An alarm is a server's log. It is closed when a client reads too slowly.
type alarm chan struct{}

func (a alarm) Write(p []byte) (int, error) {
	if bytes.HasSuffix(p, []byte("reads too slowly\n")) {
		close(a)
	}
	return len(p), nil
}

func (a alarm) closed() bool {
	select {
	case <-a:
		return true
	default:
		return false
	}
}

// At Ctrl-C every client is told, and the server ends when they have closed.
func TestCtrlC(t *testing.T) {
	needsPoll(t)
	addr, stop := talktest.Serve(t, serve)
	tea, fromTea := connect(t, addr)
	eggs, fromEggs := connect(t, addr)
	ended := make(chan error)
	go func() { ended <- stop() }()
	for _, lines := range []*bufio.Reader{fromTea, fromEggs} {
		heard, err := io.ReadAll(lines)
		require.NoError(t, err)
		assert.Equal(t, "The chat is over.\n", string(heard))
	}
	tea.Close()
	eggs.Close()
	require.NoError(t, <-ended)
	_, err := net.Dial("tcp", addr)
	assert.Error(t, err, "nobody listens any more")
}

// A chat that waits for the next tick would take about a second each time.
func TestCtrlCWakesTheChat(t *testing.T) {
	needsPoll(t)
	const times = 6
	fastest := tick // a busy machine may be slow at the others
	for range times {
		addr, stop := talktest.Serve(t, serve)
		talktest.Talk(t, addr, both, "tea leaves", "eggs leaves")
		start := time.Now()
		require.NoError(t, stop())
		fastest = min(fastest, time.Since(start))
	}
	assert.Less(t, fastest, tick/2, "%d times", times)
}

func TestSIGTERM(t *testing.T) {
	needsPoll(t)
	talktest.Terminates(t, both+`
		server stops
		tea < The chat is over.
		tea leaves
		eggs < The chat is over.
		eggs leaves
	`)
}

// The chat prints who comes and leaves, on its only goroutine. If nothing reads
// that, the chat goes on.
func TestTheLogIsNotRead(t *testing.T) {
	needsPoll(t)
	talktest.GoesOnUnread(t, "tea%[1]d connects\ntea%[1]d < Welcome!\ntea%[1]d vanishes\n", both+`
		tea > hello
		eggs < hello
		eggs leaves
		tea leaves
	`)
}

func TestNothingIsLeftBehind(t *testing.T) {
	needsPoll(t)
	talktest.CrowdsLeaveNothing(t, serve, "tea%[1]d connects\ntea%[1]d < Welcome!\n")
}

// With few descriptors there is room for few clients. The others wait, the chat
// goes on, and each that leaves makes room at once.
func TestNoDescriptorIsLeft(t *testing.T) {
	needsPoll(t)
	if runtime.GOOS != "linux" {
		t.Skip("how many descriptors a process needs for itself is known here for Linux only")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	server := talktest.Start(t, sh, "-c", `ulimit -n 16 && exec "$0" "$@"`, talktest.Program(t))
	tea, _ := connect(t, server.Addr)
	eggsConn, eggs := connect(t, server.Addr)
	var waiting []net.Conn
	for range 8 {
		c, err := net.Dial("tcp", server.Addr)
		require.NoError(t, err)
		defer c.Close()
		waiting = append(waiting, c)
	}
	fmt.Fprintln(tea, "it is crowded")
	heard, err := eggs.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "it is crowded\n", heard)
	for _, c := range waiting { // each leaves when it has been accepted
		welcome, err := bufio.NewReader(c).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "Welcome!\n", welcome)
		c.Close()
	}
	tea.Close()
	eggsConn.Close()
	server.Stop()
}

// The others hear a client's lines whole, however it divides them, if they are not
// too long.
func FuzzLines(f *testing.F) {
	needsPoll(f)
	addr, _ := talktest.Serve(f, serve)
	for _, seed := range []string{"hello\n", "\n\n", "good-\rbye", "\x00\xff\n\x1b", strings.Repeat("z", 5000), strings.Repeat("z", 2*maxLine)} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, text []byte, piece int) {
		tea, _ := connect(t, addr)
		_, eggs := connect(t, addr)
		said := string(text[:min(len(text), maxLine)]) + "\nover\n"
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
