package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A probe finds out how a peer behaves, and says it in a few words. It runs in a
// process of its own, because some peers end the program, or never return.
type probe struct {
	name string
	what string
	find func(ctx context.Context, p peer) string
	one  bool // it needs a handle on a single function
}

var probes = []probe{
	{"order", "gather: order of the values", order, false},
	{"failure", "gather: a function fails", failure, false},
	{"cancel", "gather: the caller's `ctx` ends", cancelled, false},
	{"goexit", "gather: a function calls `runtime.Goexit`", func(ctx context.Context, p peer) string {
		return valuesOf(p.gather(ctx, []function{value(1), exit, value(3)}))
	}, false},
	{"panic", "gather: a function panics", func(ctx context.Context, p peer) string {
		return panics(func() string { return valuesOf(p.gather(ctx, []function{value(1), burn, value(3)})) })
	}, false},
	{"leaks", "gather: goroutines left after 100 functions", leaks, false},
	{"await cancel", "await: the `ctx` of the wait ends", awaitCancelled, true},
	{"await goexit", "await: the function calls `runtime.Goexit`", func(ctx context.Context, p peer) string {
		return valueOf(p.one.await(ctx, ctx, exit))
	}, true},
	{"await panic", "await: the function panics", func(ctx context.Context, p peer) string {
		return panics(func() string { return valueOf(p.one.await(ctx, ctx, burn)) })
	}, true},
}

var (
	errBurnt  = errors.New("burnt")
	errClosed = errors.New("the kitchen is closed")
)

func value(v int) function { return func(context.Context) (int, error) { return v, nil } }

func exit(context.Context) (int, error) { runtime.Goexit(); return 0, nil }

func burn(context.Context) (int, error) { panic(errBurnt) }

func valuesOf(values []int, err error) string {
	if err != nil {
		return "an error"
	}
	return fmt.Sprintf("`%v`, no error", values)
}

func valueOf(value int, err error) string {
	if err != nil {
		return "an error"
	}
	return fmt.Sprintf("`%d`, no error", value)
}

// panics tells a panic that arrives in the goroutine that waits.
func panics(call func() string) (found string) {
	defer func() {
		if recover() != nil {
			found = "panics in the caller"
		}
	}()
	return call()
}

// order has the last function return first.
func order(ctx context.Context, p peer) string {
	var fs []function
	for i := range 5 {
		fs = append(fs, func(context.Context) (int, error) {
			time.Sleep(time.Duration(5-i) * 20 * time.Millisecond)
			return i, nil
		})
	}
	values, err := p.gather(ctx, fs)
	switch {
	case err != nil:
		return "an error"
	case slices.IsSorted(values):
		return "as the arguments"
	default:
		return "as they end"
	}
}

// failure looks at the siblings of a function that fails: one sees whether its
// ctx ends, and all are counted when gather returns.
func failure(ctx context.Context, p peer) string {
	var running atomic.Int64
	var cancelled atomic.Bool
	var started sync.WaitGroup
	started.Add(2)
	running.Add(2)
	sibling := func(ctx context.Context) (int, error) {
		defer running.Add(-1)
		started.Done()
		select {
		case <-ctx.Done():
			cancelled.Store(true)
			return 0, ctx.Err()
		case <-time.After(300 * time.Millisecond):
			return 1, nil
		}
	}
	fail := func(context.Context) (int, error) { started.Wait(); return 0, errBurnt }
	_, err := p.gather(ctx, []function{sibling, sibling, fail})
	left := running.Load()
	settle(func() bool { return running.Load() == 0 })
	found := []string{"waits for all"}
	if left > 0 {
		found = []string{"returns at once"}
	}
	if cancelled.Load() {
		found = append(found, "cancels the others")
	}
	if !errors.Is(err, errBurnt) {
		found = append(found, "without its error")
	}
	return strings.Join(found, ", ")
}

// cancelled ends the caller's ctx, with a cause. The functions look at the ctx
// that they got, and need a moment to clean up.
func cancelled(ctx context.Context, p peer) string {
	ctx, cancel := context.WithCancelCause(ctx)
	var running atomic.Int64
	var started sync.WaitGroup
	started.Add(3)
	running.Add(3)
	clean := func(ctx context.Context) (int, error) {
		defer running.Add(-1)
		started.Done()
		<-ctx.Done()
		time.Sleep(100 * time.Millisecond)
		return 0, ctx.Err()
	}
	go func() { started.Wait(); cancel(errClosed) }()
	_, err := p.gather(ctx, []function{clean, clean, clean})
	found := "waits for all"
	if running.Load() > 0 {
		found = "returns at once"
	}
	return found + ", " + cancellation(err)
}

func cancellation(err error) string {
	switch {
	case err == nil:
		return "no error"
	case errors.Is(err, errClosed) && errors.Is(err, context.Canceled):
		return "`Canceled` and its cause"
	case errors.Is(err, context.Canceled):
		return "`Canceled`"
	case errors.Is(err, errClosed):
		return "only its cause"
	default:
		return "another error"
	}
}

// awaitCancelled ends the ctx under which the caller waits; the function was
// started under another one.
func awaitCancelled(start context.Context, p peer) string {
	wait, cancel := context.WithCancelCause(start)
	var ended, told atomic.Bool
	started := make(chan struct{})
	f := func(ctx context.Context) (int, error) {
		defer ended.Store(true)
		close(started)
		select {
		case <-ctx.Done():
			told.Store(true)
			time.Sleep(100 * time.Millisecond)
			return 0, ctx.Err()
		case <-time.After(500 * time.Millisecond):
			return 1, nil
		}
	}
	go func() { <-started; cancel(errClosed) }()
	_, err := p.one.await(start, wait, f)
	atReturn := ended.Load()
	settle(ended.Load)
	found := "goes on waiting"
	switch {
	case told.Load() && atReturn:
		found = "cancels it and waits"
	case told.Load():
		found = "cancels it"
	case !atReturn:
		found = "leaves it running"
	}
	return found + ", " + cancellation(err)
}

// leaks counts the goroutines that are left when gather has returned, and how
// long they stay.
func leaks(ctx context.Context, p peer) string {
	p.gather(ctx, []function{value(1)}) // a pool may keep goroutines of its own
	before := runtime.NumGoroutine()
	all := make(chan struct{})
	var met atomic.Int64
	meet := func(context.Context) (int, error) { // so each has a goroutine of its own
		if met.Add(1) == 100 {
			close(all)
		}
		<-all
		return 1, nil
	}
	p.gather(ctx, slices.Repeat([]function{meet}, 100))
	began := time.Now()
	time.Sleep(50 * time.Millisecond)
	left := runtime.NumGoroutine() - before
	if left <= 0 {
		return "none"
	}
	if settle(func() bool { return runtime.NumGoroutine() <= before }) {
		return fmt.Sprintf("%d, for about %v", left, time.Since(began).Round(time.Second))
	}
	return fmt.Sprint(left)
}

// patience is how long a probe waits for something that may never happen.
const patience = 2 * time.Second

// settle waits until ready returns true, and reports whether it did in time.
func settle(ready func() bool) bool {
	for began := time.Now(); time.Since(began) < patience; time.Sleep(10 * time.Millisecond) {
		if ready() {
			return true
		}
	}
	return false
}
