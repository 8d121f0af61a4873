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
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk"
)

func TestMain(m *testing.M) { Main(m, main) }

// main is a lesson: by itself it is ready and waits for Ctrl-C.
func main() {
	talk.Main(func(ctx context.Context, out io.Writer) error {
		fmt.Fprintln(out, "ready")
		<-ctx.Done()
		return fmt.Errorf("the tea isn't ready: %w", context.Cause(ctx))
	}, hall(plain))
}

// hall is a server whose answer says what is heard after a line; line is ""
// at the end.
func hall(answer func(line string) string) talk.Serve {
	return func(ctx context.Context, addr string, out io.Writer) error {
		door, err := net.Listen("tcp", addr)
		if err != nil {
			return err
		}
		defer context.AfterFunc(ctx, func() { door.Close() })()
		fmt.Fprintln(out, "listening on", door.Addr())
		for {
			c, err := door.Accept()
			if err != nil {
				return nil
			}
			go attend(c, answer)
		}
	}
}

func attend(c net.Conn, answer func(line string) string) {
	defer c.Close()
	lines := bufio.NewReader(c)
	for {
		line, err := lines.ReadString('\n')
		io.WriteString(c, answer(line))
		if err != nil {
			return
		}
	}
}

func plain(line string) string { return line }

// and is who says something more after each line.
func and(more string) func(line string) string {
	return func(line string) string {
		if line == "" {
			return ""
		}
		return line + more
	}
}

func TestAgree(t *testing.T) {
	for name, tc := range map[string]struct {
		script string
		golang func(line string) string
		python func(line string) string
		want   string // with the server in …
	}{
		"the same from both": {
			script: "tea > hello\ntea < hello",
			golang: plain,
			python: plain,
		},
		"something after the last step": {
			script: "tea > hello\ntea < hello",
			golang: plain,
			python: and("more\n"),
			want:   `Go tea hears at the end: ""; in Python tea hears at the end: "more\n"`,
		},
		"half a line is something": {
			script: "tea > hello\ntea < hello",
			golang: and("mo"),
			python: plain,
			want:   `Go tea hears at the end: "mo"; in Python tea hears at the end: ""`,
		},
		"last words": {
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
		"who has left has heard everything": {
			script: "tea > hello\ntea < hello\ntea leaves",
			golang: plain,
			python: and("more\n"),
			want:   "Python, after:\ntea connects\ntea > hello\ntea < hello\n" + `talk: line 4, "tea leaves": tea heard "more"`,
		},
		"Go's goes another way than the script": {
			script: "tea > hello\ntea < hello",
			golang: func(string) string { return "burnt\n" },
			python: plain,
			want:   "Go, after:\ntea connects\ntea > hello\n" + `talk: line 3, "tea < hello": tea heard "burnt"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
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

// It is really Python who is asked.
func TestAgrees(t *testing.T) {
	asked := filepath.Join(t.TempDir(), "asked")
	t.Setenv("ASKED", asked)
	Agrees(t, "tea connects\ntea > hello\ntea < hello", filepath.Join("testdata", "echo.py"))
	assert.FileExists(t, asked)
}

func TestLeaves(t *testing.T) {
	for name, tc := range map[string]struct {
		leave func(t *testing.T)
		found bool
	}{
		"nothing": {leave: func(*testing.T) {}},
		"goroutines": {
			leave: func(t *testing.T) {
				stay := make(chan struct{})
				go func() { <-stay }()
				t.Cleanup(func() { close(stay) })
			},
			found: true,
		},
		"descriptors": {
			leave: func(t *testing.T) {
				file, err := os.Open(os.DevNull)
				require.NoError(t, err)
				t.Cleanup(func() { file.Close() })
			},
			found: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, descriptors := count(); name == "descriptors" && descriptors == 0 {
				t.Skip("they can't be counted on " + runtime.GOOS)
			}
			err := leaves(func() {
				for range 100 { // more than those of other tests who are just going
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

// Ctrl-C in a lesson that plays by itself is told in one sentence; one that
// serves ends well, which Server.Stop asks for.
func TestCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows nobody can press Ctrl-C for another")
	}
	lesson := Command(Program(t))
	var stderr log
	lesson.Stderr = &stderr
	stdout, err := lesson.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, lesson.Start())
	first, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", first)
	require.NoError(t, lesson.Process.Signal(os.Interrupt))
	failed, ok := errors.AsType[*exec.ExitError](lesson.Wait())
	require.True(t, ok)
	assert.Equal(t, 1, failed.ExitCode())
	assert.Equal(t, "interrupted; no task is pending\ntalktest.test: interrupted.\n", stderr.String())

	Start(t, Program(t)).Stop()
}
