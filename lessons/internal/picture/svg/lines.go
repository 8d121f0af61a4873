package svg

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// lineGap is the distance between two lines side by side.
const lineGap px = 10

// A line is an arrow, or several starts by the same parent at the same time.
// It leaves its row at x and keeps to it, but for what is in its way.
type line struct {
	kind     picture.ArrowKind
	from, to int // rows
	moment   time.Duration
	x        px
	through  map[int]px // where it passes a row, if not at x
	children []int      // that start
	told     string
	text     string // a cancel's cause
}

// at is where the line passes a row, or meets it.
func (l line) at(row int) px {
	if x, ok := l.through[row]; ok {
		return x
	}
	return l.x
}

// span is what the line needs above a row, from left to right; none if it
// doesn't come there.
func (l line) span(row int) (x0, x1 px, ok bool) {
	if row <= min(l.from, l.to) || row > max(l.from, l.to) {
		return 0, 0, false
	}
	a, b := l.at(row-1), l.at(row)
	return min(a, b) - lineGap/2, max(a, b) + lineGap/2, true
}

func (l line) meets(other line) bool {
	for row := min(l.from, l.to) + 1; row <= max(l.from, l.to); row++ {
		a0, a1, _ := l.span(row)
		if b0, b1, ok := other.span(row); ok && a0 < b1 && b0 < a1 {
			return true
		}
	}
	return false
}

// plan finds a way for each arrow. Failures and results stay at their moment;
// cancels then give way to the left, starts to the right.
func (p *page) plan(c *chart) {
	c.lines = nil
	for _, kind := range []picture.ArrowKind{picture.Fail, picture.Await, picture.Cancel} {
		for _, arrow := range c.sheet.Arrows {
			if arrow.Kind == kind && arrow.From != arrow.To {
				c.lines = append(c.lines, p.across(c, arrow))
			}
		}
	}
	p.planStarts(c)
}

// across goes straight from one row to the other.
func (p *page) across(c *chart, arrow picture.Arrow) line {
	l := line{kind: arrow.Kind, from: arrow.From, to: arrow.To, moment: arrow.At, x: p.x(arrow.At), text: arrow.Text}
	l.told = layout.TellArrow(c.sheet, arrow) + ", at " + p.moment(arrow.At)
	if l.kind != picture.Cancel {
		return l
	}
	var ways []line
	for i := range 4 {
		way := l
		way.x -= px(i) * lineGap
		ways = append(ways, way)
	}
	return c.free(ways)
}

// free is the first of the ways that meets no other line; failing that it's
// the first. Cancels by one lane share a line.
func (c *chart) free(ways []line) line {
	for _, way := range ways {
		inTheWay := func(l line) bool {
			shared := way.kind == picture.Cancel && l.kind == way.kind && l.from == way.from
			return !shared && l.meets(way)
		}
		if !slices.ContainsFunc(c.lines, inTheWay) {
			return way
		}
	}
	return ways[0]
}

// planStarts draws one line for each parent and moment, with a branch into
// each child that starts then.
func (p *page) planStarts(c *chart) {
	type family struct {
		parent int
		x      string
	}
	children := map[family][]int{}
	var families []family
	for _, arrow := range c.sheet.Arrows {
		if arrow.Kind != picture.Start || arrow.To <= arrow.From {
			continue
		}
		f := family{arrow.From, p.x(c.sheet.Rows[arrow.To].Start).String()}
		if children[f] == nil {
			families = append(families, f)
		}
		children[f] = append(children[f], arrow.To)
	}
	for _, f := range families {
		slices.Sort(children[f])
		c.lines = append(c.lines, p.start(c, f.parent, children[f]))
	}
}

// front is where an arrow meets a row that starts.
func (p *page) front(row layout.Row) px {
	return min(p.x(row.Start)-3, p.x(row.End)-p.cap-2)
}

// start is the line from a parent to the children that it starts.
func (p *page) start(c *chart, parent int, children []int) line {
	rows := c.sheet.Rows
	var names []string
	trunk := p.width
	for _, child := range children {
		names = append(names, rows[child].Name)
		trunk = min(trunk, p.front(rows[child])-14)
	}
	first := rows[children[0]]
	l := line{kind: picture.Start, from: parent, to: children[len(children)-1], moment: first.Start, x: p.x(first.Start), children: children}
	l.told = fmt.Sprintf("%s starts %s, at %s", rows[parent].Name, strings.Join(names, ", "), p.moment(first.Start))
	var ways []line
	for i := range 4 {
		x := trunk - px(i)*lineGap
		if p.atOnce(rows[parent], trunk) {
			way := l
			way.x = x
			ways = append(ways, way)
			continue
		}
		for _, aside := range []px{0, lineGap, -lineGap, 2 * lineGap} {
			way := l
			way.x += aside
			ways = append(ways, p.around(c, way, x))
		}
	}
	return c.free(ways)
}

// atOnce says that a parent has no bar yet where it starts a child.
func (p *page) atOnce(parent layout.Row, x px) bool { return x < p.front(parent)+6 }

// around leads a line past the ends of the rows in its way, and down the trunk
// along its children.
func (p *page) around(c *chart, l line, trunk px) line {
	l.through = map[int]px{}
	for row := l.from + 1; row <= l.to; row++ {
		end := p.x(c.sheet.Rows[row].End)
		switch room := p.cap + lineGap/2; {
		case row >= l.children[0]:
			l.through[row] = trunk
		case end-room < l.x && l.x < end+room:
			l.through[row] = end + room + 1
		}
	}
	return l
}
