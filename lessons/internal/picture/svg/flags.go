package svg

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

const (
	bubble = 26 // the width of the whole sign for a print, which ends at its moment
	nearby = 24 // two prints that are closer share a sign
)

// A flag is what a row prints at about one moment: a sign above its bar, and
// the text beside it, or higher up, on a mast.
type flag struct {
	at, x    px // the moment, and the sign's end
	marks    []picture.Mark
	editions []edition // the ways to write it
	lines    []string  // none if there's no room
	level    int       // of the lowest line
	left     px        // where the lines begin
}

// An edition is some lines, and the width of the longest.
type edition struct {
	lines []string
	need  px
}

// A slot is a part of what is above a row: from x0 to x1, on some levels.
type slot struct {
	x0, x1 px
	lo, hi int
}

func (s slot) meets(o slot) bool {
	return s.x0 < o.x1 && o.x0 < s.x1 && s.lo <= o.hi && o.lo <= s.hi
}

// flags are a row's prints, with their texts on no more than so many levels.
// The first flag takes the best place, so other orders are tried at random, and
// other lowest levels.
func (p *page) flags(c *chart, row, levels int) (best []flag) {
	walls := p.walls(c, row)
	flags := p.signs(c.sheet.Rows[row], walls)
	if levels == 0 {
		return flags
	}
	lots := rand.New(rand.NewPCG(1, 1))
	order, floors := make([]int, len(flags)), make([]int, len(flags))
	for i := range flags {
		order[i] = len(flags) - 1 - i
		flags[i].editions = p.editions(flags[i].marks, levels)
	}
	taken := slices.Grow(walls, 3*len(flags))
	for _, f := range flags {
		taken = append(taken, slot{f.x - p.bubble(), f.x - 2, 0, 0})
	}
	least, tried := math.MaxInt, slices.Clone(flags)
	few, many := p.tries()
	for n := 0; least != 0 && (n < few || n < many && least >= broken); n++ {
		copy(tried, flags)
		if cost := p.hoist(tried, order, floors, taken, levels, least); cost < least {
			best, least = slices.Clone(tried), cost
		}
		lots.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for i := range floors {
			floors[i] = lots.IntN(levels)
		}
	}
	return best
}

// tries are how often an order is tried, and how often if some line is hidden
// or broken: a page must not wait for it.
func (p *page) tries() (few, many int) {
	switch {
	case p.live:
		return 8, 16
	case p.panel:
		return 30, 120
	}
	return 40, 400
}

// walls are the lines through what is above a row.
func (p *page) walls(c *chart, row int) (walls []slot) {
	const top = 99
	for _, l := range c.lines {
		if x0, x1, ok := l.span(row); ok {
			walls = append(walls, slot{x0, x1, 0, top})
		}
	}
	for _, arrow := range c.sheet.Arrows {
		if x := p.x(arrow.At); arrow.Kind == picture.Cancel && arrow.From == row && arrow.To == row {
			walls = append(walls, slot{x - lineGap/2, x + lineGap/2, 0, top})
		}
	}
	return walls
}

// signs finds a place for the row's signs: at their moments, or a little
// before if an arrow arrives there.
func (p *page) signs(row layout.Row, walls []slot) (flags []flag) {
	marks := slices.DeleteFunc(slices.Clone(row.Marks), func(m picture.Mark) bool { return m.Kind == picture.Deadline })
	slices.SortStableFunc(marks, func(a, b picture.Mark) int { return cmp.Compare(a.At, b.At) })
	for _, mark := range marks {
		if n := len(flags) - 1; n >= 0 && p.x(mark.At)-flags[n].at < nearby {
			flags[n].marks = append(flags[n].marks, mark)
			continue
		}
		f := flag{at: p.x(mark.At), x: p.x(mark.At), marks: []picture.Mark{mark}}
		for range 2 {
			if slices.ContainsFunc(walls, slot{f.x - p.bubble(), f.x - 2, 0, 0}.meets) {
				f.x -= 4
			}
		}
		flags = append(flags, f)
	}
	return flags
}

