package walk

import (
	"strings"
	"unicode/utf8"
)

// plain has the spellings in ASCII of the characters in our texts.
var plain = strings.NewReplacer(
	"→", "->", "←", "<-", "↔", "<->", "⇒", "=>", "…", "...", "·", "-", "–", "-", "—", "--", "─", "-", "│", "|",
	"“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "×", "x", "µ", "u", "μ", "u", "≤", "<=", "≥", ">=", "≠", "!=",
	"≈", "~", "−", "-", "½", "1/2", "°", " degrees", "✓", "+", "✗", "X", "⊘", "/", "∞", ">", "§", "section ",
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "á", "a", "ó", "o", "ï", "i", "ñ", "n", "\u00a0", " ",
)

// toASCII spells text in ASCII. A character without a spelling becomes a
// question mark.
func toASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, plain.Replace(text))
}
