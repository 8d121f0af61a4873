package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

const ms = time.Millisecond

var given = runtime.GOMAXPROCS(0)

// Each way does eight jobs of a second, which on a bubble's clock takes as long
// as it should, and each job looks how many cores there are.
func TestWays(t *testing.T) {
	assert.Equal(t, given, cores, "all that we're given")
	want := map[string]struct {
		cores int
		took  time.Duration
	}{
		"in sequence":           {cores: 1, took: 8 * time.Second},
		"goroutines, 1 core":    {cores: 1, took: time.Second},
		"goroutines, all cores": {cores: cores, took: time.Second},
	}
	_, _, ways := work()
	require.Len(t, ways, len(want))
	before := runtime.GOMAXPROCS(0)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen := make(chan int, 8)
				job := task.Do(func(ctx context.Context) error {
					seen <- runtime.GOMAXPROCS(0)
					return sleep.For(ctx, time.Second)
				})
				took, err := way.time(t.Context(), job, 8)
				require.NoError(t, err)
				assert.Equal(t, want[way.name].took, took)
				require.Len(t, seen, 8, "each is done once")
				for range 8 {
					assert.Equal(t, want[way.name].cores, <-seen)
				}
			})
			assert.Equal(t, before, runtime.GOMAXPROCS(0), "it gives the cores back")
		})
	}
}

// A kettle needs time and nothing else. A dough needs none on a bubble's clock,
// which stands still while somebody works.
func TestWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boil, knead, _ := work()
		start := time.Now()
		_, err := boil(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 25*ms, time.Since(start))
		before := dough.Load()
		_, err = knead(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 25*ms, time.Since(start))
		assert.NotEqual(t, before, dough.Load(), "the work is done, and used")
	})
}

// The best of all rounds counts, for the kettles and for the doughs.
func TestMeasure(t *testing.T) {
	for name, tc := range map[string]struct {
		jobs        int
		boil, knead []time.Duration // what a job takes, round by round
		want        figure
	}{
		"one round": {
			jobs: 1, boil: []time.Duration{3}, knead: []time.Duration{4},
			want: figure{"Go", "in a row", 3, 4},
		},
		"many jobs": {
			jobs: 8, boil: []time.Duration{3}, knead: []time.Duration{4},
			want: figure{"Go", "in a row", 24, 32},
		},
		"the best round isn't the same": {
			jobs: 1, boil: []time.Duration{3, 1, 2}, knead: []time.Duration{6, 5, 4},
			want: figure{"Go", "in a row", 1, 4},
		},
		"the first round was the best": {
			jobs: 2, boil: []time.Duration{1, 2}, knead: []time.Duration{2, 3},
			want: figure{"Go", "in a row", 2, 4},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := load{jobs: tc.jobs, rounds: len(tc.boil)}
				r, err := l.measure(t.Context(), l.taking(tc.boil), l.taking(tc.knead), []way{{"in a row", 1, inSequence}})
				require.NoError(t, err)
				assert.Equal(t, result{tc.want}, r)
			})
		})
	}
}

// taking is a job that takes another time in each round.
func (l load) taking(times []time.Duration) task.Func[task.None] {
	done := 0
	return task.Do(func(ctx context.Context) error {
		done++
		return sleep.For(ctx, times[(done-1)/l.jobs])
	})
}

func TestMeasureFails(t *testing.T) {
	burnt := errors.New("burnt")
	fine := task.Do(func(context.Context) error { return nil })
	burns := task.Do(func(context.Context) error { return burnt })
	_, _, ways := work()
	for _, w := range ways {
		l := load{jobs: 2, rounds: 1}
		_, err := l.measure(t.Context(), burns, fine, []way{w})
		assert.ErrorIs(t, err, burnt, w.name)
		_, err = l.measure(t.Context(), fine, burns, []way{w})
		assert.ErrorIs(t, err, burnt, w.name)
	}
}

// full is a disk with no room on it.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// The kitchen itself, with little to do.
func TestKitchen(t *testing.T) {
	defer func(l load) { usual = l }(usual)
	usual = load{jobs: 1, rounds: 1}
	t.Setenv("PATH", "")
	var out strings.Builder
	_, err := task.Run(t.Context(), kitchen(&out))
	require.NoError(t, err)
	assert.Contains(t, out.String(), machine()+"\n\ntimes faster ")
	assert.Contains(t, out.String(), "\nPython: not measured (no python3 ≥ 3.11 on PATH runs)\n\nkettles, goroutines, 1 core: ")
	_, err = task.Run(t.Context(), kitchen(full{}))
	assert.ErrorIs(t, err, syscall.ENOSPC)
}

