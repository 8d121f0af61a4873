package python_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

func TestNoPythonOnPath(t *testing.T) {
	for _, tc := range []struct{ name, path string }{
		{"an empty PATH", ""},
		{"a folder without one", t.TempDir()},
		{"a folder that isn't there", filepath.Join(t.TempDir(), "gone")},
		{"a python3 that only prints advice", shim(t, "echo 'command not found' >&2; exit 127")},
		{"a python3 that is too old", shim(t, "echo False; echo /usr/bin/python3")},
		{"a python3 that is something else", shim(t, "echo hello")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := python.Find(t.Context(), tc.path)
			assert.Equal(t, python.ErrNone, err)
		})
	}
}

func TestAPythonThatDoesNotRunIsPassedOver(t *testing.T) {
	want, err := python.Find(t.Context(), os.Getenv("PATH"))
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	path := shim(t, "exit 127") + string(os.PathListSeparator) + os.Getenv("PATH")
	got, err := python.Find(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// A wrapper may hang: it waits for a lock or for a network. Its child, here sleep,
// has the same stdout and outlives it.
func TestAPythonThatHangs(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || runtime.GOARCH == "wasm" {
		t.Skip("it takes a shell")
	}
	for _, tc := range []struct {
		name            string
		patience, stays time.Duration
		want            error
	}{
		{name: "it is skipped after a time limit", patience: 100 * time.Millisecond, stays: time.Hour, want: python.ErrNone},
		{name: "a ctx that ends stops the search", patience: time.Hour, stays: 100 * time.Millisecond, want: context.DeadlineExceeded},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), tc.stays)
			defer cancel()
			start := time.Now()
			_, err := python.FindWithin(ctx, shim(t, "sleep 25"), tc.patience)
			assert.Equal(t, tc.want, err)
			assert.Less(t, time.Since(start), 20*time.Second, "Find does not wait for the sleep")
		})
	}
}

// shim makes a folder with a python3 that is really this shell script. Where
// such a script can't run, it is one more python3 that isn't any use.
func shim(t *testing.T, script string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	name := "python3"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	return dir
}

func TestOutput(t *testing.T) {
	t.Setenv("PYTHONUTF8", "0")
	t.Setenv("PYTHONDONTWRITEBYTECODE", "")
	for _, tc := range []struct {
		name    string
		program string
		want    string
		failed  string // what the error should tell
	}{
		{name: "what it prints", program: "import sys; print('чай', *sys.argv[1:])", want: "чай tea toast\n"},
		{name: "it prints UTF-8", program: "import sys; print(sys.flags.utf8_mode)", want: "1\n"},
		{name: "it leaves no bytecode", program: "import sys; print(sys.dont_write_bytecode)", want: "True\n"},
		{name: "why it fails", program: "raise SystemExit('burnt')", failed: "python3: exit status 1: burnt"},
		{
			name:    "the end of a traceback",
			program: "def toast(): raise ValueError('burnt')\ntoast()",
			failed:  "python3: exit status 1: ValueError: burnt",
		},
		{name: "it fails and says nothing", program: "raise SystemExit(3)", failed: "python3: exit status 3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := python.Output(t.Context(), "-c", tc.program, "tea", "toast")
			if errors.Is(err, python.ErrNone) {
				t.Skip(err)
			}
			assert.Equal(t, tc.want, got)
			if tc.failed != "" {
				assert.EqualError(t, err, tc.failed)
				return
			}
			assert.NoError(t, err)
		})
	}
}

func TestTheWholeTracebackIsKept(t *testing.T) {
	_, err := python.Output(t.Context(), "-c", "raise ValueError('burnt')")
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	failed, ok := errors.AsType[*exec.ExitError](err)
	require.True(t, ok, "%v", err)
	assert.Contains(t, string(failed.Stderr), "Traceback")
}

// The program has a child that holds its stdout, and that rings when it's there.
func TestOutputEndsWithItsCtx(t *testing.T) {
	t.Parallel()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer door.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	waited := make(chan *time.Timer, 1)
	go func() {
		if child, err := door.Accept(); err == nil {
			waited <- time.AfterFunc(20*time.Second, func() { child.Close() })
			cancel()
		}
	}()
	const program = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
	child := fmt.Sprintf("import socket; socket.create_connection(('127.0.0.1', %d)).recv(1)", door.Addr().(*net.TCPAddr).Port)
	_, err = python.Output(ctx, "-c", program, child)
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	assert.Equal(t, context.Canceled, err)
	timer := <-waited
	assert.True(t, timer.Stop(), "Output does not wait for the child")
	timer.Reset(0)
}

func TestOutputNeedsACtx(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := python.Output(ctx, "-c", "")
	if !errors.Is(err, python.ErrNone) {
		assert.Equal(t, context.Canceled, err)
	}
}
