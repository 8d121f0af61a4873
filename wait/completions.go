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
		defer trace.StartRegion(ctx, "watch").End()                       // for the tasks that are watched in it
		l := &loop[T]{ctx: ctx, ended: make(chan *ending[T], len(tasks))} // room for all: an ending must not block
		n := l.watch(tasks)
		defer l.stop()
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
	endings  []ending[T] // one for each task
	ended    chan *ending[T]
	inTime   atomic.Int64 // how many have ended before ctx; each of them will be sent
	received int64
}

// An ending is that of one task.
type ending[T Task] struct {
	registration
	task   T
	loop   *loop[T]
	inTime bool
}

// Ending looks at ctx just before Done is closed: afterwards nothing could tell
// a task that ended before ctx from one that ended because ctx did.
func (e *ending[T]) Ending() {
	if !e.inTime && e.loop.ctx.Err() == nil {
		e.inTime = true
		e.loop.inTime.Add(1)
	}
}

func (e *ending[T]) Ended() {
	if e.inTime {
		e.loop.ended <- e
	}
}

// watch returns how many different tasks there are.
func (l *loop[T]) watch(tasks []T) int {
	l.endings = make([]ending[T], 0, len(tasks))
	seen := make(map[any]struct{}, len(tasks))
	done, pending := split(tasks)
	for i, t := range slices.Concat(done, pending) {
		if _, again := seen[t]; again {
			continue
		}
		seen[t] = struct{}{}
		l.endings = append(l.endings, ending[T]{task: t, loop: l})
		e := &l.endings[len(l.endings)-1]
		if i < len(done) {
			e.inTime = true
			l.inTime.Add(1)
			l.ended <- e
			continue
		}
		e.register(t, e)
	}
	return len(l.endings)
}

func (l *loop[T]) stop() {
	for i := range l.endings {
		l.endings[i].unregister()
	}
}

// next receives what has ended before ctx, also where ctx has ended since.
func (l *loop[T]) next() (t T, ok bool) {
	defer trace.StartRegion(l.ctx, "wait").End()
	select {
	case e := <-l.ended:
		l.received++
		return e.task, true
	case <-l.ctx.Done():
	}
	if l.received == l.inTime.Load() {
		return t, false
	}
	l.received++
	return (<-l.ended).task, true // a moment: its task is about to send it
}
