package picture

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/exp/trace"
)

// spans are a life's states, without those too short to be seen.
func (c *canvas) spans(l *life) []Span {
	spans := []Span{}
	tick := c.clock.snap(c.clock.last) / 50
	for i, t := range l.turns {
		end := c.until(l)
		if i+1 < len(l.turns) {
			end = l.turns[i+1].at
		}
		does := activities[t.does]
		s := Span{State: does.state, From: c.clock.snap(t.at), To: c.clock.snap(end), For: does.what}
		if s.From == s.To {
			continue
		}
		if t.wait != nil {
			s.For = c.names(t.wait.open())
		}
		if n := len(spans); n > 0 && spans[n-1].goesOn(s, tick) {
			spans[n-1].To = s.To
			continue
		}
		spans = append(spans, s)
	}
	return spans
}

// goesOn reports whether s and next are drawn as one. Two sleeps in a row stay
// two, if both are long enough to be told apart.
func (s Span) goesOn(next Span, tick time.Duration) bool {
	if s.State != next.State || s.For != next.For {
		return false
	}
	blocked := s.State == Sleeping || s.State == Waiting
	return !blocked || min(s.To-s.From, next.To-next.From) < tick
}

// open are those of w's targets that hadn't ended when it began.
func (w *wait) open() (open []*life, more int) {
	targets := w.targets
	if w.of != nil {
		targets = w.of.targets
	}
	for _, t := range targets {
		if t.unfold().alive(w.at) {
			open = append(open, t)
		}
	}
	return open, w.endedAfter(w.at)
}

// endedAfter counts the dropped targets of w that ended after a moment.
func (w *wait) endedAfter(at trace.Time) (n int) {
	ends := w.ends
	if w.of != nil {
		ends = w.of.ends
	}
	for _, end := range ends {
		if end > at {
			n++
		}
	}
	return n
}

// isOpen reports whether some of w's targets hadn't ended when it began.
func (w *wait) isOpen() bool {
	open, more := w.open()
	return len(open)+more > 0
}

// awaited reports whether w is for tasks.
func (w *wait) awaited() bool { return len(w.targets)+len(w.ends) > 0 || w.of != nil }

// names are the names of the first few targets of a wait, and the number of
// the others.
func (c *canvas) names(targets []*life, more int) string {
	const few = 4
	if rest := len(targets) - few; rest > 0 {
		targets, more = targets[:few], more+rest
	}
	var names []string
	for _, t := range targets {
		names = append(names, c.title(t.unfold()))
	}
	switch text := strings.Join(names, ", "); {
	case more == 0:
		return text
	case text == "":
		return fmt.Sprintf("%d tasks", more)
	default:
		return fmt.Sprintf("%s and %d more", text, more)
	}
}

// before reports whether t is seen to be before u.
func (c *canvas) before(t, u trace.Time) bool { return c.clock.snap(t) < c.clock.snap(u) }
