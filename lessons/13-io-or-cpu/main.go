// Ask what it waits for.
//
// A kettle boils by itself: eight are as quick as one, in asyncio and
// in Go. A dough wants hands. Asyncio has one pair, so eight doughs
// take eight times as long; goroutines have a pair on each core.
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

// usual is what there is to do, and how often, unless a flag says more.
var usual = load{jobs: 8, rounds: 3}

// work is a kettle, a dough, and the ways of doing many of them.
func work() (boil, knead job, ways []way) {
	// --- core
	boil = func(ctx context.Context) error {
		return sleep.For(ctx, 25*time.Millisecond)
	}
	knead = func(context.Context) error {
		dough.Add(fold(20_000_000))
		return nil
	}
	ways = []way{
		{"in sequence", 1, inSequence},
		{"goroutines, 1 core", 1, atOnce},
		{"goroutines, all cores", cores, atOnce},
	}
	return boil, knead, ways
	// --- end
}

var (
	cores = runtime.GOMAXPROCS(0) // as many as we're given
	dough atomic.Uint64           // or the compiler leaves the work out
)

// fold computes, and waits for nothing.
func fold(times int) (dough uint64) {
	for range times {
		dough = dough*5 + 1
	}
	return dough
}

// kitchen measures what is won, in Go and then in Python.
func kitchen(ctx context.Context, out io.Writer) error {
	return measuring(ctx, usual, telling(out))
}

// measuring does the work of the load in each way that there is. It
// tells the result, and why Python's is missing, if it is.
func measuring(ctx context.Context, l load, tell teller) error {
	boil, knead, ways := work()
	r, err := l.measure(ctx, boil, knead, ways)
	if err != nil {
		return err
	}
	theirs, missing := l.python(ctx)
	if ctx.Err() != nil {
		return ctx.Err() // who has left is told nothing
	}
	return tell(append(r, theirs...), missing)
}

func main() {
	if len(os.Args) > 1 {
		os.Exit(command(os.Args[1:], measuring, os.Stdout, os.Stderr))
	}
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
