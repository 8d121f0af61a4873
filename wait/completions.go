package wait

import (
	"context"
	"iter"
	"runtime/trace"

	"gosyncio/internal/scope"
)

// Completions yields each task once, as it ends (A1, A3); those that have
// ended before the loop come first, in the order of the arguments. What the
// task returned is for the loop's body to ask: t.Result().
//
// When ctx ends, what has ended by then is still yielded, then the loop ends
// early: look at ctx.Err() after it. Neither that nor a break cancels a task or
// leaves anything behind (A7, A13).
//
// Python: async for t in asyncio.as_completed(tasks), of 3.13.
func Completions[T comparableTask](ctx context.Context, tasks ...T) iter.Seq[T] {
	check("wait: Completions", ctx, tasks)
	return func(yield func(T) bool) {
		defer trace.StartRegion(ctx, "watch").End() // for the tasks that are watched in it
		ended, n, stops := watch(ctx, tasks)
		defer stopAll(stops)
		for range n {
			t, ok := receive(ctx, ended)
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// watch sends each of n different tasks when it ends, unless ctx has ended
// before.
func watch[T comparableTask](ctx context.Context, tasks []T) (ended chan T, n int, stops []func() bool) {
	ended = make(chan T, len(tasks)) // room for all: an ending must not block
	seen := make(map[T]struct{}, len(tasks))
	for _, t := range tasks {
		if _, again := seen[t]; again {
			continue
		}
		seen[t] = struct{}{}
		if isDone(t) {
			ended <- t
			continue
		}
		stops = append(stops, beforeDone(t, func() {
			if ctx.Err() == nil {
				ended <- t
			}
		}))
	}
	return ended, len(seen), stops
}

// beforeDone calls f just before t's Done is closed: afterwards a task that ended
// before ctx can't be distinguished from one that ended because ctx did.
func beforeDone[T Task](t T, f func()) (stop func() bool) {
	if own, ok := any(t).(scope.Watchable); ok {
		return scope.BeforeDone(own, f)
	}
	return t.OnDone(f) // t is not a task.Task
}

// receive returns the next task that ended before ctx, also where ctx has ended
// since.
func receive[T Task](ctx context.Context, ended <-chan T) (t T, ok bool) {
	defer trace.StartRegion(ctx, "wait").End()
	select {
	case t = <-ended:
	case <-ctx.Done():
		select {
		case t = <-ended:
		default:
			return t, false
		}
	}
	<-t.Done() // in a moment
	return t, true
}
