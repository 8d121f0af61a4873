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

// jobs is how many of each there are to do.
const jobs = 8

// kitchen measures what is won, in Go and then in Python.
func kitchen(out io.Writer) task.Func[task.None] {
	l := load{jobs: jobs, rounds: 3}
	return measuring(l, func(r result, missing error) {
		r.table(out, missing)
		r.conclude(out)
	})
}

// measuring does the work of the load in each way that there is. It
// tells the result, and why Python's is missing, if it is.
func measuring(
	l load, told func(r result, missing error),
) task.Func[task.None] {
	return task.Do(func(ctx context.Context) error {
		// --- core
		boil := task.Do(func(ctx context.Context) error {
			return sleep.For(ctx, 25*time.Millisecond)
		})
		knead := task.Do(func(context.Context) error {
			dough.Add(fold(20_000_000))
			return nil
		})
		r, err := l.measure(ctx, boil, knead, []way{
			{"in sequence", 1, inSequence},
			{"goroutines, 1 core", 1, atOnce},
			{"goroutines, all cores", cores, atOnce},
		})
		if err != nil {
			return err
		}
		theirs, missing := l.python(ctx)
		// --- end
		if ctx.Err() != nil {
			return ctx.Err()
		}
		told(append(r, theirs...), missing)
		return nil
	})
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

func main() {
	if len(os.Args) > 1 {
		os.Exit(command(os.Args[1:], os.Stdout, os.Stderr))
	}
	_, err := task.Run(context.Background(), kitchen(os.Stdout))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
