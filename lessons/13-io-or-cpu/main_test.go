package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/machine"
	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

// A fullDisk can't be written to.
type fullDisk struct{}

var errFull = errors.New("the disk is full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// runKitchen runs the kitchen with a small load, and returns what it prints.
func runKitchen(t *testing.T, l load) string {
	t.Helper()
	defer func(l load) { usual = l }(usual)
	usual = l
	var out strings.Builder
	_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
		return kitchen(ctx, &out)
	}))
	require.NoError(t, err)
	return out.String()
}

func TestKitchenWithoutPython(t *testing.T) {
	t.Setenv("PATH", "")
	out := runKitchen(t, load{jobs: 1, rounds: 1})
	assert.Contains(t, out, machine.Label(cores)+"\n\ntimes faster ")
	assert.Contains(t, out, "\nPython: not measured ("+python.ErrNone.Error()+")\n\n")
}

func TestKitchenMeasuresTheSameLoadInPython(t *testing.T) {
	dir := fakePython(t, `echo "$@" >"$dir/args"`)
	out := runKitchen(t, load{jobs: 1, rounds: 2})
	assert.Contains(t, out, `Python: not measured (slide.py printed an unexpected line: "")`+"\n")
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	require.NoError(t, err)
	assert.Equal(t, "1 2\n", string(args), "jobs, rounds")
}

func TestKitchenReturnsTheErrorOfItsOutput(t *testing.T) {
	defer func(l load) { usual = l }(usual)
	usual = load{jobs: 1, rounds: 1}
	t.Setenv("PATH", "")
	assert.ErrorIs(t, kitchen(t.Context(), fullDisk{}), errFull)
}

func TestCancelledWhilePythonMeasures(t *testing.T) {
	fakePython(t, `exec sleep 25`)
	ctx, cancel := context.WithTimeout(t.Context(), 200*ms)
	defer cancel()
	err := measureAll(ctx, load{jobs: 1}, func(result, error) error {
		t.Error("half a result is reported")
		return nil
	})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

// The slide's transcript follows from the recorded figures, and its table shows
// them.
func TestSlide(t *testing.T) {
	dir, err := os.Getwd()
	require.NoError(t, err)
	l, err := lesson.Read(dir)
	require.NoError(t, err)
	shown, err := twin.Parse("slide.md", l.Transcript)
	require.NoError(t, err)
	var lines string
	for _, line := range shown.Lines {
		lines += line.Text + "\n"
	}
	assert.Equal(t, conclusions, lines)

	var table strings.Builder
	recorded.table(&table, recordedOn, nil)
	text, err := os.ReadFile("slide.md")
	require.NoError(t, err)
	_, block, _ := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n```text\n")
	block, _, _ = strings.Cut(block, "```")
	assert.Equal(t, strings.TrimSpace(table.String()), strings.TrimSpace(block))
}

// A fresh run of Go and of Python has the rows of the recorded run. How fast they
// are depends on the machine, and no test checks it: TestWays, TestWork,
// TestPythonWays and TestPythonJobs show what runs at the same time.
func TestTwin(t *testing.T) {
	var missing error
	err := measureAll(t.Context(), load{jobs: 2, rounds: 1}, func(r result, err error) error {
		missing = err
		for i, f := range r {
			assert.Equal(t, languageName(recorded[i])+recorded[i].way, languageName(f)+f.way)
			assert.Positive(t, f.kettles)
			assert.Positive(t, f.doughs)
		}
		if err != nil {
			assert.Len(t, r, 3, "Go's rows are there without Python")
		}
		return nil
	})
	require.NoError(t, err)
	if errors.Is(missing, python.ErrNone) {
		t.Skip("only Go was measured: ", missing)
	}
	require.NoError(t, missing)
}

// languageName is Python, without its version.
func languageName(f figure) string {
	name, _, _ := strings.Cut(f.language, " ")
	return name
}
