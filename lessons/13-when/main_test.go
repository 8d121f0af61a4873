package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

const ms = time.Millisecond

// recorded is what two cores of an AMD EPYC took on 2026-11-22, rounded.
var recorded = result{
	{"Go", "in sequence", 202 * ms, 82 * ms},
	{"Go", "goroutines, 1 core", 26 * ms, 82 * ms},
	{"Go", "goroutines, all cores", 25 * ms, 41 * ms},
	{"Python", "in sequence", 202 * ms, 297 * ms},
	{"Python", "asyncio", 27 * ms, 286 * ms},
	{"Python", "threads", 27 * ms, 280 * ms},
}

const conclusions = `kettles, goroutines, 1 core: faster
doughs, goroutines, 1 core: nothing won
kettles, goroutines, all cores: faster
doughs, goroutines, all cores: faster
kettles, asyncio: faster
doughs, asyncio: nothing won
kettles, threads: faster
doughs, threads: nothing won
`

func TestTable(t *testing.T) {
	var out strings.Builder
	recorded.table(&out, nil)
	recorded.conclude(&out)
	head, table, _ := strings.Cut(out.String(), "\n\n")
	assert.Regexp(t, `^\w+/\w+, \d+ cores, \S+.*, on \d{4}-\d\d-\d\d$`, head, "whose figures, and when")
	assert.Equal(t, `times faster              kettles             doughs
Go
  in sequence              1.0 × █             1.0 × █
  goroutines, 1 core       7.8 × ████████      1.0 × █
  goroutines, all cores    8.1 × ████████      2.0 × ██
Python
  in sequence              1.0 × █             1.0 × █
  asyncio                  7.5 × ███████       1.0 × █
  threads                  7.5 × ███████       1.1 × █

`+conclusions, table)
}

func TestTableWithoutPython(t *testing.T) {
	var out strings.Builder
	recorded[:3].table(&out, python.ErrNone)
	assert.Contains(t, out.String(), "\nPython: not measured (no python3 ≥ 3.11 on PATH runs)\n")
}

// Who is stopped while Python measures has no result to show.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := task.Run(ctx, measuring(load{jobs: 1, rounds: 0}, func(result, error) { t.Error("there's nothing to tell") }))
	assert.ErrorIs(t, err, context.Canceled)
}

// The conclusions follow from the ratios, and from nothing else.
func TestConclusions(t *testing.T) {
	for name, tc := range map[string]struct {
		took time.Duration // where one after the other took 100 ms
		want string
		why  string
	}{
		"eight times as fast":   {took: 12 * ms, want: "faster"},
		"twice as fast":         {took: 50 * ms, want: "faster"},
		"a little faster":       {took: 80 * ms, want: "nothing won", why: "a shared machine does that by itself"},
		"as fast as before":     {took: 100 * ms, want: "nothing won"},
		"slower for the fuss":   {took: 120 * ms, want: "nothing won"},
		"just as much as asked": {took: 76 * ms, want: "faster"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			result{
				{"Go", "in sequence", 100 * ms, 100 * ms},
				{"Go", "at once", tc.took, tc.took},
			}.conclude(&out)
			assert.Equal(t, "kettles, at once: "+tc.want+"\ndoughs, at once: "+tc.want+"\n", out.String(), tc.why)
		})
	}
}

// The slide's transcript has those lines that are the same on all machines
// with two cores or more.
func TestSlide(t *testing.T) {
	l, err := lesson.Read(mustWd(t))
	require.NoError(t, err)
	shown, err := twin.Parse("slide.md", l.Transcript)
	require.NoError(t, err)
	var lines string
	for _, line := range shown.Lines {
		lines += line.Text + "\n"
	}
	assert.Equal(t, conclusions, lines)
}

func mustWd(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	return dir
}

// A fresh run has the same rows, and ratios of the same kind: Go and Python,
// measured one after the other. Somebody else may need the machine just now,
// so each row has several tries, and the bounds are wide.
func TestTwin(t *testing.T) {
	var fresh result
	var missing error
	wrong := map[string]bool{}
	for try := range 8 {
		_, err := task.Run(t.Context(), measuring(load{jobs: jobs, rounds: 1}, func(r result, err error) { fresh, missing = r, err }))
		require.NoError(t, err)
		for i, row := range fresh.ratios() {
			require.Equal(t, recorded[i].who+recorded[i].way, row.who+row.way)
			wrong[row.way] = (try == 0 || wrong[row.way]) && !plausible(row)
		}
		if !slices.Contains(slices.Collect(maps.Values(wrong)), true) {
			break
		}
	}
	for way, is := range wrong {
		assert.False(t, is, "%s: not once as recorded", way)
	}
	if errors.Is(missing, python.ErrNone) {
		t.Skip("Go's rows are as recorded, but there's nothing to measure beside it: ", missing)
	}
	require.NoError(t, missing)
	assert.Len(t, fresh, len(recorded))
}

// plausible reports whether the kettles wait together, and the doughs have no
// more hands than there are. If other cores are busy, fewer is no fault.
func plausible(row ratio) bool {
	if row.way == "in sequence" {
		return true
	}
	hands := 1.0
	if row.way == "goroutines, all cores" {
		hands = float64(cores)
		if row.doughs < enough && twoAreFree() {
			return false
		}
	}
	return row.kettles > enough && row.doughs > 0.5 && row.doughs < 2*hands
}

// twoAreFree reports whether two cores knead two doughs in little more time than
// one takes for one.
func twoAreFree() bool {
	if cores < 2 {
		return false
	}
	knead := task.Do(func(context.Context) error {
		dough.Add(fold(20_000_000))
		return nil
	})
	all := way{"two of them", cores, atOnce}
	one, err := all.time(context.Background(), knead, 1)
	two, err2 := all.time(context.Background(), knead, 2)
	return err == nil && err2 == nil && float64(two) < enough*float64(one)
}

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want result
		err  string
	}{
		"a way in a line": {
			text: "asyncio\t0.025\t0.25\n",
			want: result{{"Python", "asyncio", 25 * ms, 250 * ms}},
		},
		"line ends of Windows": {
			text: "asyncio\t0.025\t0.25\r\n",
			want: result{{"Python", "asyncio", 25 * ms, 250 * ms}},
		},
		"a line of another kind":  {text: "oh\n", err: `it said "oh\n"`},
		"a figure that isn't one": {text: "asyncio\tsoon\t1\n", err: "invalid duration"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parse(tc.text)
			if tc.err != "" {
				assert.ErrorContains(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestSVG(t *testing.T) {
	var drawn bytes.Buffer
	require.NoError(t, recorded.svg(&drawn))
	text := drawn.String()
	for decoder := xml.NewDecoder(&drawn); ; {
		_, err := decoder.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	assert.Equal(t, 12, strings.Count(text, "<rect "), "six ways, two kinds of work")
	assert.Contains(t, text, ">7.8 ×<")
	assert.Contains(t, text, ">Python, asyncio<")
}

func TestCommandMisused(t *testing.T) {
	for _, args := range [][]string{{"tea"}, {"-rounds", "0"}, {"-tea"}} {
		var said strings.Builder
		assert.Equal(t, 2, command(args, io.Discard, &said), args)
		assert.NotEmpty(t, said.String())
	}
	assert.Equal(t, 0, command([]string{"-h"}, io.Discard, io.Discard))
}
