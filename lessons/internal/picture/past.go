package picture

import (
	"maps"
	"math"
	"slices"
	"strings"

	"golang.org/x/exp/trace"
)

// What a run keeps of those that have ended is bounded: a trace may have
// millions of them, and no picture shows them all. From time to time the run
// drops all but those that the picture may choose from, and only counts them.
const (
	manyLives = 100_000 // new ones, until some are dropped
	manyEach  = 2_000   // kept of those that failed, that were cancelled, that returned
)

// past is what is known of all that was dropped.
type past struct {
	lanes, others, events int
	tasks                 bool           // some were tasks
	zero, last            trace.Time     // the first start and the last end
	numbers               map[string]int // of goroutines: the highest for each name
	children              map[child]int  // of tasks: how many have the name

	lives, happened, turns int // kept the last time
	moves                  int // since then
	round                  int
	many                   int // new ones, until some are dropped
	quantum                trace.Time
	crowds                 map[string]int // of goroutines that were over at once, by function
}

// A child is a name under a parent.
type child struct {
	of   *life
	name string
}

func newPast() past {
	return past{many: manyLives, zero: math.MaxInt64, numbers: map[string]int{}, children: map[child]int{}, crowds: map[string]int{}}
}

// crowded reports whether it's time to drop some.
func (r *run) crowded() bool {
	return len(r.lives) > r.past.many+2*r.past.lives ||
		len(r.happened) > 2*r.past.many+2*r.past.happened ||
		r.past.moves > r.past.many+4*len(r.lives)+r.past.turns
}

// condense drops what no picture will show.
func (r *run) condense() {
	c := r.canvas()
	r.past.quantum, r.past.round = trace.Time(c.clock.quantum), r.past.round+1
	kept := c.keep()
	c.freeze()
	for _, l := range r.lives {
		if !kept[l] {
			c.drop(l)
		}
	}
	c.forget()
	r.lives = slices.DeleteFunc(r.lives, func(l *life) bool {
		l.lane = l.lane && !l.dropped
		return l.dropped
	})
	maps.DeleteFunc(r.tasks, func(_ trace.TaskID, l *life) bool { return l.dropped })
	r.past.turns = 0
	for _, l := range r.lives {
		c.tidy(l)
		r.past.turns += len(l.turns)
	}
	r.past.lives, r.past.happened, r.past.moves = len(r.lives), len(r.happened), 0
}

// keep chooses those that go on, those that a picture may show, and the lanes
// that they stand under.
func (c *canvas) keep() map[*life]bool {
	kept := map[*life]bool{}
	keep := func(l *life) {
		for depth := 0; l != nil && !kept[l] && depth < 100; depth++ {
			kept[l] = true
			l = c.parent(l)
		}
	}
	for _, l := range c.lives {
		if l.ending.How == "" && !l.dropped {
			keep(l)
		}
	}
	if len(c.all) > 0 {
		keep(c.first())
	}
	matter, rest := c.queues()
	for _, queue := range append(matter, rest...) {
		for _, l := range queue[:min(len(queue), max(manyEach, c.most()))] {
			keep(l)
		}
	}
	return kept
}

// freeze keeps the names of all lanes, also of those that will be dropped.
func (c *canvas) freeze() {
	maps.Copy(c.past.numbers, c.numbers)
	for _, l := range c.all {
		if l.task && l.numbered == "" && !strings.HasPrefix(l.name, "Task-") {
			k := child{c.parent(l), l.name}
			c.past.children[k] = c.children[k]
		}
	}
	for _, l := range c.all {
		l.numbered = l.label
	}
}

// drop counts l, and lets it go.
func (c *canvas) drop(l *life) {
	switch {
	case l.dropped: // it was counted when it ended
	case l.isLane():
		c.past.count(l)
	case !l.task && l.g.past == nil:
		c.past.others++
	}
	l.dropped = true
}

func (p *past) count(l *life) {
	p.lanes++
	p.tasks = p.tasks || l.task
	p.last = max(p.last, l.end)
	if !l.known {
		p.zero = min(p.zero, l.start)
	}
}

