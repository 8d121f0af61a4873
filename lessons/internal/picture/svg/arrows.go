package svg

import (
	"fmt"
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// lineGap is the distance between two lines side by side.
const lineGap px = 10

// A line is an arrow, or several starts by the same parent at the same time:
// up or down at x, through y0 to y1.
type line struct {
	kind   picture.ArrowKind
	from   int // a row
	x      px
	y0, y1 px
	paths  []string // each with a head
	told   string
	text   string // a cancel's cause
	to     int
}

func (l line) box() box {
	return box{l.x - lineGap/2, min(l.y0, l.y1), l.x + lineGap/2, max(l.y0, l.y1)}
}

// plan lays out the arrows, and keeps their ways free of texts. Failures and
// results come first: they stay at their moment, and others make way.
func (p *page) plan(c *chart) {
	for _, kind := range []picture.ArrowKind{picture.Fail, picture.Await, picture.Cancel} {
		for _, arrow := range c.sheet.Arrows {
			if arrow.Kind == kind && arrow.From != arrow.To {
				p.planAcross(c, arrow)
			}
		}
	}
	p.planStarts(c)
	for _, l := range c.lines {
		p.take(l.box())
	}
}

// planAcross draws straight from one row to the other.
func (p *page) planAcross(c *chart, arrow picture.Arrow) {
	l := line{kind: arrow.Kind, from: arrow.From, to: arrow.To, x: p.x(arrow.At), text: arrow.Text}
	l.y0, l.y1 = p.y(c, l.from), p.y(c, l.to)
	if l.kind == picture.Cancel {
		l = c.aside(l, nil)
	}
	down := px(1)
	if l.y1 < l.y0 {
		down = -1
	}
	l.y0 += down * (p.bar/2 - 1)
	l.y1 -= down * (p.edge(c, l.to, l.x) + 2)
	l.told = layout.TellArrow(c.sheet, arrow) + ", at " + layout.Duration(arrow.At)
	l.paths = []string{fmt.Sprintf("M%v %vV%v", l.x, l.y0, l.y1)}
	c.lines = append(c.lines, l)
}

// edge is how far above a row's middle it begins, at x.
func (p *page) edge(c *chart, row int, x px) px {
	if end := p.x(c.sheet.Rows[row].End); x > end-2 {
		return p.cap + 1
	}
	return p.bar / 2
}

// aside moves a line left until it's beside all others, and the walls. If
// there's no such place nearby it's the others alone that count.
func (c *chart) aside(l line, walls []box) line {
	fixed := len(walls)
	for _, other := range c.lines {
		shared := other.kind == l.kind && other.from == l.from && l.kind == picture.Cancel
		if !shared {
			walls = append(walls, other.box())
		}
	}
	moved := l
	for range 6 {
		if !slices.ContainsFunc(walls, moved.box().meets) {
			return moved
		}
		moved.x -= lineGap
	}
	if fixed > 0 {
		return c.aside(l, nil)
	}
	return moved
}

// planStarts draws a trunk for each parent and moment, with a branch into
// each child that starts then.
func (p *page) planStarts(c *chart) {
	type family struct {
		parent int
		x      string
	}
	children := map[family][]int{}
	var families []family
	for _, arrow := range c.sheet.Arrows {
		if arrow.Kind != picture.Start || arrow.From == arrow.To {
			continue
		}
		f := family{arrow.From, p.x(c.sheet.Rows[arrow.To].Start).String()}
		if children[f] == nil {
			families = append(families, f)
		}
		children[f] = append(children[f], arrow.To)
	}
	for _, f := range families {
		p.planTrunk(c, f.parent, children[f])
	}
}

// front is where an arrow meets a row that starts.
func (p *page) front(row layout.Row) px {
	return min(p.x(row.Start)-3, p.x(row.End)-p.cap-2)
}

func (p *page) planTrunk(c *chart, parent int, children []int) {
	rows := c.sheet.Rows
	l := line{kind: picture.Start, from: parent, x: width}
	for _, child := range children {
		l.x = min(l.x, p.front(rows[child])-14)
	}
	l.y0, l.y1 = p.y(c, parent)+p.bar/2, p.y(c, slices.Max(children))
	l = c.aside(l, slices.Clone(p.taken))
	path := fmt.Sprintf("M%v %v", l.x, l.y0)
	if root := p.front(rows[parent]); l.x < root+6 { // there's no bar yet to start from
		path = fmt.Sprintf("M%v %vH%vq-6 0 -6 6", root, p.y(c, parent), l.x+6)
	}
	var names []string
	for _, child := range children {
		y := p.y(c, child)
		l.paths = append(l.paths, path+fmt.Sprintf("V%vq0 6 6 6H%v", y-6, p.front(rows[child])))
		path = fmt.Sprintf("M%v %v", l.x, y-6)
		names = append(names, rows[child].Name)
	}
	l.told = fmt.Sprintf("%s starts %s, at %s", rows[parent].Name, strings.Join(names, ", "), layout.Duration(rows[children[0]].Start))
	c.lines = append(c.lines, l)
}

// ways draws the lines, the ones that tell the story on top, each cut out of
// what it crosses.
func (p *page) ways(c *chart) {
	for _, kind := range []picture.ArrowKind{picture.Start, picture.Await, picture.Cancel, picture.Fail} {
		of := slices.DeleteFunc(slices.Clone(c.lines), func(l line) bool { return l.kind != kind })
		for _, l := range of {
			p.f(`<path class="halo" d="%s"/>`+"\n", strings.Join(l.paths, ""))
		}
		for _, l := range of {
			p.f("<g><title>%s</title>", esc(l.told))
			for _, path := range l.paths {
				p.f(`<path class="way %s" d="%s" marker-end="url(#%s-%s)"/>`, kind, path, p.id, head(kind))
			}
			p.f("</g>\n")
		}
	}
}

// head is the marker that a kind of arrow ends with.
func head(kind picture.ArrowKind) string {
	if kind == picture.Fail || kind == picture.Cancel {
		return string(kind)
	}
	return "head"
}

// causes writes why somebody was cancelled beside the arrow, unless the end of
// his row says so.
func (p *page) causes(c *chart) {
	for _, l := range c.lines {
		end := c.sheet.Rows[l.to].Ending
		if l.kind != picture.Cancel || l.text == "" || l.text == end.Text {
			continue
		}
		between := (p.pitch - p.bar) / 2
		y := p.y(c, l.to) - p.bar/2 - between
		if l.y1 < l.y0 {
			y = p.y(c, l.to) + p.bar/2 + between
		}
		p.beside(l.x+8, y, "say off", l.text)
	}
}

// beside writes the first of some texts that fits, from x on, if there's room
// between two rows.
func (p *page) beside(x, y px, class string, texts ...string) {
	if p.pitch-p.bar < 20 {
		return
	}
	gaps := p.gaps(band(x, min(x+320, width-margin/2), y, p.small))
	if len(gaps) == 0 || gaps[0].x0 > x+4 {
		return
	}
	if text, at := p.put(gaps[0], mono(p.small), texts...); text != "" {
		p.text(class, at.x0, y+p.small*.36, p.small, text)
	}
}
