package python_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

func TestNoPythonOnPath(t *testing.T) {
	for name, path := range map[string]string{
		"an empty PATH":                     "",
		"a folder without one":              t.TempDir(),
		"a folder that isn't there":         filepath.Join(t.TempDir(), "gone"),
		"a python3 that only prints advice": shim(t, "echo 'command not found' >&2; exit 127"),
		"a python3 that is too old":         shim(t, "echo False; echo /usr/bin/python3"),
		"a python3 that is something else":  shim(t, "echo hello"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := python.Find(t.Context(), path)
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
	for name, tc := range map[string]struct {
		program string
		want    string
		failed  string // what the error should tell
	}{
		"what it prints":            {program: "import sys; print('чай', *sys.argv[1:])", want: "чай tea toast\n"},
		"why it fails, with stderr": {program: "raise SystemExit('burnt')", failed: "python3: exit status 1\nburnt\n"},
	} {
		t.Run(name, func(t *testing.T) {
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
