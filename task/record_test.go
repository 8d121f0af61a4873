package task_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/task"
)

// recorded plays the mishap with TASKTRACE set, and returns what it says on
// stdout and stderr.
func recorded(t *testing.T, mishap, file string) (out, says string) {
	t.Helper()
	cmd := kitchen(t, mishap)
	cmd.Env = append(os.Environ(), "TASKTRACE="+file)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	return stdout.String(), stderr.String()
}

func TestTASKTRACE(t *testing.T) {
	t.Run("a trace of everything is written, and nothing is said", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "breakfast.trace")

		out, says := recorded(t, "breakfast", file)

		assert.Equal(t, "Run returned\n", out)
		assert.Empty(t, says, "not even by the Run inside, which thinks it is in charge")
		trace, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, said := range []string{"tea", `returned "green"`, "radio", "cancelled main has returned"} {
			assert.Contains(t, string(trace), said)
		}
	})

	t.Run("an empty name asks for none", func(t *testing.T) {
		out, says := recorded(t, "breakfast", "")

		assert.Equal(t, "Run returned\n", out)
		assert.Empty(t, says)
	})

	t.Run("a file that can't be made is told of, and the program runs", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "no such folder", "breakfast.trace")

		out, says := recorded(t, "breakfast", file)

		assert.Equal(t, "Run returned\n", out)
		assert.Regexp(t, `^TASKTRACE: no trace is taken: open .*breakfast\.trace: .+\n$`, says)
	})

	t.Run("a trace that somebody else takes goes on, and an old file stays", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "breakfast.trace")
		require.NoError(t, os.WriteFile(file, []byte("yesterday's"), 0o666))

		out, says := recorded(t, "watched", file)

		assert.Equal(t, "Run returned\n", out)
		assert.Equal(t, "TASKTRACE: no trace is taken: another one is being taken already\n", says)
		trace, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, "yesterday's", string(trace))
	})

	t.Run("a full disk is told of, once, and the program runs", func(t *testing.T) {
		if _, err := os.Stat("/dev/full"); err != nil {
			t.Skip("there's no disk here that is always full")
		}

		out, says := recorded(t, "breakfast", "/dev/full")

		assert.Equal(t, "Run returned\n", out)
		assert.Equal(t, "TASKTRACE: the trace is incomplete: write /dev/full: no space left on device\n", says)
	})

	t.Run("a panic and os.Exit leave the file as it is", func(t *testing.T) {
		for _, mishap := range []string{"task", "leave"} {
			file := filepath.Join(t.TempDir(), mishap+".trace")

			recorded(t, mishap, file)

			assert.FileExists(t, file)
		}
	})

	t.Run("a panic in main leaves a whole trace", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "main.trace")

		_, says := recorded(t, "main", file)

		assert.Contains(t, says, "panic: boom")
		trace, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Contains(t, string(trace), "panicked boom")
	})

	t.Run("a panic leaves the end of what panicked", func(t *testing.T) {
		for _, mishap := range []string{"task", "gather", "start", "main", "nested"} {
			file := filepath.Join(t.TempDir(), mishap+".trace")

			recorded(t, mishap, file)

			trace, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Contains(t, string(trace), "panicked boom", mishap)
		}
	})

	t.Run("under a ctx that can be cancelled none is taken", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "breakfast.trace")
		t.Setenv("TASKTRACE", file)

		task.Run(t.Context(), func(context.Context) (string, error) { return "tea", nil })

		assert.NoFileExists(t, file)
	})
}

func TestTASKTRACECtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows can't send Ctrl-C to one process")
	}
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt) // or a child behind nohup would ignore it
	defer signal.Stop(caught)
	file := filepath.Join(t.TempDir(), "polite.trace")
	cmd := kitchen(t, "polite")
	cmd.Env = append(os.Environ(), "TASKTRACE="+file)
	pipe, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(pipe)
	_, err = lines.ReadString('\n') // ready
	require.NoError(t, err)

	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	io.Copy(io.Discard, lines)
	cmd.Wait()

	trace, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(trace), "cancelled interrupted by Ctrl-C")
}
