package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
	"gosyncio/task"
)

func TestParse(t *testing.T) {
	const head = "Python 3.11.7\n"
	const first, second, third = "in sequence\t0.2\t0.25\n", "asyncio\t0.025\t0.25\n", "threads\t0.026\t0.24\n"
	want := result{
		{"Python 3.11.7", "in sequence", 200 * ms, 250 * ms},
		{"Python 3.11.7", "asyncio", 25 * ms, 250 * ms},
		{"Python 3.11.7", "threads", 26 * ms, 240 * ms},
	}
	for name, tc := range map[string]struct{ text, err string }{
		"each way in a line":       {text: head + first + second + third},
		"line ends of Windows":     {text: "Python 3.11.7\r\n" + first + "asyncio\t0.025\t0.25\r\n" + third},
		"nothing":                  {err: `it said ""`},
		"nobody we know":           {text: "Snake 3\n" + first + second + third, err: `it said "Snake 3"`},
		"a line of another kind":   {text: head + "oh\n", err: `it said "oh\n"`},
		"a way that isn't there":   {text: head + "hello\t1\t2\n", err: `it said "hello\t1\t2\n"`},
		"another order":            {text: head + second + first + third, err: `it said "asyncio\t0.025\t0.25\n"`},
		"one too many":             {text: head + first + second + third + third, err: `it said "threads\t0.026\t0.24\n"`},
		"one missing":              {text: head + first + second, err: "it didn't measure all"},
		"no figure for kettles":    {text: head + "in sequence\tsoon\t1\n", err: `it said "in sequence\tsoon\t1\n"`},
		"no figure for doughs":     {text: head + "in sequence\t1\tlate\n", err: `it said "in sequence\t1\tlate\n"`},
		"a dough that is done now": {text: head + "in sequence\t1\t0\n", err: `it said "in sequence\t1\t0\n"`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parse(tc.text)
			if tc.err != "" {
				assert.EqualError(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
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

// In Python, too, the best of all rounds counts, for each kind of work.
func TestPythonTakesTheBest(t *testing.T) {
	slideSays(t, `
took = iter([3, 6, 5, 5, 4, 4, 2, 7, 6, 4, 5, 3])
slide.timed = lambda way, job, job_async, jobs: next(took) * jobs
slide.main("2", "2")`, `
in sequence	4.000000	12.000000
asyncio	10.000000	8.000000
threads	8.000000	6.000000
`)
}

// Four jobs, and instead of the time they take: how many of them are there at
// once, and after the point on how many threads. Doughs have a hundred more.
func TestPythonWays(t *testing.T) {
	slideSays(t, `
import asyncio, threading

together = threading.Barrier(4)  # for those who have a thread each

def told(way, job, job_async, jobs):
    assert job_async is getattr(slide, job.__name__ + "_async")
    here, most, threads = set(), 0, set()

    def enter(me):
        nonlocal most
        here.add(me)
        most = max(most, len(here))
        threads.add(threading.get_ident())

    def stay():
        enter(me := object())
        if threading.current_thread() is not threading.main_thread():
            together.wait(timeout=60)
        here.remove(me)

    async def stay_async():
        enter(me := object())
        await asyncio.sleep(0)
        here.remove(me)

    way(stay, stay_async, jobs)
    return (job is slide.knead) * 100 + most + len(threads) / 10

slide.timed = told
slide.main(4, 1)`, `
in sequence	1.100000	101.100000
asyncio	4.100000	104.100000
threads	4.400000	104.400000
`)
}

// slideSays asks that a program which knows slide.py prints this.
func slideSays(t *testing.T, program, want string) {
	t.Helper()
	got, err := python.Output(t.Context(), "-c", "import slide"+program)
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	version, rows, _ := strings.Cut(got, "\n")
	assert.Regexp(t, `^Python 3\.\d+\.`, version)
	assert.Equal(t, strings.TrimPrefix(want, "\n"), rows)
}
