package picture

import (
	"slices"
	"time"

	"golang.org/x/exp/trace"
)

// A clock turns the stamps of a trace into times that the eye can use. They
// are multiples of a quantum; and what happens within half a quantum happens
// at the same time, so that a bar that ends where another begins in the
// program does so in the picture, whatever the processor's detours.
type clock struct {
	run        *run
	zero, last trace.Time
	quantum    time.Duration
	timeless   bool         // the stamps are taken as they are, although the clock stood still
	moments    []trace.Time // each stands for itself and for what follows closely
}

// startUp is how long a program may take until its first task begins, on a
// page: that is no time of its own.
const startUp = 100 * time.Millisecond

// newClock starts a clock at the first task, or with the trace if there's none.
func newClock(r *run, lanes []*life) *clock {
	c := &clock{run: r, zero: min(r.last, r.past.zero), last: r.past.last}
	tasks, live := r.past.tasks, len(lanes) == 0
	for _, l := range lanes {
		tasks = tasks || l.task
		if !l.known {
			c.zero = min(c.zero, l.start)
		}
		c.last = max(c.last, r.until(l))
		live = live || l.ending.How == ""
	}
	if !tasks || r.opts.PageClock && c.zero.Sub(r.began) > startUp {
		c.zero = r.began
	}
	if live {
		c.last = r.present()
	}
	c.last = max(c.last, c.zero)
	if r.ended && r.opts.PageClock && r.moment(c.zero) == r.moment(c.last) {
		c.timeless, c.quantum = true, tick
		return c
	}
	c.zero, c.last = r.moment(c.zero), r.moment(c.last)
	c.quantum = quantum(c.last.Sub(c.zero))
	return c
}

// moment is what the clock said at a stamp.
func (c *clock) moment(t trace.Time) trace.Time {
	if c.timeless {
		return t
	}
	return c.run.moment(t)
}

// quantum is 1 % of the length and 10 ms at most; but for lengths from 20 s
// on, because no screen has more dots, 1/2000. It is 1, 2 or 5 of some unit.
func quantum(length time.Duration) time.Duration {
	want := max(min(length/100, 10*time.Millisecond), length/2000)
	q := time.Microsecond
	for i := 0; ; i++ {
		next := q * 2
		if i%3 == 1 {
			next = q / 2 * 5
		}
		if next > want {
			return q
		}
		q = next
	}
}

// wind sets the clock to the moments of a picture.
func (c *clock) wind(lanes []*life, told []happening) {
	all := []trace.Time{c.zero, c.last}
	for _, l := range lanes {
		all = append(all, l.start, l.end)
		for _, t := range l.turns {
			all = append(all, t.at)
		}
	}
	for _, h := range told {
		all = append(all, h.at)
	}
	slices.Sort(all)
	c.moments = c.moments[:0]
	for _, t := range all {
		t = c.within(c.moment(t))
		if n := len(c.moments); n == 0 || t.Sub(c.moments[n-1]) > c.quantum/2 {
			c.moments = append(c.moments, t)
		}
	}
}

// within is t, or the end of the picture that is next to it.
func (c *clock) within(t trace.Time) trace.Time { return min(max(t, c.zero), c.last) }

// snap is the time that the picture gives t.
func (c *clock) snap(t trace.Time) time.Duration {
	t = c.within(c.moment(t))
	i, exact := slices.BinarySearch(c.moments, t)
	if !exact && i > 0 {
		t = c.moments[i-1]
	}
	return t.Sub(c.zero).Round(c.quantum)
}
