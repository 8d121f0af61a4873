// Package twin lets a lesson's Go program and its Python program prove each
// other: both run on a virtual clock, and both must write the same lines at
// the same times.
//
//	func TestTranscript(t *testing.T) {
//		twin.Writes(t, kitchen, `
//			1s  hello
//			2s  world
//		`)
//	}
//
//	func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }
//
//	func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }
//
// Go's clock is testing/synctest, Python's is virtual.py: an event loop that
// moves the clock on instead of waiting. An hour's sleep takes no time in
// either. The order of lines within one instant is not compared, because
// neither language guarantees it.
package twin

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/stopwatch"
	"gosyncio/task"
)

// A Kitchen is a lesson's program: it says what happens on out.
type Kitchen = func(ctx context.Context, out io.Writer) error

// Play runs the kitchen under task.Run in a bubble of its own, and returns
// what it wrote and the error it ended with.
func Play(t *testing.T, kitchen Kitchen) (Transcript, error) {
	t.Helper()
	played := Transcript{Language: "Go"}
	var err error
	synctest.Test(t, func(t *testing.T) {
		out := stopwatch.Start(func(at time.Duration, text string) { played.add(at, text) })
		_, err = task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
			return kitchen(ctx, out)
		}))
		out.Stop()
	})
	return played, err
}

// Python runs the program in the file slide and returns what it wrote. It
// skips the test where there is no Python, and ends it if the program
// fails.
func Python(t *testing.T, slide string) Transcript {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeLimit)
	defer cancel()
	interpreter, err := python.Find(ctx, os.Getenv("PATH"))
	if errors.Is(err, python.ErrNone) {
		t.Skipf("%v, so the Python program did not run", err)
	}
	require.NoError(t, err)
	played, err := run(ctx, interpreter, slide)
	require.NoError(t, err)
	return played
}

// Writes requires that the kitchen succeeds and writes this transcript.
func Writes(t *testing.T, kitchen Kitchen, transcript string) {
	t.Helper()
	want, err := Parse("want", transcript)
	require.NoError(t, err)
	same(t, want, mustPlay(t, kitchen))
}

// Shows requires that the first block in the file slide that is fenced and has no
// language is the kitchen's transcript.
func Shows(t *testing.T, kitchen Kitchen, slide string) {
	t.Helper()
	text, err := os.ReadFile(slide)
	require.NoError(t, err)
	_, rest, _ := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n\n```\n")
	block, _, closed := strings.Cut(rest, "```")
	require.True(t, closed, "%s has no block with a transcript", slide)
	want, err := Parse(slide, block)
	require.NoError(t, err)
	same(t, want, mustPlay(t, kitchen))
}

// Agrees requires that the kitchen succeeds and that slide, a file with the same
// program in Python, writes the same lines at the same times. words are pairs:
// the word in Go and the word in Python.
func Agrees(t *testing.T, kitchen Kitchen, slide string, words ...string) {
	t.Helper()
	played := mustPlay(t, kitchen)
	inPython := strings.NewReplacer(words...)
	for i, line := range played.Lines {
		played.Lines[i].Text = inPython.Replace(line.Text)
	}
	same(t, played, Python(t, slide))
}

func mustPlay(t *testing.T, kitchen Kitchen) Transcript {
	t.Helper()
	played, err := Play(t, kitchen)
	require.NoError(t, err)
	return played
}

func same(t *testing.T, a, b Transcript) {
	t.Helper()
	if diff := Diff(a, b); diff != "" {
		t.Fatal(diff)
	}
}
