package layout

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is where Clean cuts, in runes.
const longest = 1000

// Clean makes a text fit to be shown on one line: without line ends and
// control characters, without what reverses the text around it, and not
// endless.
func Clean(text string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range text { // bytes that are no UTF-8 come as U+FFFD
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
			continue // it has no width of its own
		case !unicode.IsGraphic(r):
			r = unicode.ReplacementChar
		}
		if n++; n >= longest {
			return b.String() + "…"
		}
		if space {
			b.WriteByte(' ')
			n, space = n+1, false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Fit finds the first of the texts that is no wider than room; or what remains
// of the first when it's cut, if that says more. Of a single one it's all that
// fits.
func Fit(room float64, width func(string) float64, texts ...string) string {
	cut := Cut(room, width, texts[0])
	for _, text := range texts {
		if width(text) > room {
			continue
		}
		if len(cut) >= len(text)+len(" for tea…") {
			return cut
		}
		return text
	}
	if len(texts) == 1 {
		return cut
	}
	return ""
}

// Cut makes text no wider than room, if need be with an … at its end. Where
// there isn't even room for that, nothing is left.
func Cut(room float64, width func(string) float64, text string) string {
	if width(text) <= room {
		return text
	}
	runes := []rune(text)
	short := func(n int) string { return strings.TrimRight(string(runes[:n]), " ,") + "…" }
	n := sort.Search(len(runes), func(n int) bool { return width(short(n+1)) > room })
	if n == 0 || len(runes) == 0 {
		return ""
	}
	return short(n)
}

// CutMiddle makes a name no wider than room, if need be with an … in its
// middle: names that begin alike often end apart, in a /2.
func CutMiddle(room float64, width func(string) float64, name string) string {
	if width(name) <= room {
		return name
	}
	runes := []rune(name)
	short := func(n int) string { return string(runes[:n-n/2]) + "…" + string(runes[len(runes)-n/2:]) }
	n := sort.Search(len(runes)-1, func(n int) bool { return width(short(n+1)) > room })
	if n == 0 {
		return ""
	}
	return short(n)
}

// Wrap breaks a text into lines no wider than room.
func Wrap(room float64, width func(string) float64, text string) (lines []string) {
	now := ""
	for _, word := range strings.Fields(text) {
		if now != "" && width(now+" "+word) <= room {
			now += " " + word
			continue
		}
		if now != "" {
			lines = append(lines, now)
		}
		for now = word; width(now) > room && utf8.RuneCountInString(now) > 1; { // no word is that long
			runes := []rune(now)
			n := sort.Search(len(runes)-1, func(n int) bool { return width(string(runes[:n+1])) > room })
			head := string(runes[:max(n, 1)])
			lines, now = append(lines, head), now[len(head):]
		}
	}
	if now != "" {
		lines = append(lines, now)
	}
	return lines
}

// wide are the runes that take two cells of a terminal: those of East Asia,
// and the emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1}, {0x231a, 0x231b, 1}, {0x2329, 0x232a, 1}, {0x23e9, 0x23ec, 1}, {0x23f0, 0x23f3, 3},
		{0x25fd, 0x25fe, 1}, {0x2614, 0x2615, 1}, {0x2648, 0x2653, 1}, {0x267f, 0x2693, 20}, {0x26a1, 0x26aa, 9},
		{0x26ab, 0x26bd, 18}, {0x26be, 0x26c4, 6}, {0x26c5, 0x26ce, 9}, {0x26d4, 0x26ea, 22}, {0x26f2, 0x26f3, 1},
		{0x26f5, 0x26fa, 5}, {0x26fd, 0x2705, 8}, {0x270a, 0x270b, 1}, {0x2728, 0x274c, 36}, {0x274e, 0x2753, 5},
		{0x2754, 0x2755, 1}, {0x2757, 0x2795, 62}, {0x2796, 0x2797, 1}, {0x27b0, 0x27bf, 15}, {0x2b1b, 0x2b1c, 1},
		{0x2b50, 0x2b55, 5}, {0x2e80, 0x303e, 1}, {0x3041, 0x4dbf, 1}, {0x4e00, 0xa4cf, 1}, {0xa960, 0xa97f, 1},
		{0xac00, 0xd7a3, 1}, {0xf900, 0xfaff, 1}, {0xfe10, 0xfe19, 1}, {0xfe30, 0xfe6f, 1}, {0xff01, 0xff60, 1},
		{0xffe0, 0xffe6, 1},
	},
	R32: []unicode.Range32{{0x16fe0, 0x18fff, 1}, {0x1aff0, 0x1b2ff, 1}, {0x1f000, 0x1faff, 1}, {0x20000, 0x3fffd, 1}},
}

// Cells is the number of a terminal's cells that a rune takes.
func Cells(r rune) int {
	switch {
	case r < 0x300: // nearly always
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}
