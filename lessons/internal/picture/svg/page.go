package svg

import (
	"bytes"
	"slices"
	"time"

	"gosyncio/lessons/internal/picture/layout"
)

const (
	width    px = 1280
	high     px = 720 // what few lanes grow to, and many go beyond
	margin   px = 28
	widest   px = 260 // of the column of names
	readable px = 17  // the ruler and the legend
)

// A page is a drawing under way.
type page struct {
	out    bytes.Buffer
	id     string
	charts []*chart
	length time.Duration // of the longer run

	pitch, bar, cap         px // from lane to lane; the height of a bar, the radius of a cap
	name, label, small      px // sizes of type
	indent                  px // of a child's name
	left, reach             px // where the time axis starts, and how long it is
	headY, rulerY, verdictY px
	legendY                 px
	items                   [][]item // the rows of the legend
	height                  px
	taken                   []box // where nothing may be written any more
}

// A chart is one run on the page.
type chart struct {
	sheet layout.Sheet
	top   px
	lines []line
}

func newPage(id string, sheets ...layout.Sheet) *page {
	p := &page{id: ident(id)}
	for _, s := range sheets {
		p.charts = append(p.charts, &chart{sheet: s})
		p.length = max(p.length, s.Length)
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
		caption, below = 62, 88
	}
	p.rulerY = 40
	if head.Title != "" || head.Subtitle != "" {
		p.headY, p.rulerY = 48, 92
	}
	fixed := p.rulerY + 18 + caption*px(len(p.charts)) + below + 30 + legendPitch*px(len(p.items))
	p.measure(min(max((high-fixed)/px(max(rows, 1)), 42), 128))

	y := p.rulerY + 18
	for _, c := range p.charts {
		y += caption
		c.top = y
		y += p.pitch * px(len(c.sheet.Rows))
	}
	p.verdictY = y + below*3/5
	p.legendY = y + below + 16
	p.height = p.legendY + legendPitch*px(len(p.items)) + 14
	p.columns()
}

// measure sizes what belongs to a lane after the distance between two.
func (p *page) measure(pitch px) {
	p.pitch = pitch
	p.bar = min(max(pitch*.46, 25), 52)
	p.cap = min(max(p.bar*.44, 12), 20)
	p.name = min(max(p.bar*.56, 20), 27)
	p.label = min(max(p.bar*.46, 15), 21)
	p.small = min(max(p.label*.85, 15), 18)
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
	p.indent = min(24, 130/px(max(deepest, 1)))
	names := p.longest()
	for ; names > widest && p.name > 20; names = p.longest() {
		p.name--
	}
	gutter := 40 + lineGap*px(min(max(len(starters)-1, 0), 4))
	p.left = margin + min(names, widest) + gutter
	after := func(row layout.Row) float64 { return float64(p.cap) + 10 + mono(p.label)(row.Ending.Text) }
	p.reach = px(layout.Reach(float64(width-margin-p.left), p.length, after, p.sheets()...))
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

func (p *page) y(c *chart, row int) px { return c.top + p.pitch*(px(row)+.5) }

// bottom is where a chart's lanes end.
func (p *page) bottom(c *chart) px { return c.top + p.pitch*px(len(c.sheet.Rows)) }

// ruler draws the clock: a label on top, and a line through the lanes of each
// chart.
func (p *page) ruler() {
	if !slices.ContainsFunc(p.charts, func(c *chart) bool { return len(c.sheet.Rows) > 0 }) {
		return
	}
	most := int(p.reach/120) + 1
	for _, tick := range layout.Ruler(p.length, most) {
		x := p.x(tick.At)
		wide := px(plain(readable)(tick.Label))
		p.text("soft tick", min(x-wide/2, width-margin/2-wide), p.rulerY, readable, tick.Label)
		for _, c := range p.charts {
			if len(c.sheet.Rows) > 0 {
				p.f(`<path class="grid" d="M%v %vV%v"/>`+"\n", x, c.top-6, p.bottom(c))
			}
		}
	}
}
