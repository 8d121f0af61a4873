package main

import (
	"context"
	"sync"

	"github.com/alitto/pond/v2"
	"github.com/samber/lo"

	"gosyncio/gather"
	"gosyncio/task"
	"gosyncio/wait"
)

// A function is what all of them run.
type function = func(context.Context) (int, error)

// A peer is one way to run functions side by side. Each is used as its own
// documentation shows; pools are made once, and have no limit.
type peer struct {
	name   string
	module string // "" if it needs none

	// gather calls all fs and returns their values.
	gather func(ctx context.Context, fs []function) ([]int, error)

	// one starts a function, and waits for it later. It is nil where there is no
	// handle on a single function.
	one handles

	// ended calls each with every value, as the functions return.
	ended func(ctx context.Context, fs []function, each func(int))
}

// peers begins with the baseline.
var peers = []peer{
	{"goroutines", "", byHand, handle[chan result]{startChan, awaitChan}, through(spawnGo)},
	{"gosyncio", "", byGosyncio, handle[*task.Task[int]]{task.Go[int], awaitTask}, byCompletions},
	{"future", "", byFuture, handle[*future]{startFuture, awaitFuture}, through(spawnFuture)},
	{"errgroup", "golang.org/x/sync", byErrgroup, nil, through(spawnErrgroup)},
	{"conc", "github.com/sourcegraph/conc", byConc, nil, through(spawnConc)},
	{"pond", "github.com/alitto/pond/v2", byPond, handle[pond.ResultTask[int]]{startPond, awaitPond}, through(spawnPond)},
	{"lo", "github.com/samber/lo", byLo, handle[<-chan lo.Tuple2[int, error]]{startLo, awaitLo}, through(spawnLo)},
	{"ants", "github.com/panjf2000/ants/v2", byAnts, handle[chan result]{startAnts, awaitChan}, through(spawnAnts)},
}

// handles hides the type of a peer's handle.
type handles interface {
	burst(ctx context.Context, n int, f function)
	await(start, wait context.Context, f function) (int, error)
}

type handle[H any] struct {
	start func(context.Context, function) H
	wait  func(H, context.Context) (int, error)
}

// burst starts f n times, then waits for each.
func (h handle[H]) burst(ctx context.Context, n int, f function) {
	started := make([]H, n)
	for i := range started {
		started[i] = h.start(ctx, f)
	}
	for _, s := range started {
		h.wait(s, ctx)
	}
}

// await starts f under one ctx and waits for it under another one.
func (h handle[H]) await(start, wait context.Context, f function) (int, error) {
	return h.wait(h.start(start, f), wait)
}

// through has the functions write to one channel, which is what a program does
// where there is nothing of the kind.
func through(spawn func(context.Context, []function) (wait func())) func(context.Context, []function, func(int)) {
	return func(ctx context.Context, fs []function, each func(int)) {
		values := make(chan int, len(fs))
		writers := make([]function, len(fs))
		for i, f := range fs {
			writers[i] = func(ctx context.Context) (int, error) {
				v, err := f(ctx)
				values <- v
				return v, err
			}
		}
		wait := spawn(ctx, writers)
		for range fs {
			each(<-values)
		}
		wait()
	}
}

// Goroutines: a WaitGroup and two slices, or a channel for the result.

func byHand(ctx context.Context, fs []function) ([]int, error) {
	values, errs := make([]int, len(fs)), make([]error, len(fs))
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Go(func() { values[i], errs[i] = f(ctx) })
	}
	wg.Wait()
	return values, firstOf(errs)
}

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type result struct {
	value int
	err   error
}

func startChan(ctx context.Context, f function) chan result {
	ch := make(chan result, 1)
	go func() {
		v, err := f(ctx)
		ch <- result{v, err}
	}()
	return ch
}

func awaitChan(ch chan result, ctx context.Context) (int, error) {
	select {
	case r := <-ch:
		return r.value, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func spawnGo(ctx context.Context, fs []function) func() {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(func() { f(ctx) })
	}
	return wg.Wait
}

// gosyncio.

func byGosyncio(ctx context.Context, fs []function) ([]int, error) { return gather.All(ctx, fs...) }

func awaitTask(t *task.Task[int], ctx context.Context) (int, error) { return t.Await(ctx) }

func byCompletions(ctx context.Context, fs []function, each func(int)) {
	tasks := make([]*task.Task[int], len(fs))
	for i, f := range fs {
		tasks[i] = task.Go(ctx, f)
	}
	for t := range wait.Completions(ctx, tasks...) {
		v, _ := t.Result()
		each(v)
	}
}
