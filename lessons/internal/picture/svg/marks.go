package svg

import (
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// prints draws the lines that a row printed, above its bar.
func (p *page) prints(row layout.Row, y px) {
	for _, mark := range row.Marks {
		if mark.Kind != picture.Print {
			continue
		}
		x, top := p.x(mark.At), y-p.bar/2
		p.f("<g><title>%s</title>", esc(row.Name+" prints at "+layout.Duration(mark.At)+": "+mark.Text))
		p.f(`<use class="bubble" href="#%s-print" x="%v" y="%v"/>`, p.id, x, top-1)
		p.flag(x, top-12, "say soft", mark.Text)
		p.f("</g>\n")
	}
}

// deadlines draws the ends of a row's patience, with an hourglass below its
// bar.
func (p *page) deadlines(row layout.Row, y px) {
	for _, mark := range row.Marks {
		if mark.Kind != picture.Deadline {
			continue
		}
		x, bottom := p.x(mark.At), y+p.bar/2
		p.f("<g><title>%s</title>", esc(join(": ", "deadline at "+layout.Duration(mark.At), mark.Text)))
		p.f(`<path class="mark" d="M%v %vV%v"/>`, x, y-p.bar/2-3, bottom+3)
		p.f(`<use class="mark page" href="#%s-deadline" x="%v" y="%v"/>`, p.id, x, bottom+1)
		p.flag(x, bottom+11, "say soft", join(" ", "deadline", mark.Text), mark.Text)
		p.f("</g>\n")
	}
}

// flag writes a mark's text between two rows: after the mark, or before it.
func (p *page) flag(x, y px, class string, texts ...string) {
	const sign = 28
	need := px(mono(p.small)(texts[0]))
	before := band(x-sign-need, x-sign, y, p.small)
	after := band(x+11, x+11+need, y, p.small)
	crowded := after.x1 > width-margin/2 || !p.free(after)
	if crowded && before.x0 > p.left && p.free(before) {
		after = before
	}
	p.beside(after.x0, y, class, texts...)
}

// selves draws who cancelled himself: an arrow needs two.
func (p *page) selves(c *chart) {
	for _, arrow := range c.sheet.Arrows {
		if arrow.Kind != picture.Cancel || arrow.From != arrow.To {
			continue
		}
		x, top, long := p.x(arrow.At), p.y(c, arrow.To)-p.bar/2, min(18, p.pitch-p.bar)
		p.f("<g><title>%s</title>", esc(layout.TellArrow(c.sheet, arrow)+", at "+layout.Duration(arrow.At)))
		p.f(`<path class="way cancel" d="M%v %vv%v" marker-end="url(#%s-cancel)"/>`, x, top-long-1, long, p.id)
		if arrow.Text != c.sheet.Rows[arrow.To].Ending.Text {
			p.flag(x, top-12, "say off", arrow.Text)
		}
		p.f("</g>\n")
	}
}