// Who is stopped while Python measures has no result to show.
func TestStoppedWhilePythonMeasures(t *testing.T) {
	fakePython(t, "exec sleep 25")
	ctx, cancel := context.WithTimeout(t.Context(), 200*ms)
	defer cancel()
	_, err := task.Run(ctx, measuring(load{jobs: 1}, func(result, error) error {
		t.Error("there's nothing to tell")
		return nil
	}))
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

// What Python is asked to do, and what it may answer.
func TestPythonMeasures(t *testing.T) {
	const head, rows = "Python 3.11.7\n", "in sequence\t0.2\t0.3\nasyncio\t0.1\t0.3\nthreads\t0.1\t0.3\n"
	for name, tc := range map[string]struct{ says, missing string }{
		"all ways":      {says: head + rows},
		"anything else": {says: "hello\t1\t2\n", missing: `it said "hello\t1\t2"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := fakePython(t, `echo "$@" >"$dir/asked"; cat "$dir/says"`)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "says"), []byte(tc.says), 0o644))
			_, err := task.Run(t.Context(), measuring(load{jobs: 5, rounds: 0}, func(r result, missing error) error {
				if tc.missing != "" {
					assert.EqualError(t, missing, tc.missing)
					return nil
				}
				assert.NoError(t, missing)
				assert.Len(t, r, len(recorded))
				return nil
			}))
			require.NoError(t, err)
			asked, err := os.ReadFile(filepath.Join(dir, "asked"))
			require.NoError(t, err)
			assert.Equal(t, "5 0\n", string(asked), "jobs, and rounds")
		})
	}
}

// fakePython puts a python3 on PATH that is new enough, and really this shell
// script. $@ is what follows the program.
func fakePython(t *testing.T, script string) (dir string) {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOARCH == "wasm" {
		t.Skip("it takes a shell")
	}
	dir = t.TempDir()
	script = fmt.Sprintf(`#!/bin/sh
dir='%s'
case $2 in *version_info*) echo True; echo "$dir/python3"; exit;; esac
shift 2
%s
`, dir, script)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "python3"), []byte(script), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

// The slide's transcript has those lines that are the same on all machines
// with two cores or more, and its figures are the recorded ones.
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

// A fresh run has the same rows, and ratios of the same kind: Go and Python,
// measured one after the other. Somebody else may need the machine just now,
// so each row has several tries, and the bounds are wide. That each way does
// what it should, TestWays and TestPythonWays show, who need no luck.
func TestTwin(t *testing.T) {
	var missing error
	fine := map[string]bool{}
	for try := 0; try < 8 && len(fine) < len(recorded); try++ {
		_, err := task.Run(t.Context(), measuring(load{jobs: 4, rounds: 1}, func(r result, err error) error {
			missing = err
			for i, row := range r.ratios() {
				assert.Equal(t, language(recorded[i])+recorded[i].way, language(row.figure)+row.way)
				if plausible(row) {
					fine[row.who+row.way] = true
				}
			}
			return nil
		}))
		require.NoError(t, err)
		if missing != nil && len(fine) == 3 {
			break
		}
	}
	if errors.Is(missing, python.ErrNone) {
		require.Len(t, fine, 3)
		t.Skip("Go's rows are as recorded, but there's nothing to measure beside it: ", missing)
	}
	require.NoError(t, missing)
	assert.Len(t, fine, len(recorded), "these were as recorded at least once")
}

// language is who without the version.
func language(f figure) string {
	name, _, _ := strings.Cut(f.who, " ")
	return name
}

// plausible reports whether the kettles wait together, and the doughs have no
// more hands than there are. Fewer is no fault, for other cores may be busy.
func plausible(row ratio) bool {
	hands := 1.0
	switch row.way {
	case "in sequence":
		return true
	case "goroutines, all cores", "threads": // a Python without the GIL has them all
		hands = float64(cores)
	}
	return row.kettles > enough && row.doughs < 2*hands
}
