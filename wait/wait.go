package wait

import (
	"context"
	"fmt"
	"runtime"
	"runtime/trace"
	"slices"
	"sync/atomic"
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
	check("First", tasks)
	return until(ctx, tasks, 1, never[T])
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
	check("FirstError", tasks)
	return until(ctx, tasks, len(tasks), T.Failed)
}

// All waits as [First] does until all tasks have ended, or ctx ends.
//
// Python: await asyncio.wait(tasks), whose return_when is ALL_COMPLETED.
func All[T interface {
	comparable
	Task
}](ctx context.Context, tasks ...T) (done, pending []T) {
	check("All", tasks)
	return until(ctx, tasks, len(tasks), never[T])
}

// until waits until as many tasks as enough have ended, or one that is urgent.
func until[T Task](ctx context.Context, tasks []T, enough int, urgent func(T) bool) (done, pending []T) {
	// Who drains tasks one by one comes back at once: let those that are about
	// to end do so, before all the others are asked to call back.
	runtime.Gosched()
	done, pending = split(tasks)
	if len(done) >= enough || len(pending) == 0 || slices.ContainsFunc(done, urgent) || ctx.Err() != nil {
		return done, pending
	}
	defer trace.StartRegion(ctx, "wait").End() // OnDone says for whom
	var left atomic.Int64
	left.Store(int64(enough - len(done)))
	wake := make(chan struct{}, 1)
	stops := make([]func() bool, len(pending))
	for i, t := range pending {
		stops[i] = t.OnDone(func() {
			if left.Add(-1) == 0 || urgent(t) {
				select {
				case wake <- struct{}{}:
				default: // it is awake already
				}
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

func check[T comparable](name string, tasks []T) {
	var none T
	for i, t := range tasks {
		if t == none {
			panic(fmt.Sprintf("wait: %s: tasks[%d] is nil", name, i))
		}
	}
}
