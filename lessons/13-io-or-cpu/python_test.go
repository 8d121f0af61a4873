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
)

func TestParse(t *testing.T) {
	const head = "Python 3.11.7\n"
	const first, second, third = "in sequence\t0.2\t0.25\n", "asyncio\t0.025\t0.25\n", "threads\t0.026\t0.24\n"
	want := result{
		{"Python 3.11.7", "in sequence", 200 * ms, 250 * ms},
		{"Python 3.11.7", "asyncio", 25 * ms, 250 * ms},
		{"Python 3.11.7", "threads", 26 * ms, 240 * ms},
	}
	for _, tc := range []struct{ name, text, unexpected, err string }{
		{name: "a line for each way is read", text: head + first + second + third},
		{name: "line ends of Windows are read", text: "Python 3.11.7\r\n" + first + "asyncio\t0.025\t0.25\r\n" + third},
		{name: "no output", unexpected: ``},
		{name: "another language", text: "Snake 3\n" + first + second + third, unexpected: `Snake 3`},
		{name: "a line without tabs", text: head + "oh\n", unexpected: `oh\n`},
		{name: "an unknown way", text: head + "hello\t1\t2\n", unexpected: `hello\t1\t2\n`},
		{name: "ways in another order", text: head + second + first + third, unexpected: `asyncio\t0.025\t0.25\n`},
		{name: "a line too many", text: head + first + second + third + third, unexpected: `threads\t0.026\t0.24\n`},
		{name: "a line is missing", text: head + first + second, err: "slide.py printed 2 of 3 figures"},
		{name: "kettles are not a number", text: head + "in sequence\tsoon\t1\n", unexpected: `in sequence\tsoon\t1\n`},
		{name: "doughs are not a number", text: head + "in sequence\t1\tlate\n", unexpected: `in sequence\t1\tlate\n`},
		{name: "a figure is zero", text: head + "in sequence\t1\t0\n", unexpected: `in sequence\t1\t0\n`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := parse(tc.text)
			switch {
			case tc.err != "":
				assert.EqualError(t, err, tc.err)
			case tc.text == "" || tc.unexpected != "":
				assert.EqualError(t, err, `slide.py printed an unexpected line: "`+tc.unexpected+`"`)
			default:
				require.NoError(t, err)
				assert.Equal(t, want, got)
			}
		})
	}
}

func TestMeasureAllRunsPython(t *testing.T) {
	const head, rows = "Python 3.11.7\n", "in sequence\t0.2\t0.3\nasyncio\t0.1\t0.3\nthreads\t0.1\t0.3\n"
	for _, tc := range []struct{ name, prints, missing string }{
		{name: "each way is in the result", prints: head + rows},
		{
			name: "an unexpected line is the reason why Python is missing", prints: "hello\t1\t2\n",
			missing: `slide.py printed an unexpected line: "hello\t1\t2"`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := fakePython(t, `echo "$@" >"$dir/args"; cat "$dir/prints"`)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "prints"), []byte(tc.prints), 0o644))
			err := measureAll(t.Context(), load{jobs: 5, rounds: 0}, func(r result, missing error) error {
				if tc.missing != "" {
					assert.EqualError(t, missing, tc.missing)
					return nil
				}
				assert.NoError(t, missing)
				assert.Len(t, r, len(recorded))
				return nil
			})
			require.NoError(t, err)
			args, err := os.ReadFile(filepath.Join(dir, "args"))
			require.NoError(t, err)
			assert.Equal(t, "5 0\n", string(args), "jobs, rounds")
		})
	}
}

// fakePython puts a python3 on PATH that says it is new enough and is really
// this shell script. $@ are the arguments after the program.
func fakePython(t *testing.T, script string) (dir string) {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOARCH == "wasm" {
		t.Skip("this test needs a shell")
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

// In slide.py, too, the best round counts, separately for each kind of job.
func TestTheBestRoundCountsInPython(t *testing.T) {
	slidePrints(t, `
took = iter([3, 6, 5, 5, 4, 4, 2, 7, 6, 4, 5, 3])
slide.timed = lambda way, job, job_async, jobs: next(took) * jobs
slide.main("2", "2")`, `
in sequence	4.000000	12.000000
asyncio	10.000000	8.000000
threads	8.000000	6.000000
`)
}

// Instead of the time, each way of slide.py returns how many of four jobs run at
// the same time and, after the point, on how many threads. Doughs are marked by
// a hundred more.
func TestPythonWays(t *testing.T) {
	slidePrints(t, `
import asyncio, threading

together = threading.Barrier(4)  # for jobs that have a thread each

def counted(way, job, job_async, jobs):
    assert job_async is getattr(slide, job.__name__ + "_async")
    running, most, threads = set(), 0, set()

    def enter(me):
        nonlocal most
        running.add(me)
        most = max(most, len(running))
        threads.add(threading.get_ident())

    def stay():
        enter(me := object())
        if threading.current_thread() is not threading.main_thread():
            together.wait(timeout=60)
        running.remove(me)

    async def stay_async():
        enter(me := object())
        await asyncio.sleep(0)
        running.remove(me)

    way(stay, stay_async, jobs)
    return (job is slide.dough) * 100 + most + len(threads) / 10

slide.timed = counted
slide.main(4, 1)`, `
in sequence	1.100000	101.100000
asyncio	4.100000	104.100000
threads	4.400000	104.400000
`)
}

// In slide.py a kettle lets another task run while it waits, and a dough does not.
func TestPythonJobs(t *testing.T) {
	t.Parallel()
	got := runSlide(t, `
import asyncio

async def job(name):
    await getattr(slide, name + "_async")()
    print(name, end=" ")

async def other():
    print("other", end=" ")

async def main(name):
    await asyncio.gather(job(name), other())

asyncio.run(main("kettle"))
asyncio.run(main("dough"))`)
	assert.Equal(t, "other kettle dough other ", got)
}

// A Python whose threads run in parallel says so, and the report knows.
func TestAPythonWithoutAGILSaysSo(t *testing.T) {
	t.Parallel()
	got := runSlide(t, `
slide.sys._is_gil_enabled = lambda: False
print(slide.version())
slide.sys._is_gil_enabled = lambda: True
print(slide.version())`)
	assert.Regexp(t, `^3\.\d+\.\S+ `+noGIL+`\n3\.\d+\.\S+\n$`, got)
}

// slidePrints asks that a program that has imported slide.py prints these
// figures.
func slidePrints(t *testing.T, program, want string) {
	t.Helper()
	t.Parallel()
	language, rows, _ := strings.Cut(runSlide(t, program), "\n")
	assert.Regexp(t, `^Python 3\.\d+\.`, language)
	assert.Equal(t, strings.TrimPrefix(want, "\n"), rows)
}

// runSlide returns what such a program prints.
func runSlide(t *testing.T, program string) string {
	t.Helper()
	printed, err := python.Output(t.Context(), "-c", "import slide"+program)
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return printed
}
