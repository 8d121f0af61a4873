package sample

import (
	"math/rand/v2"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

func run(title, subtitle string, p picture.Picture) layout.Run {
	p.Length = 0
	for _, lane := range p.Lanes {
		p.Length = max(p.Length, lane.End)
	}
	return layout.Run{Title: title, Subtitle: subtitle, Picture: p}
}

// lane lives as long as its spans.
func lane(name string, parent int, end picture.Ending, spans ...picture.Span) picture.Lane {
	l := picture.Lane{Name: name, Parent: parent, Task: true, Spans: spans, Ending: end}
	if len(spans) > 0 {
		l.Start, l.End = spans[0].From, spans[len(spans)-1].To
	}
	return l
}

func returned(text string) picture.Ending  { return picture.Ending{How: picture.Returned, Text: text} }
func failed(text string) picture.Ending    { return picture.Ending{How: picture.Failed, Text: text} }
func cancelled(text string) picture.Ending { return picture.Ending{How: picture.Cancelled, Text: text} }

func runs(from, to time.Duration) picture.Span {
	return picture.Span{State: picture.Running, From: from, To: to}
}

func ready(from, to time.Duration) picture.Span {
	return picture.Span{State: picture.Ready, From: from, To: to}
}

func sleeps(from, to time.Duration) picture.Span {
	return picture.Span{State: picture.Sleeping, From: from, To: to}
}

func waits(target string, from, to time.Duration) picture.Span {
	return picture.Span{State: picture.Waiting, From: from, To: to, For: target}
}

func printed(at time.Duration, text string) picture.Mark {
	return picture.Mark{Kind: picture.Print, At: at, Text: text}
}

func arrow(kind picture.ArrowKind, at time.Duration, from, to int, text string) picture.Arrow {
	return picture.Arrow{Kind: kind, At: at, From: from, To: to, Text: text}
}

func starts(parent int, children ...int) (all []picture.Arrow) {
	for _, child := range children {
		all = append(all, arrow(picture.Start, 0, parent, child, ""))
	}
	return all
}

// Random is a picture of anything: names of any bytes, times out of order,
// arrows into the void. Seeds tell them apart.
func Random(seed uint64) layout.Run {
	r := rand.New(rand.NewPCG(seed, 0))
	g := dice{r, time.Duration(1) << r.IntN(63)}
	p := picture.Picture{Length: g.time(), CutShort: r.IntN(2) == 0, Others: r.IntN(3)}
	for range r.IntN(30) {
		l := picture.Lane{Name: g.text(), Parent: r.IntN(32) - 2, Start: g.time(), End: g.time()}
		l.Ending = picture.Ending{How: pick(r, picture.Returned, picture.Failed, picture.Cancelled, picture.Unended, "?"), Text: g.text()}
		for range r.IntN(8) {
			state := pick(r, picture.Running, picture.Ready, picture.Sleeping, picture.Waiting, "?")
			l.Spans = append(l.Spans, picture.Span{State: state, From: g.time(), To: g.time(), For: g.text()})
		}
		for range r.IntN(3) {
			l.Marks = append(l.Marks, picture.Mark{Kind: pick(r, picture.Print, picture.Deadline, "?"), At: g.time(), Text: g.text()})
		}
		p.Lanes = append(p.Lanes, l)
	}
	for range r.IntN(30) {
		kind := pick(r, picture.Start, picture.Await, picture.Fail, picture.Cancel, "?")
		p.Arrows = append(p.Arrows, arrow(kind, g.time(), r.IntN(32)-1, r.IntN(32)-1, g.text()))
	}
	for range r.IntN(5) {
		p.Events = append(p.Events, picture.Event{At: g.time(), Text: g.text()})
	}
	return layout.Run{Title: g.text(), Subtitle: g.text(), Picture: p}
}

// dice throw times up to about a longest, and texts.
type dice struct {
	*rand.Rand
	longest time.Duration
}

func (g dice) time() time.Duration { return time.Duration(g.Int64N(int64(g.longest))) - g.longest/20 }

func (g dice) text() string {
	bytes := make([]byte, g.IntN(40)*g.IntN(3))
	for i := range bytes {
		bytes[i] = byte(g.IntN(256))
	}
	words := []string{"tea", "", "緑茶", "<b>&amp;", "שלום", "\x1b[31m", "☕", string(bytes), string(bytes) + "\u202e\ufffe"}
	return words[g.IntN(len(words))] + words[g.IntN(len(words))]
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }
