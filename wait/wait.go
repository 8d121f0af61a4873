package wait

import (
	"context"
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

// comparableTask is a Task that can be compared with others.
type comparableTask interface {
	comparable
	Task
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
func First[T comparableTask](ctx context.Context, tasks ...T) (done, pending []T) {
	check("wait: First", ctx, tasks)
	return waitN(ctx, tasks, 1, func(T) bool { return false })
}

// FirstError waits as [First] does until one task has failed, or all have
// ended, or ctx ends. A cancelled task has not failed (W6); one that failed
// before the call counts (W15).
//
// Python: await asyncio.wait(tasks, return_when=FIRST_EXCEPTION).
func FirstError[T comparableTask](ctx context.Context, tasks ...T) (done, pending []T) {
	check("wait: FirstError", ctx, tasks)
	return waitN(ctx, tasks, len(tasks), T.Failed)
}

// All waits as [First] does until all tasks have ended, or ctx ends.
//
// Python: await asyncio.wait(tasks): its default return_when is ALL_COMPLETED.
func All[T comparableTask](ctx context.Context, tasks ...T) (done, pending []T) {
	check("wait: All", ctx, tasks)
	return waitN(ctx, tasks, len(tasks), func(T) bool { return false })
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
	var left atomic.Int64
	left.Store(int64(n - len(done)))
	wake := make(chan struct{}, len(pending)) // room for all: a callback must not block
	stops := make([]func() bool, len(pending))
	for i, t := range pending {
		stops[i] = t.OnDone(func() {
			if left.Add(-1) == 0 || urgent(t) {
				wake <- struct{}{}
			}
		})
	}
	defer stopAll(stops)
	select {
	case <-wake:
	case <-ctx.Done():
	}
	return split(tasks)
}

func stopAll(stops []func() bool) {
	for _, stop := range stops {
		stop()
	}
}

// split separates those that have ended from those that have not.
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

func check[T comparable](function string, ctx context.Context, tasks []T) {
	arg.NotNil(function, "ctx", ctx != nil)
	arg.NoneNil(function, "tasks", slices.Index(tasks, *new(T)))
}
