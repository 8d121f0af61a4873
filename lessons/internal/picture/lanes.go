package picture

import (
	"cmp"
	"slices"
)

// A picture stays readable up to here.
const (
	fewLanes  = 12
	maxEvents = 200
)

// A canvas is a picture in the making.
type canvas struct {
	*run
	clock    *clock
	all      []*life        // that are lanes, in order of start
	drawn    []*life        // those that are drawn, in order
	place    map[*life]int  // of the drawn ones
	numbers  map[string]int // of goroutines: the highest for each name
	children map[child]int  // how many have a name, but for those of the past
}

// canvas finds the lanes, and their names.
func (r *run) canvas() *canvas {
	c := &canvas{run: r, place: map[*life]int{}, numbers: map[string]int{}, children: map[child]int{}}
	r.canvases++
	for _, l := range r.lives {
		l.label = ""
		if l.lane = r.laneworthy(l); l.lane {
			c.all = append(c.all, l)
		}
	}
	c.clock = newClock(r, c.all)
	c.all = slices.DeleteFunc(c.all, func(l *life) bool {
		l.lane = r.until(l) >= c.clock.zero
		return !l.lane
	})
	slices.SortStableFunc(c.all, func(l, m *life) int { return cmp.Compare(c.clock.within(l.start), c.clock.within(m.start)) })
	c.nameAll()
	return c
}

// picture draws what there is so far.
func (r *run) picture(lines []string) Picture {
	c := r.canvas()
	c.drawn = c.inOrder(c.choose())
	for i, l := range c.drawn {
		c.place[l] = i
	}
	told, untold := c.pick(lines)
	c.clock.wind(c.drawn, told)
	p := Picture{Lanes: []Lane{}, Others: c.others() + r.past.others, Timeless: c.clock.timeless}
	for _, l := range c.drawn {
		p.Lanes = append(p.Lanes, c.lane(l, &p))
	}
	p.Undrawn = Undrawn{Lanes: len(c.all) - len(c.drawn) + r.past.lanes, Events: untold + r.past.events}
	p.Arrows = c.arrows(told)
	for _, h := range told {
		p.Events = append(p.Events, c.event(h))
		c.mark(h, &p)
	}
	p.Length = c.clock.snap(c.clock.last)
	return p
}

// laneworthy reports whether l is a lane.
func (r *run) laneworthy(l *life) bool {
	switch {
	case l.dropped:
		return false
	case l.task:
		return l.begun && !l.folds()
	case l.g.kind != program || len(l.g.tasks) > 0 || l.g.past != nil:
		return false
	default: // the packages' own may be known only now
		return r.origins.of(l.g.named, "") != packages
	}
}

// folds reports whether l is a gathered function that does nothing but await
// one task: a wait for it is a wait for that task.
func (l *life) folds() bool {
	return l.gathered && !l.busy && len(l.awaits) == 1 && l.awaits[0] != l
}

// unfold is l, or the task that it only awaits.
func (l *life) unfold() *life {
	for range 10 { // deeper than anybody gathers; a broken trace may go round in circles
		if !l.folds() {
			break
		}
		l = l.awaits[0]
	}
	return l
}

// parent is the lane that l stands under, or nil: the one that started it, but
// goroutines that aren't lanes are passed over.
func (c *canvas) parent(l *life) *life {
	var passed []*life
	for {
		var p *life
		passed = append(passed, l)
		switch {
		case l.placed == c.canvases:
			p = l.parent
		case l.by.isLane():
			p = l.by
		case l.under.isLane():
			p = l.under
		case l.by != nil && len(passed) < len(c.lives): // no circles
			l = l.by
			continue
		}
		for _, l := range passed {
			l.parent, l.placed = p, c.canvases
		}
		return p
	}
}

// starter is the lane that started l itself, or nil: a start by a
// goroutine that has no lane, such as a server of Go's, is not one by the lane
// that l stands under.
func (c *canvas) starter(l *life) *life {
	if l.by.isLane() {
		return l.by
	}
	return nil
}

// title is what the picture calls l.
func (c *canvas) title(l *life) string {
	return cmp.Or(l.label, l.numbered, l.name)
}

// inOrder sorts lanes by start, but children right after their parents.
func (c *canvas) inOrder(chosen map[*life]bool) (order []*life) {
	children := map[*life][]*life{}
	for _, l := range c.all {
		if chosen[l] {
			p := c.parent(l)
			children[p] = append(children[p], l)
		}
	}
	var visit func(p *life)
	visit = func(p *life) {
		for _, l := range children[p] {
			order = append(order, l)
			visit(l)
		}
	}
	visit(nil)
	return order
}

// lane draws l as the next lane of p.
func (c *canvas) lane(l *life, p *Picture) Lane {
	lane := Lane{
		Name: c.title(l), Parent: -1, Task: l.task, Ending: l.ending,
		Start: c.clock.snap(l.start), End: c.clock.snap(c.until(l)), Spans: c.spans(l),
	}
	lane.Ending.How = l.how()
	if parent := c.parent(l); parent != nil {
		lane.Parent = c.place[parent]
		lane.Depth = p.Lanes[lane.Parent].Depth + 1
	}
	return lane
}

// others counts the goroutines that have no lane, drawn or not, and led no task.
func (c *canvas) others() int {
	leaders := map[*goroutine]bool{}
	for _, l := range c.lives {
		if l.task && l.g != nil {
			leaders[l.g] = true
		}
	}
	n := 0
	for _, l := range c.lives {
		if !l.task && !l.dropped && !l.isLane() && !leaders[l.g] {
			n++
		}
	}
	return n
}
