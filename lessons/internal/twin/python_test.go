package twin_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
)

// file makes a file with this text and returns its path.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "slide.py")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o700))
	return path
}

func findPython(t *testing.T) string {
	t.Helper()
	interpreter, err := python.Find(t.Context(), os.Getenv("PATH"))
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return interpreter
}

func TestPythonThatFails(t *testing.T) {
	interpreter := findPython(t)
	for _, tc := range []struct {
		name         string
		slide, wrote string
		says         []string // in the error
		why          string
	}{
		{
			name: "a deadlock is reported, with the line where each task waits",
			slide: `
import asyncio

async def main():
    tea = asyncio.create_task(asyncio.Event().wait(), name="tea")
    await asyncio.sleep(2)
    print("who put the kettle on?")
    await tea

asyncio.run(main())
`,
			wrote: "2s  who put the kettle on?\n",
			says: []string{
				"exit status 1", "Python's stderr:",
				"deadlock at 2s: no timer is set, and these tasks wait forever:",
				"Task-1 (line 8)", "tea (line ",
			},
			why: "on a clock that waits, the test would hang here",
		},
		{
			name:  "an exception is reported, with its line",
			slide: "print('toast')\nraise RuntimeError('burnt')\n",
			wrote: "0s  toast\n",
			says:  []string{"exit status 1", "line 2", "RuntimeError: burnt"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			played, err := twin.RunPython(t.Context(), interpreter, file(t, tc.slide))
			for _, says := range tc.says {
				assert.ErrorContains(t, err, says, tc.why)
			}
			assert.Equal(t, tc.wrote, played.String())
		})
	}
}

// A program that computes forever is no deadlock, but it is stopped.
func TestPythonThatNeverEnds(t *testing.T) {
	interpreter := findPython(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := twin.RunPython(ctx, interpreter, file(t, "while True: pass"))
	assert.ErrorContains(t, err, "did not end in time")
}

func TestADifferenceIsFound(t *testing.T) {
	played, err := twin.RunPython(t.Context(), findPython(t), file(t, `
import asyncio, sys
print("tea")
print("the milk is off", file=sys.stderr)
asyncio.run(asyncio.sleep(1))
print("with milk")
`))
	require.NoError(t, err)
	assert.Equal(t, "Go and Python differ at 1s:\n"+
		"  Go      without\n"+
		"  Python  with milk\n"+
		"Python's stderr:\nthe milk is off\n",
		twin.Diff(parse(t, "Go", "0s  tea\n1s  without"), played))
}
