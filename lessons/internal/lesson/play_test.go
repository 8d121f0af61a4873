package lesson_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
)

// The test's own program plays the lessons that Play is tested with.
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
		fmt.Println("sits down")
		time.Sleep(time.Hour) // an empty select would be noticed as a deadlock
		return 0
	},
}

func needChildren(t *testing.T) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
}

// play plays a role and returns its lines; with each, heard is called.
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
	t.Run("both outputs come in the order of writing", func(t *testing.T) {
		lines, err := play(t, t.Context(), "cook", func() {})
		assert.NoError(t, err)
		assert.Equal(t, []string{"eggs", "smoke", "tea"}, lines)
	})
	t.Run("a program's failure is Play's", func(t *testing.T) {
		lines, err := play(t, t.Context(), "burn", func() {})
		assert.EqualError(t, err, "exit status 3")
		assert.Equal(t, []string{"toast"}, lines)
	})
	t.Run("a program that isn't there is an error", func(t *testing.T) {
		needChildren(t)
		gone := filepath.Join(t.TempDir(), "gone")
		assert.Error(t, lesson.Play(t.Context(), gone, "", func(time.Duration, string) {}))
	})
	t.Run("a program that ends nevermore is killed when ctx ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		lines, err := play(t, ctx, "deaf", cancel)
		assert.Error(t, err)
		assert.Equal(t, []string{"sits down"}, lines)
	})
}

func TestHome(t *testing.T) {
	needChildren(t)
	want, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	home, err := lesson.Home(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, home, "asked in a folder deep inside the module")

	t.Chdir(t.TempDir())
	const elsewhere = "this isn't the gosyncio folder; cd into it first"
	_, err = lesson.Home(t.Context())
	assert.EqualError(t, err, elsewhere)

	require.NoError(t, os.WriteFile("go.mod", []byte("module tea\n"), 0o600))
	_, err = lesson.Home(t.Context())
	assert.EqualError(t, err, elsewhere, "another module")

	require.NoError(t, os.WriteFile("go.mod", []byte("tea\n"), 0o600))
	_, err = lesson.Home(t.Context())
	assert.ErrorContains(t, err, "errors parsing go.mod", "the go command knows best")
}

func TestBuild(t *testing.T) {
	needChildren(t)
	for name, tc := range map[string]struct {
		program string
		says    []string
	}{
		"a lesson becomes a program": {
			program: "package main\nfunc main() { println(`tea`) }",
		},
		"a lesson that doesn't compile says where": {
			program: "package main\nfunc main() { tea() }",
			says:    []string{"07-tea doesn't compile:\n", "main.go:2:15: undefined: tea"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := put(t, t.TempDir(), "07-tea", map[string]string{
				"main.go": tc.program,
				"go.mod":  "module tea\n",
			})
			program, err := lesson.Lesson{Dir: dir}.Build(t.Context(), t.TempDir())
			for _, says := range tc.says {
				assert.ErrorContains(t, err, says)
			}
			if tc.says == nil {
				require.NoError(t, err)
				assert.FileExists(t, program)
			}
		})
	}
}

func TestWithoutGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	const want = "there is no go command on PATH; Go comes from https://go.dev/dl"
	_, err := lesson.Home(t.Context())
	assert.EqualError(t, err, want)
	_, err = lesson.Lesson{Dir: t.TempDir()}.Build(t.Context(), t.TempDir())
	assert.EqualError(t, err, want)
}
