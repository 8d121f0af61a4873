package svg

import (
	"slices"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// at is the time d since the start: none has passed in a run whose times are
// only an order.
func (p *page) at(d time.Duration) time.Duration {
	if p.timeless {
		return 0
	}
	return d
}

// Timed is a picture without the order: all its times are 0, as they were. So
// it stands on the same ruler as another.
func Timed(p picture.Picture) picture.Picture {
	p.Length, p.Timeless = 0, false
	p.Lanes, p.Arrows, p.Events = slices.Clone(p.Lanes), slices.Clone(p.Arrows), slices.Clone(p.Events)
	for i := range p.Lanes {
		lane := &p.Lanes[i]
		lane.Start, lane.End, lane.Spans, lane.Marks = 0, 0, nil, slices.Clone(lane.Marks)
		for i := range lane.Marks {
			lane.Marks[i].At = 0
		}
	}
	for i := range p.Arrows {
		p.Arrows[i].At = 0
	}
	for i := range p.Events {
		p.Events[i].At = 0
	}
	return p
}

func (p *page) moment(d time.Duration) string { return layout.Moment(p.at(d)) }

// words say what a row does in a span, without a duration if there is none.
func (p *page) words(s picture.Span) []string {
	words := layout.Words(s)
	if p.timeless && s.State != picture.Waiting {
		return words[1:]
	}
	return words
}

// tell is a span as a sentence.
func (p *page) tell(row layout.Row, s picture.Span) string {
	s.From, s.To = p.at(s.From), p.at(s.To)
	return layout.Tell(row, s)
}
