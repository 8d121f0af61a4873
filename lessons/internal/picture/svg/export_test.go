package svg

import "strings"

// Width estimates a text as the drawing does.
func Width(class string, size float64, text string) float64 {
	switch {
	case strings.Contains(class, "say"):
		return mono(px(size))(text)
	case strings.Contains(class, "bold"), strings.Contains(class, "name"):
		return bold(px(size))(text)
	default:
		return plain(px(size))(text)
	}
}
