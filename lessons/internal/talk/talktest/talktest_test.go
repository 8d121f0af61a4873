package talktest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk"
)

func TestMain(m *testing.M) { Main(m, main) }

// main is a lesson: without arguments it prints a word and waits for Ctrl-C.
func main() {
	talk.Main(func(ctx context.Context, out io.Writer) error {
		fmt.Fprintln(out, "ready")
		<-ctx.Done()
		return fmt.Errorf("the tea is not ready: %w", context.Cause(ctx))
	}, hall(plain))
}

// hall is a server; answer returns what the client hears after a line, which is ""
// at the end.
func hall(answer func(line string) string) talk.Serve {
	return func(ctx context.Context, addr string, out io.Writer) error {
		listener, err := net.Listen("tcp", addr)
		if err != nil {
			return err
		}
		defer context.AfterFunc(ctx, func() { listener.Close() })()
		fmt.Fprintln(out, "listening on", listener.Addr())
		for {
			c, err := listener.Accept()
			if err != nil {
				return nil
			}
			go handle(c, out, answer)
		}
	}
}

func handle(c net.Conn, out io.Writer, answer func(line string) string) {
	defer c.Close()
	lines := bufio.NewReader(c)
	for {
		line, err := lines.ReadString('\n')
		fmt.Fprint(out, line)
		io.WriteString(c, answer(line))
		if err != nil {
			return
		}
	}
}

func plain(line string) string { return line }

// with returns an answer that says something more after each line.
func with(more string) func(line string) string {
	return func(line string) string {
		if line == "" {
			return ""
		}
		return line + more
	}
}

func TestAgree(t *testing.T) {
	for _, tc := range []struct {
		name   string
		script string
		golang func(line string) string
		python func(line string) string
		want   string // with the server in …
	}{
		{
			name:   "both answer the same",
			script: "tea > hello\ntea < hello",
			golang: plain,
			python: plain,
		},
		{
			name:   "one says more after the last step: that is a difference",
			script: "tea > hello\ntea < hello",
			golang: plain,
			python: with("more\n"),
			want:   `Go tea hears at the end: ""; in Python tea hears at the end: "more\n"`,
		},
		{
			name:   "one says half a line more: that is a difference",
			script: "tea > hello\ntea < hello",
			golang: with("mo"),
			python: plain,
			want:   `Go tea hears at the end: "mo"; in Python tea hears at the end: ""`,
		},
		{
			name:   "one says more at the end: that is a difference",
			script: "tea > hello\ntea < hello",
			golang: func(line string) string {
				if line == "" {
					return "good-bye\n"
				}
				return line
			},
			python: plain,
			want:   `Go tea hears at the end: "good-bye\n"; in Python tea hears at the end: ""`,
		},
		{
			name:   "a client leaves and has not heard everything: that is a difference",
			script: "tea > hello\ntea < hello\ntea leaves",
			golang: plain,
			python: with("more\n"),
			want:   "Python, after:\ntea connects\ntea > hello\ntea < hello\n" + `talk: line 4, "tea leaves": tea heard "more"`,
		},
		{
			name:   "the server in Go answers another line: the conversation ends",
			script: "tea > hello\ntea < hello",
			golang: func(string) string { return "burnt\n" },
			python: plain,
			want:   "Go, after:\ntea connects\ntea > hello\n" + `talk: line 3, "tea < hello": tea heard "burnt"`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			golang, _ := Serve(t, hall(tc.golang))
			python, _ := Serve(t, hall(tc.python))
			err := agree(t.Context(), steps(t, "tea connects\n"+tc.script), talk.Server{Addr: golang}, talk.Server{Addr: python})
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, "with the server in "+tc.want)
		})
	}
}

// Python is really started.
func TestAgrees(t *testing.T) {
	asked := filepath.Join(t.TempDir(), "asked")
	t.Setenv("ASKED", asked)
	Agrees(t, "tea connects\ntea > hello\ntea < hello", filepath.Join("testdata", "echo.py"))
	assert.FileExists(t, asked)
}

func TestLeaves(t *testing.T) {
	for _, tc := range []struct {
		name  string
		leave func(t *testing.T)
		files bool // the descriptors count
		found bool
	}{
		{name: "nothing is left: no error", leave: func(*testing.T) {}},
		{
			name: "goroutines are left: an error",
			leave: func(t *testing.T) {
				stay := make(chan struct{})
				go func() { <-stay }()
				t.Cleanup(func() { close(stay) })
			},
			found: true,
		},
		{
			name:  "descriptors are left: an error",
			files: true,
			leave: func(t *testing.T) {
				file, err := os.Open(os.DevNull)
				require.NoError(t, err)
				t.Cleanup(func() { file.Close() })
			},
			found: true,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, descriptors := count(); tc.files && descriptors == 0 {
				t.Skip("they cannot be counted on " + runtime.GOOS)
			}
			err := leaves(func() {
				for range 100 { // more than other tests leave for a moment
					tc.leave(t)
				}
			}, 0)
			if !tc.found {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, "something is left behind; goroutines: ")
		})
	}
}

// At Ctrl-C a lesson that plays a conversation prints one sentence, and SIGTERM does
// the same. A lesson that serves ends without an error: Stop checks that.
func TestSignals(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows a test cannot press Ctrl-C for another process")
	}
	for _, tc := range []struct {
		name   string
		signal os.Signal
	}{
		{"Ctrl-C ends a conversation with one sentence", os.Interrupt},
		{"SIGTERM ends a conversation with one sentence", syscall.SIGTERM},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lesson := Command(Program(t))
			var stderr log
			lesson.Stderr = &stderr
			stdout, err := lesson.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, lesson.Start())
			first, err := bufio.NewReader(stdout).ReadString('\n')
			require.NoError(t, err)
			require.Equal(t, "ready\n", first)
			require.NoError(t, lesson.Process.Signal(tc.signal))
			failed, ok := errors.AsType[*exec.ExitError](lesson.Wait())
			require.True(t, ok)
			assert.Equal(t, 1, failed.ExitCode())
			assert.Equal(t, "interrupted; still pending: main\ntalktest.test: interrupted.\n", stderr.String())
		})
	}
	t.Run("Ctrl-C ends a server without an error", func(t *testing.T) {
		Start(t, Program(t)).Stop()
	})
}

func TestTerminates(t *testing.T) {
	Terminates(t, "tea connects\ntea > hello\ntea < hello\nserver stops")
}

// The pipe of the program's output is full, and it still serves.
func TestGoesOnUnread(t *testing.T) {
	GoesOnUnread(t, "tea%[1]d connects\ntea%[1]d > hello, is anybody there in the kitchen?\ntea%[1]d vanishes\n",
		"tea connects\ntea > hello\ntea < hello\ntea leaves")
}
