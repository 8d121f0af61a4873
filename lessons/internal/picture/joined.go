package picture

import (
	"io"
	"time"

	"golang.org/x/exp/trace"
)

// Add reads a further trace of the same run to its end: one that was started
// in the same process after the one before had been stopped. Goroutines, tasks
// and the clock go on; what the program did while no trace was taken is not
// known, but a goroutine that is gone has ended.
//
// A trace of which nothing is whole is an error, and the run goes on without
// it. One that breaks off is taken as far as it is whole.
func (r *Reader) Add(in io.Reader) error {
	r.mu.Lock()
	read := int64(0)
	if r.in != nil {
		read = r.in.n
	}
	r.in = &source{r: in, n: read, most: MaxSize + 1}
	r.syncs = 0
	r.run.beginTrace()
	r.mu.Unlock()
	broken, err := r.readAll()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil && !broken {
		r.run.endTrace()
	}
	r.cut = r.cut || broken || err != nil
	return err
}

// End says that no further trace comes. The picture is cut short if a task of
// task.Run's is still at work; or if the caller knows that the program did not
// end by itself, as after a panic, and there is anything that has not ended. Of
// a program in a page that ended by itself main.main has returned.
func (r *Reader) End(cutShort bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.run.opts.PageClock && !cutShort {
		r.run.exit()
	}
	r.run.ended = true
	r.cut = r.cut || r.run.unfinished() || cutShort && r.run.alive()
}

// exit ends main.main.
func (r *run) exit() {
	for _, g := range r.goroutines {
		if g.named == "main.main" && g.own.known && len(g.tasks) == 0 && g.own.finish(r.last, Ending{How: Returned}) {
			r.record(happening{kind: ends, at: r.last, subject: g.own})
		}
	}
}

// alive reports whether there is a task or a goroutine of the program that has
// not ended.
func (r *run) alive() bool {
	for _, g := range r.goroutines {
		if len(g.tasks) > 0 || g.kind == program && g.past == nil && g.own.ending.How == "" {
			return true
		}
	}
	return false
}

// PictureAt is the picture at a moment, counted from the start of the first
// trace: lanes that have not ended go on up to it. lines are as for [Read].
func (r *Reader) PictureAt(now time.Duration, lines ...string) Picture {
	r.mu.Lock()
	if r.run.began != 0 {
		r.run.now = r.run.began + trace.Time(now)
	}
	r.mu.Unlock()
	return r.Picture(lines...)
}

// beginTrace makes the run ready for a further trace.
func (r *run) beginTrace() {
	r.endGeneration()
	r.traces++
	r.resumed = 0
}

// endTrace ends the goroutines that this trace doesn't know: Go tells of all
// that live in each trace.
func (r *run) endTrace() {
	for id, g := range r.goroutines {
		if g.trace < r.traces {
			r.endGoroutine(r.resumed, g)
			delete(r.goroutines, id)
		}
	}
}

// tick is how far apart the stamps of two events are if the clock stands still.
const tick = 64 * time.Nanosecond

// A pause is a time in which the clock stood still, as its stamps have it.
type pause struct{ from, to trace.Time }

// stamp notes when an event comes, and returns it. Broken clocks don't go back.
func (r *run) stamp(at trace.Time) trace.Time {
	switch {
	case r.began == 0:
		r.began = at
	case r.opts.PageClock && at.Sub(r.last) <= tick:
		at = max(at, r.last)
		if n := len(r.pauses); n == 0 || r.pauses[n-1].to < r.last {
			r.pauses = append(r.pauses, pause{from: r.last})
		}
		r.pauses[len(r.pauses)-1].to = at
	}
	r.last = max(at, r.last)
	if r.resumed == 0 {
		r.resumed = r.last
	}
	return r.last
}

// moment is what the clock said when an event got the stamp at.
func (r *run) moment(at trace.Time) trace.Time {
	low, high := 0, len(r.pauses)
	for low < high {
		if middle := (low + high) / 2; r.pauses[middle].to < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(r.pauses) && r.pauses[low].from < at {
		return r.pauses[low].from
	}
	return at
}

// takers are the goroutines that take a trace and, on a page, that wait for
// JavaScript, by the function that they run.
var takers = map[string]bool{
	"runtime.traceStartReadCPU.func1":                     true,
	"runtime.(*traceAdvancerState).start.func1":           true,
	"runtime/trace.(*traceMultiplexer).startLocked.func1": true,
	"runtime.handleAsyncEvent":                            true,
	"runtime.handleEvent":                                 true,
}

// enlist adds the life of a new goroutine to the others, but not if it only
// takes the trace: a run of many traces would have crowds of them.
func (r *run) enlist(g *goroutine, start *seen) bool {
	if (r.traces > 1 || r.opts.PageClock) && takers[start.start] {
		g.kind = hidden
		return false
	}
	r.lives = append(r.lives, g.own)
	return true
}
