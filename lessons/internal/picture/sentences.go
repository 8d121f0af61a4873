package picture

import (
	"cmp"
	"slices"

	"gosyncio/internal/text"
)

// pick chooses what is told, and counts the rest. If it is too much, the
// endings and cancels of the lanes that are drawn come first, then their starts
// and waits, then what they print, and last what the other lanes do.
func (c *canvas) pick(lines []string) (told []happening, rest int) {
	told = c.noticed()
	slices.SortStableFunc(told, inTime)
	if rest = max(0, len(told)-maxEvents); rest > 0 {
		slices.SortStableFunc(told, func(g, h happening) int { return cmp.Compare(c.weight(g), c.weight(h)) })
		told = told[:maxEvents]
		slices.SortStableFunc(told, inTime)
	}
	for i, h := range told {
		if h.kind == prints && h.line < len(lines) {
			told[i].text = text.Clean(lines[h.line])
		}
	}
	return told, rest
}

func inTime(g, h happening) int { return cmp.Compare(g.at, h.at) }

// weight is small for what matters.
func (c *canvas) weight(h happening) int {
	l := h.subject
	if h.target != nil {
		l = h.target
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

// noticed is what happened on lanes.
func (c *canvas) noticed() (told []happening) {
	for _, h := range c.happened {
		if c.matters(h) {
			told = append(told, h)
		}
	}
	return told
}

func (c *canvas) matters(h happening) bool {
	switch h.kind {
	case cancels:
		return h.target.isLane() && h.target.alive(h.at)
	case waits:
		return h.subject.isLane() && c.takes(h.wait) && h.wait.isOpen()
	case timesUp:
		return h.subject.isLane() && c.hit(h)
	}
	return h.subject.isLane()
}

// takes reports whether w is long enough to be seen.
func (c *canvas) takes(w *wait) bool {
	return !w.over && w.by.ending.How == "" || c.clock.moment(w.end).Sub(c.clock.moment(w.at)) > c.clock.quantum/2
}

// hit reports whether a deadline came while it still counted.
func (c *canvas) hit(h happening) bool {
	return h.at <= c.clock.last && h.subject.alive(h.at) && (!h.wait.over || h.wait.end >= h.at)
}

// event puts a happening into words.
func (c *canvas) event(h happening) Event {
	e := Event{At: c.clock.snap(h.at), Lane: -1, Text: c.sentence(h)}
	subject := h.subject
	if p := c.starter(h.subject); h.kind == starts && p != nil {
		subject = p
	}
	if h.kind == cancels && !h.subject.isLane() {
		subject = h.target
	}
	if i, ok := c.place[subject]; ok {
		e.Lane = i
	}
	return e
}

func (c *canvas) sentence(h happening) string {
	name := c.title(h.subject)
	switch h.kind {
	case starts:
		if p := c.starter(h.subject); p != nil {
			return c.title(p) + " starts " + name
		}
		return name + " starts"
	case waits:
		return name + " waits for " + c.names(h.wait.open())
	case prints:
		return name + " prints" + because(h.text)
	case timesUp:
		return name + "'s time is up after " + h.text
	case cancels:
		switch {
		case !h.subject.isLane():
			return c.title(h.target) + " is to stop" + because(h.text)
		case h.subject == h.target:
			return name + " cancels itself" + because(h.text)
		}
		return name + " cancels " + c.title(h.target) + because(h.text)
	}
	return name + c.ended(h.subject) + c.stillWaiting(h)
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

// stillWaiting names a lane that waited for this one among others, and goes on.
func (c *canvas) stillWaiting(h happening) string {
	for _, w := range c.waitsFor(h.subject) {
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
		if t = t.unfold(); t != h.subject && (t.ending.How == "" || c.before(h.at, t.end)) {
			rest = append(rest, t)
		}
	}
	return rest
}

// mark adds what is seen at one moment of a lane.
func (c *canvas) mark(h happening, p *Picture) {
	kind := map[kind]MarkKind{prints: Print, timesUp: Deadline}[h.kind]
	i, drawn := c.place[h.subject]
	if kind == "" || !drawn {
		return
	}
	lane := &p.Lanes[i]
	lane.Marks = append(lane.Marks, Mark{Kind: kind, At: c.clock.snap(h.at), Text: h.text})
}
