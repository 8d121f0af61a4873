package svg

import (
	"bytes"
	"slices"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// A page is a drawing under way.
type page struct {
	out      bytes.Buffer
	id       string
	panel    bool // it is for a part of a page
	live     bool // the run goes on
	timeless bool // all times are only an order
	charts   []*chart
	length   time.Duration // of the longer run

	sizes
	lane               // as it is in this drawing
	pitch           px // from lane to lane
	shrink          px // of a sign between two lanes: 1 or less
	indent          px // of a child's name
	left, reach     px // where the time axis starts, and how long it is
	tickY, verdictY px // where the ruler and the verdict stand
	legendY         px
	items           [][]item // the rows of the legend
	height          px
	taken           []box // where nothing may be written any more
}

// A chart is one run on the page.
type chart struct {
	sheet layout.Sheet
	top   px
	ys    []px // the middle of each row
	lines []line
	flags [][]flag // of each row
}

func newPage(opts Options, sheets ...layout.Sheet) *page {
	p := &page{id: ident(opts.ID), sizes: opts.sizes(), panel: opts.Width > 0, live: opts.Live, length: opts.Length}
	for _, s := range sheets {
		p.charts = append(p.charts, &chart{sheet: s})
		p.length = max(p.length, s.Length)
		p.timeless = len(sheets) == 1 && s.Timeless
	}
	return p
}

func (p *page) sheets() (all []layout.Sheet) {
	for _, c := range p.charts {
		all = append(all, c.sheet)
	}
	return all
}

// arrange gives everything its place: first what has a height of its own,
// then the lanes in what is left.
func (p *page) arrange(head layout.Sheet, verdict string) {
	rows := 0
	for _, c := range p.charts {
		rows += len(c.sheet.Rows)
	}
	p.items = p.legendRows()
	caption, below := px(0), px(0)
	if verdict != "" {
		caption, below = p.caption, p.verdictRoom
	}
	p.tickY = p.rulerY
	if head.Title != "" || head.Subtitle != "" {
		p.tickY += p.headed
	}
	fixed := p.tickY + p.ruled + caption*px(len(p.charts)) + below + p.foot + p.legendPitch*px(len(p.items))
	p.fill(p.high-fixed, px(max(rows, 1)))

	y := p.tickY + p.ruled
	for _, c := range p.charts {
		y += caption
		c.top = y
		y = p.stack(c)
	}
	p.verdictY = y + below*3/5
	p.legendY = y + below + p.foot*8/15
	p.height = p.legendY + p.legendPitch*px(len(p.items)) + p.foot*7/15
}

// fill sizes the lanes for a room of that height: as many lines of what they
// print as there's room for, and then the lanes as large as can be.
func (p *page) fill(room, rows px) {
	levels := max(6, 9-int(rows))
	if room < p.low*rows+20 {
		levels = 0
	}
	for ; levels >= 0; levels-- {
		free := max(room, 1)
		for p.pitch = 0; p.pitch != min(max(free/rows, p.low), p.tall) && free > 0; {
			p.measure(min(max(free/rows, p.low), p.tall))
			p.columns()
			free = min(free, room-p.hang(levels))
		}
		if p.pitch*rows <= free+1 {
			return
		}
	}
}

// hang finds a place for the lines and the flags, and tells how much higher
// they make the lanes.
func (p *page) hang(levels int) (more px) {
	for _, c := range p.charts {
		p.plan(c)
		c.flags, c.top = nil, 0
		for row := range c.sheet.Rows {
			c.flags = append(c.flags, p.flags(c, row, levels))
		}
		more += p.stack(c) - p.pitch*px(len(c.sheet.Rows))
	}
	return more
}

// stack puts the rows of a chart below each other, and tells where they end.
func (p *page) stack(c *chart) (bottom px) {
	c.ys, bottom = nil, c.top
	for i := range c.sheet.Rows {
		room, need, high := (p.pitch-p.bar)/2, px(0), 0
		for _, f := range c.flags[i] {
			high = max(high, f.level+len(f.lines))
		}
		if i > 0 {
			room, need = room*2, p.below(c.sheet.Rows[i-1])
		}
		if i == 0 && p.panel && len(c.flags[i]) > 0 {
			bottom += max(0, 18*p.shrink-room-p.ruled+5) // the ruler is above
		}
		if high > 0 {
			bottom += max(0, need+12+p.rise()*(px(high)-.5)-room)
		}
		c.ys = append(c.ys, bottom+p.pitch/2)
		bottom += p.pitch
	}
	return bottom
}

// below is what a row needs below its bar.
func (p *page) below(row layout.Row) px {
	if slices.ContainsFunc(row.Marks, func(m picture.Mark) bool { return m.Kind == picture.Deadline }) {
		return 24
	}
	return 6
}

// measure sizes what belongs to a lane after the distance between two.
func (p *page) measure(pitch px) {
	p.pitch = pitch
	p.bar = min(max(pitch*.46, p.least.bar), 52)
	p.shrink = min(max((p.pitch-p.bar)/17, .6), 1)
	p.cap = min(max(p.bar*.44, p.least.cap), 20)
	p.name = min(max(p.bar*.56, p.least.name), 27)
	p.label = min(max(p.bar*.46, p.least.label), 21)
	p.small = min(max(p.label*.85, p.least.small), 18)
}

// columns divides the width: names, a gutter for the arrows to the first
// children, and the time axis with room for what stands after the ends.
func (p *page) columns() {
	deepest, starters := 0, map[int]bool{}
	for _, c := range p.charts {
		for _, row := range c.sheet.Rows {
			deepest = max(deepest, row.Depth())
			if row.Start == 0 && row.Parent >= 0 {
				starters[row.Parent] = true
			}
		}
	}
	p.indent = min(p.step, 130/px(max(deepest, 1)))
	names := p.longest()
	for ; names > p.widest && p.name > p.least.name; names = p.longest() {
		p.name--
	}
	gutter := p.gutter + lineGap*px(min(max(len(starters)-1, 0), 4))
	p.left = p.margin + min(names, p.widest) + gutter
	after := func(row layout.Row) float64 { return float64(p.cap) + 10 + mono(p.label)(row.Ending.Text) }
	p.reach = px(layout.Reach(float64(p.width-p.margin-p.left), p.length, after, p.sheets()...))
}

// longest is the width of the longest name.
func (p *page) longest() (names px) {
	for _, c := range p.charts {
		for _, row := range c.sheet.Rows {
			names = max(names, p.indent*px(row.Depth())+px(bold(p.name)(row.Name)))
		}
	}
	return names
}

// x is the place of a moment, y that of the middle of a row.
func (p *page) x(at time.Duration) px { return p.left + p.reach*px(layout.Part(at, p.length)) }

func (p *page) y(c *chart, row int) px { return c.ys[row] }

// bottom is where a chart's lanes end.
func (p *page) bottom(c *chart) px { return c.ys[len(c.ys)-1] + p.pitch/2 }

// ruler draws the clock: a label on top, and a line through the lanes of each
// chart.
func (p *page) ruler() {
	if !slices.ContainsFunc(p.charts, func(c *chart) bool { return len(c.sheet.Rows) > 0 }) {
		return
	}
	most := int(p.reach/p.tick) + 1
	for _, tick := range layout.Ruler(p.at(p.length), most) {
		x := p.x(tick.At)
		wide := px(plain(p.readable)(tick.Label))
		p.text("soft tick", min(x-wide/2, p.width-p.margin/2-wide), p.tickY, p.readable, tick.Label)
		for _, c := range p.charts {
			if len(c.sheet.Rows) > 0 {
				p.f(`<path class="grid" d="M%v %vV%v"/>`+"\n", x, c.top-6, p.bottom(c))
			}
		}
	}
}
