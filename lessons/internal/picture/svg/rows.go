package svg

import (
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// chart draws the lanes of a run. What can't move comes first, then the texts
// look for a place.
func (p *page) chart(c *chart) {
	for i := range c.sheet.Rows {
		p.claim(c, i)
	}
	p.occupy(c)
	if p.panel {
		p.f("<g>\n")
	}
	for i, row := range c.sheet.Rows {
		p.nameplate(c, i)
		p.bars(row, i, p.y(c, i))
	}
	p.veil(c)
	p.ways(c)
	for i, row := range c.sheet.Rows {
		p.deadlines(row, i, p.y(c, i))
		p.end(row, i, p.y(c, i))
	}
	for i := range c.sheet.Rows {
		p.prints(c, i)
	}
	p.selves(c)
	p.causes(c)
	if p.panel {
		p.f("</g>\n")
	}
}

// claim keeps free what a row draws at a fixed place.
func (p *page) claim(c *chart, i int) {
	row, y := c.sheet.Rows[i], p.y(c, i)
	x := p.x(row.End)
	if !p.goesOn(row) {
		p.take(box{x - p.cap - 7, y - p.cap, x + p.cap + 2, y + p.cap})
	}
	for _, mark := range row.Marks {
		if x := p.x(mark.At); mark.Kind == picture.Deadline {
			p.take(box{x - 8, y - p.bar/2, x + 8, y + p.bar/2})
		}
	}
	p.claimFlags(c, i)
}

// nameplate writes a row's name, and how it hangs on its parent.
func (p *page) nameplate(c *chart, i int) {
	row, y := c.sheet.Rows[i], p.y(c, i)
	x := p.margin + p.indent*px(row.Depth())
	name := layout.CutMiddle(float64(p.margin+p.widest-x), bold(p.name), row.Name)
	p.group(row.Name, i, row.Start, row.End)
	p.text("ink name", x, y+p.name*.36, p.name, name)
	p.f("</g>\n")
	if row.Parent < 0 {
		return
	}
	stem := x - p.indent*.6
	from := p.y(c, row.Parent) + p.name*.7
	p.f(`<path class="tree" d="M%v %vV%vh%v"/>`+"\n", stem, from, y, p.indent*.6-5)
}

func (p *page) bars(row layout.Row, i int, y px) {
	brief := func(s picture.Span) bool { return s.State == picture.Running && p.x(s.To)-p.x(s.From) < 6 }
	for _, span := range row.Spans {
		if x0, x1 := p.x(span.From), p.x(span.To); x1-x0 >= 1 && !brief(span) {
			p.span(row, i, span, box{x0, y - p.bar/2, x1, y + p.bar/2})
		}
	}
	last := px(0)
	for _, span := range row.Spans {
		if x := p.x(span.From); brief(span) && x-last >= 9 { // more would hide what's between them
			p.group(p.tell(row, span), i, span.From, span.To)
			p.f(`<rect class="run" x="%v" y="%v" width="5" height="%v" rx="2"/></g>`+"\n", x-2.5, y-p.bar/2, p.bar)
			last = x
		}
	}
}

// looks are the class of a state.
var looks = map[picture.State]string{
	picture.Running: "run", picture.Sleeping: "sleep", picture.Waiting: "wait", picture.Ready: "ready",
}

func (p *page) span(row layout.Row, i int, s picture.Span, b box) {
	look := looks[s.State]
	p.group(p.tell(row, s), i, s.From, s.To)
	p.f(`<rect class="bar %s" %s/>`, look, b)
	if s.State != picture.Running {
		p.f(`<rect fill="url(#%s-%s)" %s/>`, p.id, look, b)
	}
	y := (b.y0 + b.y1) / 2
	inside := band(b.x0+13, b.x1-9, y, p.label)
	if text, at := p.settle(inside, plain(p.label), p.words(s)...); text != "" {
		if s.State != picture.Running {
			p.plate(look, at)
		}
		p.text("on"+look, at.x0, y+p.label*.36, p.label, text)
	}
	p.f("</g>\n")
}

// plate is the ground under a text, so that no pattern runs through it.
func (p *page) plate(look string, b box) {
	p.f(`<rect class="%s" %s/>`, look, box{b.x0 - 5, b.y0, b.x1 + 5, b.y1})
}

// end draws a row's cap and what it brought.
func (p *page) end(row layout.Row, i int, y px) {
	if p.goesOn(row) {
		return
	}
	x := p.x(row.End)
	told := layout.TellEnd(row) + " at " + p.moment(row.End)
	p.group(told, i, row.End, row.End)
	p.f(`<circle class="disc ring %s" cx="%v" cy="%v" r="%v"/>`, row.Ending.How, x, y, p.cap)
	p.sign(row.Ending.How, x, y, p.cap)
	p.brought(row, y)
	p.f("</g>\n")
}

// voice is the colour of what an ending brought.
var voice = map[picture.How]string{
	picture.Returned: "ink", picture.Failed: "bad", picture.Panicked: "bad", picture.Cancelled: "off", picture.Unended: "soft",
}

// brought writes what an ending brought: whole after the cap, whole before it
// on the bar, in two lines, whole beyond what is in the way; failing all that
// as much of it as fits after the cap.
func (p *page) brought(row layout.Row, y px) {
	text, x := row.Ending.Text, p.x(row.End)
	if text == "" {
		return
	}
	class, need := "say "+voice[row.Ending.How], px(mono(p.label)(text))
	before := band(x-p.cap-12-need, x-p.cap-12, y, p.label)
	switch {
	case p.follow(row, y, class, p.label, 12, text):
	case before.x0 > p.x(row.Start)+12 && p.free(before):
		p.take(before)
		p.plate("page", before)
		p.text(class, before.x0, y+p.label*.36, p.label, text)
	case p.follow(row, y, class, p.label, 12, p.halves(text)...):
	case p.follow(row, y, class, p.small, 12, p.halves(text)...):
	case p.follow(row, y, class, p.label, p.width, text):
	default:
		gaps := p.gaps(band(x+p.cap+8, p.width-p.margin/2, y, p.label))
		if len(gaps) == 0 || gaps[0].x0 >= x+p.cap+20 {
			return
		}
		if text, at := p.put(gaps[0], mono(p.label), text); text != "" {
			p.text(class, at.x0, y+p.label*.36, p.label, text)
		}
	}
}

// follow writes some lines after a row's end, no further away than far, if
// there's room.
func (p *page) follow(row layout.Row, y px, class string, size, far px, lines ...string) bool {
	x, rise, need := p.x(row.End)+p.cap+8, size*1.24, px(0)
	for _, text := range lines {
		need = max(need, px(mono(size)(text)))
	}
	block := band(x, p.width-p.margin/2, y, size)
	block.y0, block.y1 = block.y0-rise*px(len(lines)-1)/2, block.y1+rise*px(len(lines)-1)/2
	for _, gap := range p.gaps(block) {
		if gap.x1-gap.x0 < need || gap.x0 >= x+far {
			continue
		}
		gap.x1 = gap.x0 + need
		p.take(gap)
		for i, text := range lines {
			p.text(class, gap.x0, y+size*.36+rise*(px(i)-px(len(lines)-1)/2), size, text)
		}
		return true
	}
	return false
}

// sign draws an ending's sign within a circle of radius r.
func (p *page) sign(how picture.How, x, y, r px) {
	p.f(`<use class="sign %s" href="#%s-%s" transform="translate(%v %v) scale(%v)"/>`, how, p.id, how, x, y, r/10)
}
