package wait

import (
	"context"
	"iter"
	"runtime/trace"
	"slices"
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
	check("Completions", ctx, tasks)
	return func(yield func(T) bool) {
		defer trace.StartRegion(ctx, "watch").End()              // for the tasks that are watched in it
		l := &loop[T]{ctx: ctx, ended: make(chan T, len(tasks))} // room for all: an ending must not block
		n := l.watch(tasks)
		defer func() { stopAll(l.stops) }()
		for range n {
			t, ok := l.next()
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// A loop collects tasks as they end, until ctx ends.
type loop[T Task] struct {
	ctx      context.Context
	stops    []func() bool
	ended    chan T
	inTime   atomic.Int64 // how many have ended before ctx; each of them will be sent
	received int64
}

// watch returns how many different tasks there are.
func (l *loop[T]) watch(tasks []T) int {
	seen := make(map[any]struct{}, len(tasks))
	done, pending := split(tasks)
	inTime := make([]bool, len(tasks))
	for i, t := range slices.Concat(done, pending) {
		if _, again := seen[t]; again {
			continue
		}
		seen[t] = struct{}{}
		if i < len(done) {
			l.inTime.Add(1)
			l.ended <- t
			continue
		}
		// Look at ctx just before Done is closed: afterwards nothing could tell a
		// task that ended before ctx from one that ended because ctx did.
		inTime := &inTime[i]
		l.stops = append(l.stops, watch(t, func(ended bool) {
			switch {
			case ended && *inTime:
				l.ended <- t
			case !ended && l.ctx.Err() == nil:
				*inTime = true
				l.inTime.Add(1)
			}
		}))
	}
	return len(seen)
}

// next receives what has ended before ctx, also where ctx has ended since.
func (l *loop[T]) next() (t T, ok bool) {
	defer trace.StartRegion(l.ctx, "wait").End()
	select {
	case t = <-l.ended:
	case <-l.ctx.Done():
		if l.received == l.inTime.Load() {
			return t, false
		}
		t = <-l.ended // a moment: its task is about to send it
	}
	l.received++
	return t, true
}