// bubble is the width of the sign for a print: where lanes are close, it is
// small enough to stand between two.
func (p *page) bubble() px { return bubble * p.shrink }

// print draws the sign; its tip is at x, y.
func (p *page) print(x, y px) {
	if p.shrink == 1 {
		p.f(`<use class="bubble" href="#%s-print" x="%v" y="%v"/>`, p.id, x, y)
		return
	}
	p.f(`<use class="bubble" href="#%s-print" transform="translate(%v %v) scale(%v)"/>`, p.id, x, y, p.shrink)
}

func (p *page) longestLine(lines []string) (need px) {
	for _, text := range lines {
		need = max(need, px(mono(p.small)(text)))
	}
	return need
}

// What it costs not to show a line, and to break one; a level up costs 1.
const hidden, broken = 1000, 30

// hoist finds a place for each flag, and tells what that costs. It gives up once
// it costs as much as the least so far.
func (p *page) hoist(flags []flag, order, floors []int, taken []slot, levels, least int) (cost int) {
	for _, i := range order {
		f := &flags[i]
		for _, e := range f.editions {
			if text, mast, ok := p.place(f, e, floors[i], taken, levels); ok {
				taken = append(taken, text, mast)
				break
			}
		}
		cost += f.level
		if more := len(f.lines) - len(f.marks); more < 0 {
			cost += hidden * (1 - more)
		} else {
			cost += broken * more
		}
		if cost >= least {
			break
		}
	}
	return cost
}

// halves is a text in two lines of about the same length.
func (p *page) halves(text string) []string { return p.fold(text, 2) }

// fold breaks a text into no more than n lines, as evenly as its words allow.
func (p *page) fold(text string, n int) (lines []string) {
	measure, longest := mono(p.small), px(0)
	for _, word := range strings.Fields(text) {
		longest = max(longest, p.longestLine([]string{word}))
	}
	for room := max(measure(text)/float64(n), float64(longest)); ; room *= 1.1 {
		if lines = layout.Wrap(room, measure, text); len(lines) <= n {
			return lines
		}
	}
}

// editions are the ways to write some prints: as they are, a single one in
// several lines, or the first of them.
func (p *page) editions(marks []picture.Mark, levels int) (editions []edition) {
	var texts []string
	for _, mark := range marks {
		texts = append(texts, mark.Text)
	}
	all := [][]string{texts}
	if len(texts) == 1 {
		all = append(all, p.fold(texts[0], 2), p.fold(texts[0], 3))
	}
	for n := min(len(texts), levels) - 1; n > 0; n-- {
		all = append(all, append(slices.Clone(texts[:n]), fmt.Sprintf("and %d more", len(texts)-n)))
	}
	for _, lines := range all {
		editions = append(editions, edition{lines, p.longestLine(lines)})
	}
	return editions
}

// place puts the lines to the right of their moment, or else to the left, on
// the lowest level where they fit, and tells what they take. It begins above the
// floor.
func (p *page) place(f *flag, e edition, floor int, taken []slot, levels int) (text, mast slot, ok bool) {
	need, room := e.need, levels-len(e.lines)+1
	for n := range 2 * max(room, 0) {
		level := (n + floor) % room
		x := f.at + 9
		if n >= room {
			x = f.x - 9 - need
			if level == 0 {
				x -= p.bubble() - 1
			}
		}
		if x < p.left || x+need > p.width-p.margin/2 {
			continue
		}
		text = slot{x - 4, x + need + 8, level, level + len(e.lines) - 1}
		mast = slot{f.x - 3, f.x + 3, min(level, 1), level}
		blocked := func(s slot) bool { return s.meets(text) || level > 0 && s.meets(mast) }
		if !slices.ContainsFunc(taken, blocked) {
			f.lines, f.level, f.left = e.lines, level, x
			return text, mast, true
		}
	}
	return slot{}, slot{}, false
}
