package svg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture/layout"
)

// A box is a part of the page: from x0 to x1, from y0 to y1.
type box struct{ x0, y0, x1, y1 px }

func (a box) meets(b box) bool {
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

func (p *page) take(b box) { p.taken = append(p.taken, b) }

func (p *page) free(b box) bool { return !slices.ContainsFunc(p.taken, b.meets) }

// gaps are the free parts of a band, from left to right.
func (p *page) gaps(band box) (gaps []box) {
	walls := slices.DeleteFunc(slices.Clone(p.taken), func(b box) bool { return !b.meets(band) })
	slices.SortFunc(walls, func(a, b box) int { return cmp.Compare(a.x0, b.x0) })
	x := band.x0
	for _, wall := range walls {
		if wall.x0 > x {
			gaps = append(gaps, box{x, band.y0, wall.x0, band.y1})
		}
		x = max(x, wall.x1)
	}
	if x < band.x1 {
		gaps = append(gaps, box{x, band.y0, band.x1, band.y1})
	}
	return gaps
}

// settle finds a place in a band for the first of the texts that fits
// somewhere; failing that for what fits in the largest gap. It takes the
// place.
func (p *page) settle(band box, measure func(string) float64, texts ...string) (text string, at box) {
	gaps := p.gaps(band)
	if len(gaps) == 0 {
		return "", box{}
	}
	room := func(b box) float64 { return float64(b.x1 - b.x0) }
	best := slices.MaxFunc(gaps, func(a, b box) int { return cmp.Compare(room(a), room(b)) })
	for _, gap := range gaps {
		if measure(texts[0]) <= room(gap) {
			best = gap
			break
		}
	}
	return p.put(best, measure, texts...)
}

// put takes as much of a gap's left side as the text needs that fits there. Of
// several no one is cut; and a letter and an … say nothing.
func (p *page) put(gap box, measure func(string) float64, texts ...string) (text string, at box) {
	fits := func(text string) bool { return measure(text) <= float64(gap.x1-gap.x0) }
	if whole := slices.IndexFunc(texts, fits); whole >= 0 {
		text = texts[whole]
	} else if len(texts) == 1 {
		text = layout.Cut(float64(gap.x1-gap.x0), measure, texts[0])
	}
	if text == "" || len(text) < len("bu…") && strings.HasSuffix(text, "…") {
		return "", box{}
	}
	gap.x1 = gap.x0 + px(measure(text))
	p.take(gap)
	return text, gap
}

// band is what a line of text in a size of type needs around its middle y.
func band(x0, x1, y, size px) box { return box{x0, y - size*.62, x1, y + size*.62} }

func (b box) String() string {
	return fmt.Sprintf(`x="%v" y="%v" width="%v" height="%v" rx="%v"`, b.x0, b.y0, b.x1-b.x0, b.y1-b.y0, min(6, (b.x1-b.x0)/2))
}
