package wait

import (
	"context"
	"iter"
	"runtime/trace"
	"sync/atomic"
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
		defer trace.StartRegion(ctx, "watch").End() // OnDone says whom
		w := watch(ctx, tasks)
		defer w.stop()
		for range w.distinct {
			t, ok := w.next(ctx)
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// A watcher collects tasks as they end, until ctx ends.
type watcher[T Task] struct {
	distinct int // how many tasks there are, each counted once
	ended    chan T
	late     chan struct{} // closed when ctx has ended and ended holds all that came before
	stops    []func() bool
}

func watch[T interface {
	comparable
	Task
}](ctx context.Context, tasks []T) *watcher[T] {
	// There's room for all, because a callback must not block.
	w := &watcher[T]{ended: make(chan T, len(tasks)), late: make(chan struct{})}
	done, pending := split(tasks)
	seen := make(map[T]struct{}, len(tasks))
	for _, t := range done {
		if _, again := seen[t]; !again {
			seen[t] = struct{}{}
			w.ended <- t
		}
	}
	sent := make([]atomic.Bool, len(pending))
	for i, t := range pending {
		if _, again := seen[t]; !again {
			seen[t] = struct{}{}
			w.stops = append(w.stops, t.OnDone(func() {
				if ctx.Err() == nil && !sent[i].Swap(true) {
					w.ended <- t
				}
			}))
		} else {
			sent[i].Store(true)
		}
	}
	// A task that ended before ctx may not have called back yet. One that ends
	// later comes too late, however slow the loop's body is, and one that was
	// cancelled in this very moment has most likely ended because ctx did.
	w.stops = append(w.stops, context.AfterFunc(ctx, func() {
		for i, t := range pending {
			if isDone(t) && !t.Cancelled() && !sent[i].Swap(true) {
				w.ended <- t
			}
		}
		close(w.late)
	}))
	w.distinct = len(seen)
	return w
}

func (w *watcher[T]) stop() { stopAll(w.stops) }

// next receives what has ended, also where ctx has ended too.
func (w *watcher[T]) next(ctx context.Context) (t T, ok bool) {
	defer trace.StartRegion(ctx, "wait").End()
	select {
	case t = <-w.ended:
		return t, true
	case <-ctx.Done():
		<-w.late
	}
	select {
	case t = <-w.ended:
		return t, true
	default:
		return t, false
	}
}
