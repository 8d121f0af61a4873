package svg

import (
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// An item of the legend: a sign of its own width, and what it means.
type item struct {
	sign  func(x, y px)
	space px
	class string
	text  string
	width px // with what keeps it apart from the next
}

// legendRows fills rows with what occurs, and then with the notes, which start
// on a row of their own unless the last has room.
func (p *page) legendRows() (rows [][]item) {
	x := p.width
	add := func(i item) {
		i.width = i.space + px(plain(p.readable)(i.text)) + p.apart
		if x+i.width-p.apart > p.width-p.margin {
			rows, x = append(rows, nil), p.margin
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], i)
		x += i.width
	}
	for _, i := range p.explain(layout.Legend(p.sheets()...)) {
		add(i)
	}
	for _, c := range p.charts {
		for _, note := range c.sheet.Notes {
			if p.panel && len(p.charts) > 1 && strings.HasSuffix(note, "Go's own not shown") {
				continue // each run says so where it stands alone
			}
			if len(p.charts) > 1 {
				note = join(": ", c.sheet.Title, note)
			}
			if p.panel {
				note = strings.Replace(note, "goroutines of Go's own", "of Go's own", 1)
			}
			note = layout.Cut(float64(p.width-2*p.margin), plain(p.readable), note)
			add(item{func(px, px) {}, 0, "soft", note, 0})
		}
	}
	return rows
}

func (p *page) explain(key layout.Key) (items []item) {
	for _, state := range key.States {
		look := looks[state]
		items = append(items, item{func(x, y px) { p.swatch(look, x, y) }, 38, "ink", string(state), 0})
	}
	for _, how := range key.Endings {
		if p.live && how == picture.Unended {
			continue
		}
		items = append(items, item{func(x, y px) {
			p.f(`<circle class="disc ring %s" cx="%v" cy="%v" r="11"/>`, how, x+11, y)
			p.sign(how, x+11, y, 11)
		}, 31, "ink", layout.Word(how), 0})
	}
	for _, kind := range key.Arrows {
		items = append(items, item{func(x, y px) { p.sample(kind, x, y) }, samples[kind].space, "ink", samples[kind].text, 0})
	}
	for _, kind := range key.Marks {
		if kind == picture.Print {
			items = append(items, item{func(x, y px) {
				p.f(`<use class="bubble" href="#%s-print" x="%v" y="%v"/>`, p.id, x+25, y+8)
			}, 27, "ink", "prints", 0})
		} else {
			items = append(items, item{func(x, y px) {
				p.f(`<use class="mark page" href="#%s-deadline" x="%v" y="%v"/>`, p.id, x+7, y-8)
			}, 22, "ink", "deadline", 0})
		}
	}
	return items
}

// samples are the arrows in the legend, in the direction that they mostly
// have, and what they stand for.
var samples = map[picture.ArrowKind]struct {
	text   string
	space  px
	dx, dy px
	d      string
}{
	picture.Start:  {"starts", 36, 0, -9, "v3q0 6 6 6h20"},
	picture.Await:  {"result", 20, 7, 11, "v-22"},
	picture.Fail:   {"error", 20, 7, 11, "v-22"},
	picture.Cancel: {"cancels", 20, 7, -11, "v22"},
}

func (p *page) swatch(look string, x, y px) {
	b := box{x, y - 10, x + 28, y + 10}
	p.f(`<rect class="bar %s" %s/>`, look, b)
	if look != "run" {
		p.f(`<rect fill="url(#%s-%s)" %s/>`, p.id, look, b)
	}
}

func (p *page) sample(kind picture.ArrowKind, x, y px) {
	s := samples[kind]
	p.f(`<path class="way %s" d="M%v %v%s" marker-end="url(#%s-%s)"/>`, kind, x+s.dx, y+s.dy, s.d, p.id, head(kind))
}

func (p *page) legend() {
	for i, row := range p.items {
		x, y := p.margin, p.legendY+p.legendPitch*(px(i)+.5)
		if last := row[len(row)-1]; last.class == "soft" && len(row) > 1 && row[0].class != "soft" {
			row = p.push(row)
		}
		for _, item := range row {
			item.sign(x, y)
			p.text(item.class, x+item.space, y+p.readable*.36, p.readable, item.text)
			x += item.width
		}
	}
}

// push moves the notes of a row to its right end.
func (p *page) push(row []item) []item {
	free := p.width - 2*p.margin + p.apart
	for _, item := range row {
		free -= item.width
	}
	first := slices.IndexFunc(row, func(i item) bool { return i.class == "soft" })
	row = slices.Clone(row)
	row[first].space += free
	row[first].width += free
	return row
}
