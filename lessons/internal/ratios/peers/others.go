package main

import (
	"context"
	"sync"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/samber/lo"
	"github.com/samber/lo/parallel"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
)

// A future is what modules with futures or promises have, written by hand.
type future struct {
	done chan struct{}
	result
}

func startFuture(ctx context.Context, f function) *future {
	fut := &future{done: make(chan struct{})}
	go func() {
		defer close(fut.done)
		fut.value, fut.err = f(ctx)
	}()
	return fut
}

func awaitFuture(fut *future, ctx context.Context) (int, error) {
	select {
	case <-fut.done:
		return fut.value, fut.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func byFuture(ctx context.Context, fs []function) ([]int, error) {
	started := make([]*future, len(fs))
	for i, f := range fs {
		started[i] = startFuture(ctx, f)
	}
	values := make([]int, len(fs))
	for i, fut := range started {
		v, err := awaitFuture(fut, ctx)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

func spawnFuture(ctx context.Context, fs []function) func() {
	started := make([]*future, len(fs))
	for i, f := range fs {
		started[i] = startFuture(ctx, f)
	}
	return func() {
		for _, fut := range started {
			awaitFuture(fut, ctx)
		}
	}
}

// golang.org/x/sync/errgroup.

func byErrgroup(ctx context.Context, fs []function) ([]int, error) {
	values := make([]int, len(fs))
	g, ctx := errgroup.WithContext(ctx)
	for i, f := range fs {
		g.Go(func() (err error) { values[i], err = f(ctx); return err })
	}
	return values, g.Wait()
}

func spawnErrgroup(ctx context.Context, fs []function) func() {
	g, ctx := errgroup.WithContext(ctx)
	for _, f := range fs {
		g.Go(func() error { _, err := f(ctx); return err })
	}
	return func() { g.Wait() }
}

// github.com/sourcegraph/conc.

func byConc(ctx context.Context, fs []function) ([]int, error) {
	p := pool.NewWithResults[int]().WithContext(ctx)
	for _, f := range fs {
		p.Go(f)
	}
	return p.Wait()
}

func spawnConc(ctx context.Context, fs []function) func() {
	p := pool.New().WithContext(ctx)
	for _, f := range fs {
		p.Go(func(ctx context.Context) error { _, err := f(ctx); return err })
	}
	return func() { p.Wait() }
}

// github.com/alitto/pond/v2.

var pondPool = sync.OnceValue(func() pond.ResultPool[int] { return pond.NewResultPool[int](0) })

func byPond(ctx context.Context, fs []function) ([]int, error) { return pondGroup(ctx, fs).Wait() }

func pondGroup(ctx context.Context, fs []function) pond.ResultTaskGroup[int] {
	g := pondPool().NewGroupContext(ctx)
	for _, f := range fs {
		g.SubmitErr(func() (int, error) { return f(ctx) })
	}
	return g
}

func spawnPond(ctx context.Context, fs []function) func() {
	g := pondGroup(ctx, fs)
	return func() { g.Wait() }
}

func startPond(ctx context.Context, f function) pond.ResultTask[int] {
	return pondPool().SubmitErr(func() (int, error) { return f(ctx) })
}

func awaitPond(t pond.ResultTask[int], ctx context.Context) (int, error) {
	select {
	case <-t.Done():
		return t.Wait()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// github.com/samber/lo.

func byLo(ctx context.Context, fs []function) ([]int, error) {
	results := parallel.Map(fs, func(f function, _ int) lo.Tuple2[int, error] { return lo.T2(f(ctx)) })
	values, errs := lo.Unzip2(results)
	return values, firstOf(errs)
}

func startLo(ctx context.Context, f function) <-chan lo.Tuple2[int, error] {
	return lo.Async2(func() (int, error) { return f(ctx) })
}

func awaitLo(ch <-chan lo.Tuple2[int, error], ctx context.Context) (int, error) {
	select {
	case r := <-ch:
		return r.A, r.B
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func spawnLo(ctx context.Context, fs []function) func() {
	for _, f := range fs {
		lo.Async0(func() { f(ctx) })
	}
	return func() {}
}

// github.com/panjf2000/ants/v2: its default pool, and a WaitGroup.

func byAnts(ctx context.Context, fs []function) ([]int, error) {
	values, errs := make([]int, len(fs)), make([]error, len(fs))
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Add(1)
		err := ants.Submit(func() {
			defer wg.Done()
			values[i], errs[i] = f(ctx)
		})
		if err != nil {
			wg.Done()
			errs[i] = err
		}
	}
	wg.Wait()
	return values, firstOf(errs)
}

func startAnts(ctx context.Context, f function) chan result {
	ch := make(chan result, 1)
	err := ants.Submit(func() {
		v, err := f(ctx)
		ch <- result{v, err}
	})
	if err != nil {
		ch <- result{0, err}
	}
	return ch
}

func spawnAnts(ctx context.Context, fs []function) func() {
	for _, f := range fs {
		if err := ants.Submit(func() { f(ctx) }); err != nil {
			panic(err) // the default pool is never closed
		}
	}
	return func() {}
}
