package svg

import (
	"fmt"
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture"
)

// occupy keeps the lines' ways free of texts.
func (p *page) occupy(c *chart) {
	for _, l := range c.lines {
		for row := min(l.from, l.to) + 1; row <= max(l.from, l.to); row++ {
			x0, x1, _ := l.span(row)
			p.take(box{x0, p.y(c, row-1) + p.bar/2, x1, p.y(c, row) - p.bar/2})
			if x, y := l.at(row), p.y(c, row); row < max(l.from, l.to) {
				p.take(box{x - lineGap/2, y - p.bar/2, x + lineGap/2, y + p.bar/2})
			}
		}
	}
}

// paths are a line's parts, each with a head.
func (p *page) paths(c *chart, l line) []string {
	if l.kind == picture.Start {
		return p.branches(c, l)
	}
	down := px(1)
	if l.to < l.from {
		down = -1
	}
	y0, y1 := p.y(c, l.from)+down*(p.bar/2-1), p.y(c, l.to)-down*(p.edge(c, l.to, l.x)+2)
	return []string{fmt.Sprintf("M%v %vV%v", l.x, y0, y1)}
}

// edge is how far above a row's middle it begins, at x.
func (p *page) edge(c *chart, row int, x px) px {
	if end := p.x(c.sheet.Rows[row].End); x > end-2 {
		return p.cap + 1
	}
	return p.bar / 2
}

// branches lead from a parent down to its children, one after the other.
func (p *page) branches(c *chart, l line) (paths []string) {
	rows := c.sheet.Rows
	y := p.y(c, l.from)
	if l.x < p.x(rows[l.from].End)-p.cap { // or else from below the cap
		y += p.bar / 2
	}
	path := fmt.Sprintf("M%v %v", l.x, y)
	if root := p.front(rows[l.from]); l.through == nil {
		path = fmt.Sprintf("M%v %vH%vq-6 0 -6 6", root, p.y(c, l.from), l.x+6)
	}
	for row := l.from + 1; row <= l.to; row++ {
		if x0, x := l.at(row-1), l.at(row); x != x0 {
			path += p.bend(x0, x, p.y(c, row)-p.bar/2-min(14, (p.pitch-p.bar)/2))
		}
		if y := p.y(c, row); slices.Contains(l.children, row) {
			paths = append(paths, path+fmt.Sprintf("V%vq0 6 6 6H%v", y-6, p.front(rows[row])))
			path = fmt.Sprintf("M%v %v", l.at(row), y-6)
		}
	}
	return paths
}

// bend goes over from one place to the other, at y.
func (p *page) bend(x0, x1, y px) string {
	r := min(6, max(x1-x0, x0-x1)/2)
	side := r
	if x1 < x0 {
		side = -r
	}
	return fmt.Sprintf("V%vq0 %v %v %vH%vq%v 0 %v %v", y-r, r, side, r, x1-side, side, side, r)
}

// ways draws the lines, the ones that tell the story on top, each cut out of
// what it crosses.
func (p *page) ways(c *chart) {
	for _, kind := range []picture.ArrowKind{picture.Start, picture.Await, picture.Cancel, picture.Fail} {
		of := slices.DeleteFunc(slices.Clone(c.lines), func(l line) bool { return l.kind != kind })
		for _, l := range of {
			p.f(`<path class="halo" d="%s"/>`+"\n", strings.Join(p.paths(c, l), ""))
		}
		for _, l := range of {
			p.group(l.told, l.from, l.moment, l.moment)
			for _, path := range p.paths(c, l) {
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

// causes writes the cause of a cancel beside its arrow, unless the end of the
// row says it.
func (p *page) causes(c *chart) {
	for _, l := range c.lines {
		end := c.sheet.Rows[l.to].Ending
		if l.kind != picture.Cancel || l.text == "" || l.text == end.Text {
			continue
		}
		between := (p.pitch - p.bar) / 2
		y := p.y(c, l.to) - p.bar/2 - between
		if l.to < l.from {
			y = p.y(c, l.to) + p.bar/2 + between
		}
		if p.panel {
			p.f(`<g data-lane="%d" data-from="%v">`, l.to, ms(p.at(l.moment)))
		}
		p.beside(l.x, y, 8, 8, "say off", l.text)
		if p.panel {
			p.f("</g>\n")
		}
	}
}

// beside writes a text between two rows, right of x or else left of it, if
// there's room.
func (p *page) beside(x, y, right, left px, class, text string) {
	need := px(mono(p.small)(text))
	for _, x := range []px{x + right, x - left - need} {
		at := band(x, x+need, y, p.small)
		if p.pitch-p.bar >= 20 && at.x0 >= p.left && at.x1 <= p.width-p.margin/2 && p.free(at) {
			p.take(at)
			p.text(class, at.x0, y+p.small*.36, p.small, text)
			return
		}
	}
}
