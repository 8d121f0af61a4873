// Ask what it waits for.
//
// A kettle only waits: eight of them take as long as one, in asyncio
// and in Go. A dough only computes. Asyncio has one thread, so eight
// doughs take eight times as long as one; goroutines use every core.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// usual is what the program measures unless a flag says otherwise.
var usual = load{jobs: 8, rounds: 3}

// work returns both kinds of job, and the ways to run many of them.
func work() (kettle, dough job, ways []way) {
	// --- core
	kettle = func(ctx context.Context) error {
		return sleep.For(ctx, 25*time.Millisecond)
	}
	dough = func(context.Context) error {
		sink.Add(compute(20_000_000))
		return nil
	}
	ways = []way{
		{"in sequence", 1, inSequence},
		{"goroutines, 1 core", 1, atOnce},
		{"goroutines, all cores", cores, atOnce},
	}
	return kettle, dough, ways
	// --- end
}

var (
	cores = runtime.GOMAXPROCS(0) // that this program may use
	sink  atomic.Uint64           // without it, nothing is computed
)

// compute waits for nothing.
func compute(steps int) (n uint64) {
	for range steps {
		n = n*5 + 1
	}
	return n
}

// kitchen measures the ways of Go, then the ways of Python.
func kitchen(ctx context.Context, out io.Writer) error {
	return measureAll(ctx, usual, reportTo(out))
}

// measureAll reports the figures of both languages, or of Go alone and
// the reason why Python's are missing.
func measureAll(ctx context.Context, l load, report reporter) error {
	kettle, dough, ways := work()
	r, err := l.measure(ctx, kettle, dough, ways)
	if err != nil {
		return err
	}
	python, missing := l.python(ctx)
	if ctx.Err() != nil {
		return ctx.Err() // half a result is not reported
	}
	return report(append(r, python...), missing)
}

func main() {
	if len(os.Args) > 1 {
		os.Exit(command(os.Args[1:], measureAll, os.Stdout, os.Stderr))
	}
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
