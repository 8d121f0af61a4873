package svg

import (
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// rise is from one line of a flag to the next.
func (p *page) rise() px { return p.small * 1.3 }

// lineY is the middle of a flag's lines on a level above a row.
func (p *page) lineY(c *chart, row, level int) px {
	return p.y(c, row) - p.bar/2 - 12 - p.rise()*px(level)
}

// claimFlags keeps the places of a row's flags free.
func (p *page) claimFlags(c *chart, row int) {
	top := p.y(c, row) - p.bar/2
	for _, f := range c.flags[row] {
		p.take(box{f.x - p.bubble(), top - 16*p.shrink, f.x - 2, top})
		if f.level > 0 {
			p.take(box{f.x - 3, p.lineY(c, row, f.level), f.x + 3, top})
		}
		for i := range f.lines {
			p.take(band(f.left, f.left+p.longestLine(f.lines), p.lineY(c, row, f.level+i), p.small))
		}
	}
}

// prints draws the lines that a row printed, above its bar.
func (p *page) prints(c *chart, i int) {
	row, top := c.sheet.Rows[i], p.y(c, i)-p.bar/2
	for _, f := range c.flags[i] {
		told, first := "", f.marks[0].At
		for _, mark := range f.marks {
			told = join("\n", told, row.Name+" prints at "+p.moment(mark.At)+": "+mark.Text)
		}
		p.group(told, i, first, first)
		if f.level > 0 {
			p.f(`<path class="mast" d="M%v %vV%v"/>`, f.x, top-1, p.lineY(c, i, f.level+len(f.lines)-1)-p.small*.4)
		}
		p.print(f.x, top-1)
		for n, text := range f.lines {
			y := p.lineY(c, i, f.level+len(f.lines)-1-n)
			p.text("say soft", f.left, y+p.small*.36, p.small, text)
		}
		p.f("</g>\n")
	}
}

// deadlines draws the ends of a row's patience across its bar, and an
// hourglass below, beside the arrows that come and go there.
func (p *page) deadlines(row layout.Row, i int, y px) {
	for _, mark := range row.Marks {
		if mark.Kind != picture.Deadline {
			continue
		}
		x, bottom := p.x(mark.At), y+p.bar/2
		text, left := p.patience(x, bottom+11, mark.Text)
		p.group(join(": ", "deadline at "+p.moment(mark.At), mark.Text), i, mark.At, mark.At)
		p.f(`<path class="mark" d="M%v %vV%v"/>`, x, y-p.bar/2-3, bottom)
		p.f(`<use class="mark page" href="#%s-deadline" x="%v" y="%v"/>`, p.id, left+6, bottom+3)
		if text != "" {
			p.text("say soft", left+17, bottom+11+p.small*.36, p.small, text)
		}
		p.f("</g>\n")
	}
}

// patience finds a place for an hourglass and its text near x.
func (p *page) patience(x, y px, length string) (text string, left px) {
	texts := []string{join(" ", "deadline", length), length, ""}
	if p.pitch-p.bar < 24 {
		texts = texts[2:]
	}
	for _, text := range texts {
		need := px(12)
		if text != "" {
			need = 17 + px(mono(p.small)(text))
		}
		for _, gap := range p.gaps(band(x+4, min(x+44+need, p.width-p.margin/2), y, p.small)) {
			if gap.x1-gap.x0 >= need {
				p.take(box{gap.x0, gap.y0, gap.x0 + need, gap.y1})
				return text, gap.x0
			}
		}
		if before := band(x-need-6, x-6, y, p.small); before.x0 > p.left && p.free(before) {
			p.take(before)
			return text, before.x0
		}
	}
	return "", x - 6
}

// selves draws lanes that cancelled themselves: an arrow needs two.
func (p *page) selves(c *chart) {
	for _, arrow := range c.sheet.Arrows {
		if arrow.Kind != picture.Cancel || arrow.From != arrow.To {
			continue
		}
		x, top, long := p.x(arrow.At), p.y(c, arrow.To)-p.bar/2, min(18, p.pitch-p.bar)
		p.group(layout.TellArrow(c.sheet, arrow)+", at "+p.moment(arrow.At), arrow.To, arrow.At, arrow.At)
		p.f(`<path class="way cancel" d="M%v %vv%v" marker-end="url(#%s-cancel)"/>`, x, top-long-1, long, p.id)
		if arrow.Text != c.sheet.Rows[arrow.To].Ending.Text {
			p.beside(x, top-12, 11, 11, "say off", arrow.Text)
		}
		p.f("</g>\n")
	}
}
