package svg

import "gosyncio/lessons/internal/picture/layout"

// verdict brackets what lies between the ends of two runs, and says it.
func (p *page) verdict(verdict string) {
	if verdict == "" || p.live {
		return
	}
	size := p.verdictSize
	a, b := p.charts[0].sheet.Length, p.charts[1].sheet.Length
	x0, x1, y := p.x(min(a, b)), p.x(max(a, b)), p.verdictY
	class, bracket := "ok", "returned"
	if b > a && !layout.Alike(a, b) {
		class, bracket = "bad", "failed"
	}
	need := px(bold(size)(verdict))
	x := (x0 + x1 - need) / 2
	if layout.Alike(a, b) {
		x0, x = x1, x1-need-18
	} else {
		p.f(`<path class="sign %s" d="M%v %vv18M%v %vv18M%v %vH%v"/>`+"\n", bracket, x0, y-9, x1, y-9, x0, y, x1)
		if need > x1-x0 {
			x = x0 - need - 18
		}
	}
	x = max(x, p.margin)
	y += size * .36
	if need < x1-x0 {
		y += size + 2
	}
	p.text(class+" bold", x, y, size, verdict)
}

// guide leads from the end of a run down to the bracket.
func (p *page) guide(i int, verdict string) {
	if verdict == "" || p.live {
		return
	}
	c := p.charts[i]
	twice := i > 0 && layout.Alike(c.sheet.Length, p.charts[0].sheet.Length)
	if len(c.sheet.Rows) == 0 || twice {
		return
	}
	x, y := p.x(c.sheet.Length), c.top
	for i, row := range c.sheet.Rows {
		if row.End == c.sheet.Length {
			y = p.y(c, i) + p.cap
		}
	}
	p.f(`<path class="guide start" d="M%v %vV%v"/>`+"\n", x, y, p.verdictY-14)
	p.take(box{x - 3, y, x + 3, p.verdictY})
}
