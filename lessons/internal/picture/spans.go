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
		s := Span{State: t.state, From: c.clock.snap(t.at), To: c.clock.snap(end), For: t.what}
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
func (w *wait) open() []*life {
	var open []*life
	targets := w.targets
	if w.of != nil {
		targets = w.of.targets
	}
	for _, t := range targets {
		if t.unfold().alive(w.at) {
			open = append(open, t)
		}
	}
	return open
}

// names are the names of those that somebody waits for.
func (c *canvas) names(targets []*life) string {
	const few = 4
	var names []string
	for _, t := range targets {
		names = append(names, c.title(t.unfold()))
	}
	return list(names, few)
}

// list writes names with commas, the first few of them.
func list(names []string, few int) string {
	if more := len(names) - few; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), more)
	}
	return strings.Join(names, ", ")
}

// before reports whether t is seen to be before u.
func (c *canvas) before(t, u trace.Time) bool { return c.clock.snap(t) < c.clock.snap(u) }
