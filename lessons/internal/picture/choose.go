package picture

import (
	"cmp"
	"slices"
	"strings"
)

// choose picks the lanes that tell the story: the first task; then by turns the
// next that failed or panicked, that was cancelled, and that has a name of its
// own; and if there is room, by turns the next of the others that still runs
// and that returned. Of those that ended badly the first to end come first, of
// the rest those that lived longest, mixed. Each comes with the lanes that it
// stands under.
func (c *canvas) choose() map[*life]bool {
	chosen := map[*life]bool{}
	if len(c.all) == 0 {
		return chosen
	}
	c.take(chosen, c.first())
	matter, rest := c.queues()
	c.takeByTurns(chosen, matter)
	c.takeByTurns(chosen, rest)
	return chosen
}

func (c *canvas) takeByTurns(chosen map[*life]bool, queues [][]*life) {
	for len(chosen) < c.most() {
		none := true
		for i, queue := range queues {
			if len(queue) > 0 {
				queues[i], none = queue[1:], false
				c.take(chosen, queue[0])
			}
		}
		if none {
			return
		}
	}
}

// first is the first task that no other lane started, else the first lane.
func (c *canvas) first() *life {
	for _, l := range c.all {
		if l.task && c.parent(l) == nil {
			return l
		}
	}
	return c.all[0]
}

// queues are the lanes that matter and the others, the best of each kind first.
func (c *canvas) queues() (matter, rest [][]*life) {
	of, named := map[How][]*life{}, map[How][]*life{}
	for _, l := range c.all {
		how := l.how()
		if how == Panicked {
			how = Failed
		}
		if l.isNamed() && (how == Unended || how == Returned) {
			named[how] = append(named[how], l)
		} else {
			of[how] = append(of[how], l)
		}
	}
	for _, how := range []How{Failed, Cancelled} {
		slices.SortStableFunc(of[how], func(l, m *life) int { return cmp.Compare(c.until(l), c.until(m)) })
	}
	return [][]*life{of[Failed], of[Cancelled], c.mixed(named[Unended]), c.mixed(named[Returned])},
		[][]*life{c.mixed(of[Unended]), c.mixed(of[Returned])}
}

// isNamed reports whether the program chose the name of the task l.
func (l *life) isNamed() bool {
	return l.task && !l.gathered && !strings.HasPrefix(l.name, "Task-")
}

// mixed puts those first that lived longest; but the second of a kind counts
// half, the third a third, and so on, for of a crowd a few tell all. Of a kind
// are lanes that have the same parent, start at about the same time, and have
// names that only numbers tell apart.
func (c *canvas) mixed(ls []*life) []*life {
	type kind struct {
		parent *life
		name   string
		start  int64
	}
	type counted struct {
		*life
		lifetime int64
		counts   float64
	}
	crowd, all := map[kind]float64{}, make([]counted, len(ls))
	for i, l := range ls {
		all[i] = counted{life: l, lifetime: c.lifetime(l)}
	}
	slices.SortStableFunc(all, func(l, m counted) int { return cmp.Compare(m.lifetime, l.lifetime) })
	about := int64(c.clock.last.Sub(c.clock.zero))/fewLanes + 1
	for i, l := range all {
		k := kind{c.parent(l.life), unnumbered(cmp.Or(l.name, c.title(l.life))), int64(c.clock.within(l.start)-c.clock.zero) / about}
		crowd[k]++
		all[i].counts = float64(l.lifetime) / crowd[k]
	}
	slices.SortStableFunc(all, func(l, m counted) int { return cmp.Compare(m.counts, l.counts) })
	for i, l := range all {
		ls[i] = l.life
	}
	return ls
}

// most is how many lanes are drawn at most.
func (c *canvas) most() int { return cmp.Or(c.opts.Lanes, fewLanes) }

func unnumbered(name string) string {
	if stem := strings.TrimRight(name, "0123456789"); !strings.ContainsAny(stem, "0123456789") {
		return stem // nearly always
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, name)
}

// lifetime is how long l lived, in quanta.
func (c *canvas) lifetime(l *life) int64 {
	return int64(c.until(l)-c.clock.within(l.start)) / max(int64(c.clock.quantum), 1)
}

// take chooses l and those that it descends from, if there is room.
func (c *canvas) take(chosen map[*life]bool, l *life) {
	var family []*life
	for m := l; m != nil && !chosen[m]; m = c.parent(m) {
		if family = append(family, m); len(chosen)+len(family) > c.most() {
			return
		}
	}
	for _, m := range family {
		chosen[m] = true
	}
}
