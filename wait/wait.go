package wait

import (
	"context"
	"fmt"
	"runtime"
	"runtime/trace"
	"slices"
	"sync/atomic"

	"gosyncio/internal/arg"
)

// Task is what this package needs of a task: any *[task.Task] has it,
// whatever its result. Tasks of different types wait together as []wait.Task.
type Task interface {
	Done() <-chan struct{}
	Failed() bool
	Cancelled() bool
	Cancel(cause error) bool
	OnDone(f func()) (stop func() bool)
}

// First waits until at least one task has ended, or ctx ends, and returns those
// that have ended and those that have not, each in the order of the arguments.
// done is empty if ctx ended first. More than one may have ended (W5).
//
// Nothing is cancelled: tasks go on, whatever First returns and however ctx
// ends (W3, W8). Nor are the tasks' errors returned: look at each (W7). No
// tasks give nil, nil at once (W1).
//
// Python: await asyncio.wait(tasks, return_when=FIRST_COMPLETED).
func First[T interface {
	comparable
	Task
}](ctx context.Context, tasks ...T) (done, pending []T) {
	check("First", ctx, tasks)
	return waitN(ctx, tasks, 1, never[T])
}

// FirstError waits as [First] does until one task has failed, or all have
// ended, or ctx ends. A cancelled task has not failed (W6); one that failed
// before the call counts (W15).
//
// Python: await asyncio.wait(tasks, return_when=FIRST_EXCEPTION).
func FirstError[T interface {
	comparable
	Task
}](ctx context.Context, tasks ...T) (done, pending []T) {
	check("FirstError", ctx, tasks)
	return waitN(ctx, tasks, len(tasks), T.Failed)
}

// All waits as [First] does until all tasks have ended, or ctx ends.
//
// Python: await asyncio.wait(tasks), whose return_when is ALL_COMPLETED.
func All[T interface {
	comparable
	Task
}](ctx context.Context, tasks ...T) (done, pending []T) {
	check("All", ctx, tasks)
	return waitN(ctx, tasks, len(tasks), never[T])
}

// waitN waits until n tasks have ended, or one that is urgent.
func waitN[T Task](ctx context.Context, tasks []T, n int, urgent func(T) bool) (done, pending []T) {
	enough := func() bool {
		done, pending = split(tasks)
		return len(done) >= n || len(pending) == 0 || slices.ContainsFunc(done, urgent) || ctx.Err() != nil
	}
	if enough() {
		return done, pending
	}
	// A loop that drains tasks one by one is back here at once: let those that
	// are about to end do so, before all the others are watched.
	runtime.Gosched()
	if enough() {
		return done, pending
	}
	defer trace.StartRegion(ctx, "wait").End() // the tasks that are watched in it are waited for
	w := &waiter[T]{urgent: urgent, wake: make(chan struct{}, 1)}
	w.left.Store(int64(n - len(done)))
	defer w.watch(pending)()
	select {
	case <-w.wake:
	case <-ctx.Done():
	}
	return split(tasks)
}

// A waiter is woken when enough tasks have ended.
type waiter[T Task] struct {
	left   atomic.Int64
	urgent func(T) bool
	wake   chan struct{}
}

func (w *waiter[T]) watch(tasks []T) (stop func()) {
	entries := make([]waiting[T], len(tasks))
	for i, t := range tasks {
		entries[i].task, entries[i].waiter = t, w
		entries[i].register(t, &entries[i])
	}
	return func() {
		for i := range entries {
			entries[i].unregister()
		}
	}
}

// waiting is one task that a waiter waits for.
type waiting[T Task] struct {
	registration
	task   T
	waiter *waiter[T]
}

func (e *waiting[T]) Ending() {}

func (e *waiting[T]) Ended() {
	if e.waiter.left.Add(-1) == 0 || e.waiter.urgent(e.task) {
		select {
		case e.waiter.wake <- struct{}{}:
		default: // it is awake already
		}
	}
}

func never[T Task](T) bool { return false }

// split tells those that have ended from those that have not.
func split[T Task](tasks []T) (done, pending []T) {
	for i, t := range tasks {
		if isDone(t) {
			done = append(done, t)
			continue
		}
		if pending == nil { // most often nearly all are
			pending = make([]T, 0, len(tasks)-i)
		}
		pending = append(pending, t)
	}
	return done, pending
}

func isDone[T Task](t T) bool {
	select {
	case <-t.Done():
		return true
	default:
		return false
	}
}

func check[T comparable](name string, ctx context.Context, tasks []T) {
	arg.NotNil(ctx != nil, "wait: "+name+": ctx")
	var none T
	for i, t := range tasks {
		if t == none {
			panic(fmt.Sprintf("wait: %s: tasks[%d] is nil", name, i))
		}
	}
}