// skip drops a goroutine that ended as soon as it began and did nothing that
// is seen, if there were many like it.
func (r *run) skip(g *goroutine) bool {
	l := g.own
	over := l.end-l.start < r.past.quantum
	if !over || g.kind != program || g.past != nil || l.busy || l.known || l.waited {
		return false
	}
	if r.past.crowds[g.named]++; r.past.crowds[g.named] <= manyEach {
		return false
	}
	l.dropped = true
	r.past.count(l)
	r.past.events += 2 // its start and its end
	r.past.numbers[r.call(g.named).name]++
	return true
}

// forget removes what happened to those that were dropped, what is too short to
// be seen, and of one kind on one lane all that is beyond what a picture tells.
func (c *canvas) forget() {
	type sort struct {
		of   *life
		kind kind
	}
	count := map[sort]int{}
	c.happened = slices.DeleteFunc(c.happened, func(h happening) bool {
		s := sort{h.subject, h.kind}
		if h.kind == cancels {
			s.of = h.target
		}
		over := h.wait == nil || h.wait.over
		switch seen := c.matters(h); {
		case !s.of.dropped && (!seen || !over):
			return over && (h.kind == waits || h.kind == timesUp)
		case !s.of.dropped && count[s] < 10*maxEvents:
			count[s]++
			return false
		case seen:
			c.past.events++
		}
		return true
	})
	for _, h := range c.happened {
		c.past.tidyWait(h.wait)
	}
}

// tidy makes l as small as it may be: it knows none of those that were dropped,
// and has no turns that are too short to be seen.
func (c *canvas) tidy(l *life) {
	if l.by != nil && l.by.dropped || l.under != nil && l.under.dropped {
		p := c.parent(l)
		if l.by != nil && l.by.dropped {
			l.by = nil
		}
		if l.under = p; p != nil && p.dropped {
			l.under = nil
		}
	}
	l.parent, l.placed = nil, 0
	l.turns = c.sample(l.turns)
	for _, t := range l.turns {
		c.past.tidyWait(t.wait)
	}
	l.awaits = slices.DeleteFunc(l.awaits, func(t *life) bool { return t.dropped && l.busy })
	l.waitedBy = slices.DeleteFunc(l.waitedBy, func(w *wait) bool { return w.by.dropped || w.over && l.ending.How == "" })
	for _, w := range l.waitedBy {
		c.past.tidyWait(w)
	}
	for _, watch := range l.watchedBy {
		c.tidyWatch(watch)
	}
	if l.g == nil {
		return
	}
	if l.g.asked != nil && l.g.asked.dropped {
		l.g.asked = nil
	}
	for _, in := range l.g.regions {
		c.past.tidyWait(in.wait)
		if in.watch != nil {
			c.tidyWatch(in.watch)
		}
	}
}

func (p *past) tidyWait(w *wait) {
	if w == nil || w.round == p.round {
		return
	}
	w.round = p.round
	w.targets, w.ends = without(w.targets, w.ends, w.at)
	if w.woken != nil && w.woken.dropped {
		w.woken = nil
	}
}

func (c *canvas) tidyWatch(w *watch) {
	if w.round == c.past.round {
		return
	}
	w.round = c.past.round
	w.targets, w.ends = without(w.targets, w.ends, 0)
	w.waits = slices.DeleteFunc(w.waits, func(w *wait) bool { return w.by.dropped || w.over && !c.takes(w) })
}

// without leaves of the dropped targets their ends, if these are after a moment.
func without(targets []*life, ends []trace.Time, at trace.Time) ([]*life, []trace.Time) {
	for i, t := range targets {
		if !t.dropped {
			continue
		}
		if t = t.unfold(); !t.dropped {
			targets[i] = t
		} else if t.end > at {
			ends = append(ends, t.end)
		}
	}
	return slices.DeleteFunc(targets, func(t *life) bool { return t.dropped }), ends
}

// sample leaves of the turns within half a quantum the last: those before it
// are too short to be seen.
func (c *canvas) sample(turns []turn) []turn {
	cell := trace.Time(c.clock.quantum / 2)
	if len(turns) < 64 || cell == 0 {
		return turns
	}
	var seen []turn
	for i, t := range turns {
		if i == 0 || i == len(turns)-1 || turns[i+1].at/cell > t.at/cell {
			seen = append(seen, t)
		}
	}
	return seen
}
