package picture

import (
	"cmp"
	"slices"
)

// arrows are the arrows between lanes that are drawn.
func (c *canvas) arrows(told []happening) (arrows []Arrow) {
	for _, l := range c.drawn {
		if p := c.starter(l); p != nil {
			arrows = append(arrows, Arrow{Kind: Start, At: c.clock.snap(l.start), From: c.place[p], To: c.place[l]})
		}
		arrows = append(arrows, c.endArrows(l)...)
	}
	for _, h := range told {
		from, ok := c.place[h.subject]
		to, ok2 := c.place[h.target]
		if h.kind == cancels && ok && ok2 && from != to {
			arrows = append(arrows, Arrow{Kind: Cancel, At: c.clock.snap(h.at), From: from, To: to, Text: h.text})
		}
	}
	slices.SortStableFunc(arrows, func(a, b Arrow) int { return cmp.Compare(a.At, b.At) })
	return slices.Compact(arrows)
}

// endArrows are the arrows from l to the lanes that waited for it.
func (c *canvas) endArrows(l *life) (arrows []Arrow) {
	kind := Await
	if l.ending.How == Failed || l.ending.How == Panicked {
		kind = Fail
	}
	for _, w := range c.waitsFor(l) {
		to, ok := c.place[w.by]
		if ok && w.over && w.woken != nil && w.woken.unfold() == l && w.by != l {
			arrows = append(arrows, Arrow{Kind: kind, At: c.clock.snap(w.end), From: c.place[l], To: to})
		}
	}
	return arrows
}

// waitsFor are the waits for l, also by way of those that only await it.
func (c *canvas) waitsFor(l *life) (ws []*wait) {
	reached := map[*life]bool{}
	var follow func(l *life)
	follow = func(l *life) {
		if reached[l] {
			return
		}
		reached[l] = true
		for _, w := range l.waitedBy {
			if w.by.folds() {
				follow(w.by)
			} else {
				ws = append(ws, w)
			}
		}
		for _, watch := range l.watchedBy {
			ws = append(ws, watch.waits...)
		}
	}
	follow(l)
	return ws
}
