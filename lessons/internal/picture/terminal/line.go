package terminal

import (
	"strings"

	"gosyncio/lessons/internal/picture/layout"
)

// A line is a row of cells.
type line []cell

// A cell is one place on a line. A wide rune has two; the second is gone.
type cell struct {
	text   string
	colour string
	gone   bool
}

// put writes a text into the cells from x on, as far as there are any, and
// tells where it ended.
func (l line) put(x int, colour, text string) (end int) {
	for _, r := range text {
		width := layout.Cells(r)
		switch {
		case width == 0 && x > 0 && x <= len(l):
			l[x-1].text += string(r) // an accent, on what is there
		case width == 0 || x < 0 || x+width > len(l):
		default:
			l[x] = cell{text: string(r), colour: colour}
			if width == 2 {
				l[x+1] = cell{gone: true}
			}
		}
		x += width
	}
	return x
}

// render joins the cells, without the empty ones at the end.
func (l line) render(colours bool) string {
	var b strings.Builder
	now, blanks := "", 0
	for _, c := range l {
		switch {
		case c.gone:
			continue
		case c.text == "":
			blanks++
			continue
		}
		if colours && c.colour != now {
			b.WriteString(escape(now, c.colour))
			now = c.colour
		}
		b.WriteString(strings.Repeat(" ", blanks))
		b.WriteString(c.text)
		blanks = 0
	}
	if now != "" {
		b.WriteString(escape(now, ""))
	}
	return b.String()
}

func escape(from, to string) (codes string) {
	if from != "" {
		codes = "\x1b[0m"
	}
	if to != "" {
		codes += "\x1b[" + to + "m"
	}
	return codes
}

// cells measures a text.
func cells(text string) (sum float64) {
	for _, r := range text {
		sum += float64(layout.Cells(r))
	}
	return sum
}
