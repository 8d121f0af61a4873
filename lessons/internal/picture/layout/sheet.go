package layout

import (
	"cmp"
	"slices"
	"time"

	"gosyncio/lessons/internal/picture"
)

// A Run is a picture with its headline.
type Run struct {
	Title    string // gather
	Subtitle string // the toast burns, the tea goes on
	Picture  picture.Picture
}

// A Sheet is a run made ready for drawing: its texts are clean, its times lie
// within its length, its arrows have both ends, and its lanes are in the order
// in which they are drawn.
type Sheet struct {
	Title     string
	Subtitle  string
	Length    time.Duration
	Rows      []Row
	Arrows    []picture.Arrow // From and To are rows
	Sentences []Sentence      // the run, told
	Story     []Sentence      // of that, the failures and cancellations that went from row to row
	Notes     []string        // what isn't drawn
	CutShort  bool
	Timeless  bool // the times only say what came before what
}

// A Row is a lane in its place, under its parent and its older siblings.
type Row struct {
	Name   string
	Parent int    // a row, always an earlier one; -1: none
	Last   bool   // its parent has no later child
	Open   []bool // for each generation above its own, main's left out: are younger siblings yet to come?
	Start  time.Duration
	End    time.Duration
	Spans  []picture.Span // also the moments of running that were too short to measure
	Ending picture.Ending
	Marks  []picture.Mark
}

// Depth is the number of a row's ancestors.
func (r Row) Depth() int {
	if r.Parent < 0 {
		return 0
	}
	return len(r.Open) + 1
}

// A Sentence is something that happened at a time.
type Sentence struct {
	At   string // 1 s
	Text string
}

// New makes a run ready for drawing. It takes any picture, also one that no
// run can have left.
func New(run Run) Sheet {
	p := run.Picture
	s := Sheet{
		Title:    Clean(run.Title),
		Subtitle: Clean(run.Subtitle),
		Length:   max(p.Length, 0),
		CutShort: p.CutShort,
		Timeless: p.Timeless,
	}
	for _, lane := range p.Lanes {
		s.Length = max(s.Length, lane.End)
	}
	places := s.addRows(p.Lanes)
	s.addArrows(p.Arrows, places)
	s.Sentences = sentences(p.Events, s.Rows)
	s.Story = story(s)
	s.Notes = notes(p)
	if s.Timeless {
		for _, all := range [][]Sentence{s.Sentences, s.Story} {
			for i := range all {
				all[i].At = Moment(0)
			}
		}
	}
	return s
}

// addRows walks the family tree, and tells the row of each lane.
func (s *Sheet) addRows(lanes []picture.Lane) (places []int) {
	children := make([][]int, len(lanes))
	orphan := func(i int) bool {
		parent := lanes[i].Parent
		return parent < 0 || parent >= len(lanes)
	}
	for i := range lanes {
		if !orphan(i) {
			children[lanes[i].Parent] = append(children[lanes[i].Parent], i)
		}
	}
	places = slices.Repeat([]int{-1}, len(lanes))
	var add func(i, parent int, last bool, open []bool)
	add = func(i, parent int, last bool, open []bool) {
		if places[i] >= 0 {
			return
		}
		places[i] = len(s.Rows)
		s.Rows = append(s.Rows, s.row(lanes[i], parent, last, open))
		if parent >= 0 {
			open = append(slices.Clone(open), !last)
		}
		place := places[i]
		for n, child := range children[i] {
			add(child, place, n == len(children[i])-1, open)
		}
	}
	for i := range lanes {
		if orphan(i) {
			add(i, -1, true, nil)
		}
	}
	for i := range lanes { // a circle of parents hasn't had its turn
		add(i, -1, true, nil)
	}
	return places
}

func (s *Sheet) row(lane picture.Lane, parent int, last bool, open []bool) Row {
	r := Row{Name: Clean(lane.Name), Parent: parent, Last: last, Open: open}
	r.Start = within(lane.Start, 0, s.Length)
	r.End = within(lane.End, r.Start, s.Length)
	r.Ending = picture.Ending{How: lane.Ending.How, Text: Clean(lane.Ending.Text)}
	if !slices.Contains(endings, r.Ending.How) {
		r.Ending.How = picture.Unended
	}
	r.Spans = moments(r, lane.Spans)
	for _, mark := range lane.Marks {
		mark.At = within(mark.At, 0, s.Length)
		mark.Text = Clean(mark.Text)
		r.Marks = append(r.Marks, mark)
	}
	return r
}

// moments puts the spans within their row, and puts back what rounding has
// taken: a lane that goes from one rest to the next has run in between.
func moments(r Row, spans []picture.Span) (all []picture.Span) {
	before := picture.Ready
	for _, span := range spans {
		span.From = within(span.From, r.Start, r.End)
		span.To = within(span.To, span.From, r.End)
		span.For = Clean(span.For)
		if !slices.Contains(states, span.State) {
			span.State = picture.Running
		}
		rests := span.State == picture.Sleeping || span.State == picture.Waiting
		if rests && before != picture.Running {
			all = append(all, picture.Span{State: picture.Running, From: span.From, To: span.From})
		}
		all = append(all, span)
		before = span.State
	}
	return all
}

func (s *Sheet) addArrows(arrows []picture.Arrow, places []int) {
	drawn := func(lane int) bool { return lane >= 0 && lane < len(places) }
	for _, arrow := range arrows {
		if !drawn(arrow.From) || !drawn(arrow.To) {
			continue
		}
		arrow.From, arrow.To = places[arrow.From], places[arrow.To]
		arrow.At = within(arrow.At, 0, s.Length)
		arrow.Text = Clean(arrow.Text)
		s.Arrows = append(s.Arrows, arrow)
	}
	slices.SortStableFunc(s.Arrows, func(a, b picture.Arrow) int { return cmp.Compare(a.At, b.At) })
}

// Part is the moment t as a part of the whole: 0 at its start, 1 at length.
func Part(t, length time.Duration) float64 {
	if length <= 0 {
		return 0
	}
	return float64(t) / float64(length)
}

// Reach says how much of a room the time axis may take, so that what stands
// after the end of each row, which is as wide as after says, fits in the room
// too. Texts don't get more than two fifths.
func Reach(room float64, length time.Duration, after func(Row) float64, sheets ...Sheet) float64 {
	reach := room
	for _, s := range sheets {
		for _, row := range s.Rows {
			if part := Part(row.End, length); part > 0 {
				reach = min(reach, (room-after(row))/part)
			}
		}
	}
	return max(reach, room*3/5)
}

func within(t, low, high time.Duration) time.Duration {
	return min(max(t, low), max(low, high))
}
