package terminal

import (
	"strconv"
	"strings"

	"gosyncio/lessons/internal/picture"
)

// A theme is what the drawing is made of: Unicode, or plain ASCII.
type theme struct {
	states  map[picture.State]string
	endings map[picture.How]string
	marks   map[picture.MarkKind]string
	tick    string // ran, but for less than a cell
	child   string // in front of a child's name
	last    string // … of the last one's
	open    string // … below a parent whose younger siblings are yet to come
	closed  string // … or not
	bracket [3]string
	plain   bool // all else has to become ASCII
}

var unicode = theme{
	states: map[picture.State]string{
		picture.Running: "█", picture.Sleeping: "z", picture.Waiting: "·", picture.Ready: "▒",
	},
	endings: map[picture.How]string{
		picture.Returned: "✓", picture.Failed: "✗", picture.Panicked: "↯", picture.Cancelled: "⊘", picture.Unended: "∞",
	},
	marks: map[picture.MarkKind]string{picture.Print: "»", picture.Deadline: "┆"},
	tick:  "▐", child: "├ ", last: "└ ", open: "│ ", closed: "  ",
	bracket: [3]string{"├", "─", "┤"},
}

var ascii = theme{
	states: map[picture.State]string{
		picture.Running: "#", picture.Sleeping: "z", picture.Waiting: ".", picture.Ready: "%",
	},
	endings: map[picture.How]string{
		picture.Returned: "+", picture.Failed: "X", picture.Panicked: "*", picture.Cancelled: "/", picture.Unended: ">",
	},
	marks: map[picture.MarkKind]string{picture.Print: "\"", picture.Deadline: "!"},
	tick:  "|", child: "|- ", last: "`- ", open: "|  ", closed: "   ",
	bracket: [3]string{"|", "-", "|"}, plain: true,
}

var plainly = strings.NewReplacer("…", "...", "→", "->", "µ", "u", "“", `"`, "”", `"`, "’", "'")

// text is a text as the theme can show it: é is \u00e9 in ASCII.
func (t theme) text(s string) string {
	if !t.plain {
		return s
	}
	var b strings.Builder
	for _, r := range plainly.Replace(s) {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	return b.String()
}

// Colours are from the 256 that nearly every terminal has: those few that have a
// contrast of 4.5 or more on black and on white.
const (
	bold   = "1"
	grey   = "38;5;243"
	green  = "38;5;29"
	blue   = "38;5;63"
	red    = "38;5;131"
	violet = "38;5;98"
)

var stateColours = map[picture.State]string{
	picture.Running: green, picture.Sleeping: blue, picture.Waiting: grey, picture.Ready: bold,
}

var endColours = map[picture.How]string{
	picture.Returned: green, picture.Failed: red, picture.Panicked: red, picture.Cancelled: violet, picture.Unended: bold,
}
