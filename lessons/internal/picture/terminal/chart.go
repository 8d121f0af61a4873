package terminal

import (
	"cmp"
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// chart draws one line for each lane.
func (d *drawing) chart(s layout.Sheet) {
	for _, row := range s.Rows {
		l := make(line, d.width)
		branches := d.branches(row)
		if room := d.names * 2 / 3; len([]rune(branches)) > room { // a deep family: the nearest count
			runes := []rune(branches)
			branches = string(runes[len(runes)-room:])
		}
		x := l.put(0, grey, branches)
		l.put(x, bold, d.shorten(d.names-2-x, row.Name, layout.CutMiddle))
		d.lane(l, row)
		d.render(l)
	}
}

// branches is the family tree in front of a name.
func (d *drawing) branches(row layout.Row) string {
	if row.Parent < 0 {
		return ""
	}
	var b strings.Builder
	for _, open := range row.Open {
		if open {
			b.WriteString(d.open)
		} else {
			b.WriteString(d.closed)
		}
	}
	if row.Last {
		return b.String() + d.last
	}
	return b.String() + d.child
}

// lane draws what a row did: states, then the moments on them, then words
// where there's still room, and at last how it ended.
func (d *drawing) lane(l line, row layout.Row) {
	start, end := d.x(row.Start), max(d.x(row.End), d.x(row.Start)+1)
	for _, span := range row.Spans {
		for x := d.x(span.From); x < d.x(span.To); x++ {
			l.put(x, stateColours[span.State], d.states[span.State])
		}
	}
	d.ticks(l, row, end)
	d.signs(l, row, start, end)
	for _, span := range row.Spans {
		if span.State == picture.Waiting {
			d.words(l, span)
		}
	}
	l.put(end, endColours[row.Ending.How], d.endings[row.Ending.How])
	text := d.cut(d.width-end-2, row.Ending.Text)
	if text == d.text(row.Ending.Text) || len(text) > len("bur…") {
		l.put(end+2, endColours[row.Ending.How], text)
	}
}

// signs draws the marks. What a row does at its end would be under the cap, and
// a print would hide the deadline that it tells of: both give way by a cell.
func (d *drawing) signs(l line, row layout.Row, start, end int) {
	deadlines := map[int]bool{}
	for _, mark := range row.Marks {
		if x := min(d.x(mark.At), end-1); mark.Kind == picture.Deadline && x > start {
			l.put(x, bold, d.marks[picture.Deadline])
			deadlines[x] = true
		}
	}
	for _, mark := range row.Marks {
		if mark.Kind == picture.Deadline {
			continue
		}
		x := min(d.x(mark.At), end-1)
		if deadlines[x] && x+1 < end {
			x++
		}
		if x > start && !deadlines[x] {
			l.put(x, bold, d.marks[mark.Kind])
		}
	}
}

// ticks draws the moments of running that are shorter than a cell. So many of
// them that they'd hide the rest are not drawn.
func (d *drawing) ticks(l line, row layout.Row, end int) {
	last := -2
	for _, span := range row.Spans {
		x := d.x(span.From)
		if span.State == picture.Running && x == d.x(span.To) && x > last+1 && x < end {
			l.put(x, green, d.tick)
			last = x
		}
	}
}

// words writes what a waiting lane waits for, where nothing but waiting is
// drawn.
func (d *drawing) words(l line, span picture.Span) {
	type gap struct{ x, room int }
	var gaps []gap
	fill := d.states[picture.Waiting]
	for x := d.x(span.From); x < d.x(span.To); x++ {
		switch n := len(gaps); {
		case l[x].text != fill:
		case n > 0 && gaps[n-1].x+gaps[n-1].room == x:
			gaps[n-1].room++
		default:
			gaps = append(gaps, gap{x, 1})
		}
	}
	if len(gaps) == 0 {
		return
	}
	texts := layout.Words(span)
	texts = texts[:len(texts)-1] // a w alone would say nothing here
	best := slices.MaxFunc(gaps, func(a, b gap) int { return cmp.Compare(a.room, b.room) })
	for i := range texts {
		texts[i] = d.text(texts[i])
	}
	text := layout.Fit(float64(best.room), cells, texts...)
	if d.plain {
		text = d.cut(best.room, text)
	}
	l.put(best.x, grey, text)
}
