package lesson_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
)

// The test binary itself is the program of the lessons that Play is tested with.
func TestMain(m *testing.M) {
	if role := os.Getenv("LESSON_ROLE"); role != "" {
		os.Exit(roles[role]())
	}
	os.Exit(m.Run())
}

var roles = map[string]func() int{
	"cook": func() int {
		fmt.Println("eggs")
		fmt.Fprintln(os.Stderr, "smoke")
		fmt.Print("tea")
		return 0
	},
	"burn": func() int {
		fmt.Println("toast")
		return 3
	},
	"deaf": func() int {
		fmt.Println("starts")
		time.Sleep(time.Hour) // Go would report an empty select as a deadlock
		return 0
	},
	"endless": func() int {
		signal.Ignore(syscall.Signal(13)) // SIGPIPE, which some systems do not name
		for {
			fmt.Println("tea")
		}
	},
	"one long line": func() int {
		for range 100 << 10 {
			os.Stdout.WriteString(strings.Repeat("t", 1024))
		}
		return 0
	},
	"orphan": func() int {
		program, _ := os.Executable()
		child := exec.Command(program)
		child.Env = append(os.Environ(), "LESSON_ROLE=sleeper")
		child.Stdout = os.Stdout
		if err := child.Start(); err != nil {
			return 1
		}
		fmt.Println("tea")
		return 0
	},
	"sleeper": func() int { // until the test is over, which removes the trace's folder
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			if _, err := os.Stat(filepath.Dir(os.Getenv("TASKTRACE"))); err != nil {
				break
			}
		}
		return 0
	},
}

func needChildren(t *testing.T) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
}

// play plays a role and returns its lines. It calls heard after each.
func play(t *testing.T, ctx context.Context, role string, heard func()) (lines []string, err error) {
	t.Helper()
	needChildren(t)
	program, err := os.Executable()
	require.NoError(t, err)
	t.Setenv("LESSON_ROLE", role)
	err = lesson.Play(ctx, program, filepath.Join(t.TempDir(), "trace"), func(at time.Duration, text string) {
		assert.Positive(t, at)
		lines = append(lines, text)
		heard()
	})
	return lines, err
}

func TestPlay(t *testing.T) {
	t.Run("the lines of both outputs come in the order of writing", func(t *testing.T) {
		lines, err := play(t, t.Context(), "cook", func() {})
		assert.NoError(t, err)
		assert.Equal(t, []string{"eggs", "smoke", "tea"}, lines)
	})
	t.Run("the error of the program is the error of Play", func(t *testing.T) {
		lines, err := play(t, t.Context(), "burn", func() {})
		assert.EqualError(t, err, "exit status 3")
		assert.Equal(t, []string{"toast"}, lines)
	})
	t.Run("a program that does not exist is an error", func(t *testing.T) {
		needChildren(t)
		gone := filepath.Join(t.TempDir(), "gone")
		assert.Error(t, lesson.Play(t.Context(), gone, "", func(time.Duration, string) {}))
	})
	t.Run("a program that does not end is killed when ctx ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		lines, err := play(t, ctx, "deaf", cancel)
		assert.Error(t, err)
		assert.Equal(t, []string{"starts"}, lines)
	})
}

// The lines are kept here, so what is kept is what is counted.
func TestPlayLimitsTheOutput(t *testing.T) {
	for _, role := range []string{"endless", "one long line"} {
		t.Run("the output is cut and the program is stopped: "+role, func(t *testing.T) {
			lines, err := play(t, t.Context(), role, func() {})
			assert.EqualError(t, err, "the program printed more than 1048576 bytes and was stopped: look for an endless loop")
			assert.LessOrEqual(t, len(strings.Join(lines, "\n")), lesson.MaxOutput)
			assert.NotEmpty(t, lines)
		})
	}
}

func TestPlayNamesAProcessLeftBehind(t *testing.T) {
	lines, err := play(t, t.Context(), "orphan", func() {})
	assert.EqualError(t, err, "the program left behind a process that holds its output open; wait for it, or kill it, before main returns")
	assert.Equal(t, []string{"tea"}, lines)
}

func TestHome(t *testing.T) {
	needChildren(t)
	want, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	home, err := lesson.Home(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, home, "asked in a folder of the module")

	t.Chdir(t.TempDir())
	const elsewhere = "this is not the gosyncio folder: cd into it first"
	_, err = lesson.Home(t.Context())
	assert.EqualError(t, err, elsewhere)

	require.NoError(t, os.WriteFile("go.mod", []byte("module tea\n"), 0o600))
	_, err = lesson.Home(t.Context())
	assert.EqualError(t, err, elsewhere, "another module")

	require.NoError(t, os.WriteFile("go.mod", []byte("tea\n"), 0o600))
	_, err = lesson.Home(t.Context())
	assert.ErrorContains(t, err, "errors parsing go.mod", "the sentence of the go command")
}

func TestBuild(t *testing.T) {
	needChildren(t)
	for _, tc := range []struct {
		name    string
		program string
		want    []string
	}{
		{
			name:    "a lesson becomes a program",
			program: "package main\nfunc main() { println(`tea`) }",
		},
		{
			name:    "a lesson that does not compile: the error has the line",
			program: "package main\nfunc main() { tea() }",
			want:    []string{"07-tea does not compile:\n", "main.go:2:15: undefined: tea"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := writeFiles(t, t.TempDir(), "07-tea", map[string]string{
				"main.go": tc.program,
				"go.mod":  "module tea\n",
			})
			program, err := lesson.Lesson{Dir: dir}.Build(t.Context(), t.TempDir())
			for _, want := range tc.want {
				assert.ErrorContains(t, err, want)
			}
			if tc.want == nil {
				require.NoError(t, err)
				assert.FileExists(t, program)
			}
		})
	}
}

// As in a clone that belongs to another user.
func TestBuildDoesNotAskGit(t *testing.T) {
	needChildren(t)
	t.Setenv("GOFLAGS", "-buildvcs=auto") // the default of the go command
	dir := writeFiles(t, t.TempDir(), "07-tea", map[string]string{"main.go": "package main\nfunc main() {}", "go.mod": "module tea\n"})
	require.NoError(t, os.Mkdir(filepath.Join(dir, ".git"), 0o700)) // git fails here
	_, err := lesson.Lesson{Dir: dir}.Build(t.Context(), t.TempDir())
	assert.NoError(t, err)
}

func TestWithoutGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	const want = "there is no go command on PATH: install Go from https://go.dev/dl"
	_, err := lesson.Home(t.Context())
	assert.EqualError(t, err, want)
	_, err = lesson.Lesson{Dir: t.TempDir()}.Build(t.Context(), t.TempDir())
	assert.EqualError(t, err, want)
}
