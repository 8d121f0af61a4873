package svg

import (
	"html"
	"math"
	"strconv"
	"strings"

	"gosyncio/lessons/internal/picture/layout"
)

// px is a length or a place in the picture, written with one decimal.
type px float64

func (x px) String() string {
	return strconv.FormatFloat(math.Round(float64(x)*10)/10, 'f', -1, 64)
}

// glyphs are the widths of letters in a wide font, as parts of its size.
var glyphs = func() map[rune]float64 {
	widths := map[rune]float64{}
	for letters, width := range map[string]float64{
		"ijlIJ'":                   .30,
		" .,:;|/\\":                .34,
		"-frt()[]!`":               .41,
		"csz?\"*_":                 .53,
		"vxykTLPF":                 .61,
		"DGHNOQU&":                 .79,
		"ABCEKRSVXYZ":              .71,
		"<>=+~#^→":                 .84,
		"mwMW@%…":                  1,
		"abdeghnopqu{}0123456789$": .64,
	} {
		for _, letter := range letters {
			widths[letter] = width
		}
	}
	return widths
}()

// plain, bold and mono estimate how wide a text is in a size of type.
func plain(size px) func(string) float64 {
	return func(text string) (sum float64) {
		for _, r := range text {
			sum += glyph(r)
		}
		return sum * float64(size)
	}
}

func bold(size px) func(string) float64 { return plain(size * 1.14) }

func mono(size px) func(string) float64 {
	return func(text string) (sum float64) {
		for _, r := range text {
			if r < 0x2000 {
				sum += .61 * float64(layout.Cells(r))
			} else {
				sum += max(glyph(r), .61)
			}
		}
		return sum * float64(size)
	}
}

func glyph(r rune) float64 {
	if width, ok := glyphs[r]; ok {
		return width
	}
	switch cells := layout.Cells(r); {
	case cells == 0:
		return 0
	case r >= 0x1f000:
		return 1.35 // an emoji
	case cells == 2:
		return 1.05
	}
	return .85
}

// ident leaves of an id what may stand in one, in XML as in CSS.
func ident(id string) string {
	id = strings.Map(func(r rune) rune {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if letter || '0' <= r && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, id)
	if id = strings.TrimLeft(id, "0123456789-_"); id == "" {
		return "picture"
	}
	return id
}

// esc makes a clean text safe within an element or an attribute.
func esc(text string) string { return html.EscapeString(text) }
