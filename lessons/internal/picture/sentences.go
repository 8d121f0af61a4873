package picture

import (
	"cmp"
	"slices"

	"gosyncio/internal/text"
)

// pick chooses what is told, and counts the rest. If it is too much, the
// endings and cancels of the lanes that are drawn come before who starts and
// waits, that before who prints, and all before what the other lanes do.
func (c *canvas) pick(lines []string) (told []happening, rest int) {
	told = c.noticed(lines)
	slices.SortStableFunc(told, inTime)
	if rest = len(told) - maxEvents; rest <= 0 {
		return told, 0
	}
	slices.SortStableFunc(told, func(g, h happening) int { return cmp.Compare(c.weight(g), c.weight(h)) })
	told = told[:maxEvents]
	slices.SortStableFunc(told, inTime)
	return told, rest
}

func inTime(g, h happening) int { return cmp.Compare(g.at, h.at) }

// weight is small for what matters.
func (c *canvas) weight(h happening) int {
	l := h.who
	if h.whom != nil {
		l = h.whom
	}
	_, drawn := c.place[l]
	switch {
	case !drawn:
		return 3
	case h.kind == starts, h.kind == waits:
		return 1
	case h.kind == prints:
		return 2
	}
	return 0
}

// noticed is what happened on lanes. The lines go to the prints in their order.
func (c *canvas) noticed(lines []string) (told []happening) {
	for _, h := range c.happened {
		if h.kind == prints && h.line < len(lines) {
			h.text = text.Clean(lines[h.line])
		}
		if c.matters(h) {
			told = append(told, h)
		}
	}
	return told
}

func (c *canvas) matters(h happening) bool {
	switch h.kind {
	case cancels:
		return h.whom.isLane() && h.whom.alive(h.at)
	case waits:
		return h.who.isLane() && c.takes(h.wait) && h.wait.isOpen()
	case timesUp:
		return h.who.isLane() && c.hit(h)
	}
	return h.who.isLane()
}

// takes reports whether w is long enough to be seen.
func (c *canvas) takes(w *wait) bool {
	return !w.over && w.by.ending.How == "" || w.end.Sub(w.at) > c.clock.quantum/2
}

// hit reports whether a deadline came while it still counted.
func (c *canvas) hit(h happening) bool {
	return h.at <= c.clock.last && h.who.alive(h.at) && (!h.wait.over || h.wait.end >= h.at)
}

// event puts a happening into words.
func (c *canvas) event(h happening) Event {
	e := Event{At: c.clock.snap(h.at), Lane: -1, Text: c.sentence(h)}
	subject := h.who
	if p := c.starter(h.who); h.kind == starts && p != nil {
		subject = p
	}
	if h.kind == cancels && !h.who.isLane() {
		subject = h.whom
	}
	if i, ok := c.place[subject]; ok {
		e.Lane = i
	}
	return e
}

func (c *canvas) sentence(h happening) string {
	who := c.title(h.who)
	switch h.kind {
	case starts:
		if p := c.starter(h.who); p != nil {
			return c.title(p) + " starts " + who
		}
		return who + " starts"
	case waits:
		return who + " waits for " + c.names(h.wait.open())
	case prints:
		return who + " prints" + because(h.text)
	case timesUp:
		return who + "'s time is up after " + h.text
	case cancels:
		switch {
		case !h.who.isLane():
			return c.title(h.whom) + " is to stop" + because(h.text)
		case h.who == h.whom:
			return who + " cancels itself" + because(h.text)
		}
		return who + " cancels " + c.title(h.whom) + because(h.text)
	}
	return who + c.ended(h.who) + c.stillWaiting(h)
}

func because(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

func (c *canvas) ended(l *life) string {
	switch e := l.ending; {
	case e.How == Failed, e.How == Panicked:
		return " " + string(e.How) + because(e.Text)
	case e.How == Cancelled:
		return " is cancelled" + because(e.Text)
	case e.Text != "":
		return " returned " + e.Text
	}
	return " returned"
}

// stillWaiting says who had waited for this one among others, and goes on.
func (c *canvas) stillWaiting(h happening) string {
	for _, w := range c.waitsFor(h.who) {
		if !w.by.isLane() || w.at > h.at || w.over && !c.before(h.at, w.end) || !w.by.alive(h.at) {
			continue
		}
		open, _ := w.open()
		if rest := c.unended(open, h); len(rest) > 0 {
			return "; " + c.title(w.by) + " still waits for " + c.names(rest, w.endedAfter(h.at))
		}
	}
	return ""
}

// unended are those of the targets that go on after h.
func (c *canvas) unended(targets []*life, h happening) (rest []*life) {
	for _, t := range targets {
		if t = t.unfold(); t != h.who && (t.ending.How == "" || c.before(h.at, t.end)) {
			rest = append(rest, t)
		}
	}
	return rest
}

// mark adds what is seen at one moment of a lane.
func (c *canvas) mark(h happening, p *Picture) {
	kind := map[kind]MarkKind{prints: Print, timesUp: Deadline}[h.kind]
	i, drawn := c.place[h.who]
	if kind == "" || !drawn {
		return
	}
	lane := &p.Lanes[i]
	lane.Marks = append(lane.Marks, Mark{Kind: kind, At: c.clock.snap(h.at), Text: h.text})
}
