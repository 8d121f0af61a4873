package wait

import (
	"context"
	"iter"
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
func Completions[T interface {
	comparable
	Task
}](ctx context.Context, tasks ...T) iter.Seq[T] {
	check("Completions", tasks)
	return func(yield func(T) bool) {
		ended := make(chan T, len(tasks)) // room for all: a callback must not block
		distinct, unwatch := watch(ctx, tasks, ended)
		defer unwatch()
		for range distinct {
			t, ok := next(ctx, ended)
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// watch arranges for each task to be sent to ended if it ends before ctx, once
// however often it is given, and says how many tasks there are.
func watch[T interface {
	comparable
	Task
}](ctx context.Context, tasks []T, ended chan<- T) (distinct int, unwatch func()) {
	seen := make(map[T]struct{}, len(tasks))
	var stops []func() bool
	done, pending := split(tasks)
	for _, t := range done {
		if _, again := seen[t]; !again {
			seen[t] = struct{}{}
			ended <- t
		}
	}
	for _, t := range pending {
		if _, again := seen[t]; !again {
			seen[t] = struct{}{}
			stops = append(stops, t.OnDone(func() {
				if ctx.Err() == nil { // later is too late, however slow the loop's body
					ended <- t
				}
			}))
		}
	}
	return len(seen), func() { stopAll(stops) }
}

// next receives what has ended, also where ctx has ended too.
func next[T any](ctx context.Context, ended <-chan T) (t T, ok bool) {
	select {
	case t = <-ended:
		return t, true
	case <-ctx.Done():
	}
	select {
	case t = <-ended:
		return t, true
	default:
		return t, false
	}
}
