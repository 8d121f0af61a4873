package picture

import (
	"strings"
	"unicode"
)

// longest is where clean cuts, in characters.
const longest = 100

// clean makes a text of a trace fit to be shown: one line, no character that
// controls a terminal or can't be seen, no more than two marks on a letter, and
// no more than 100 characters. Each text passes here when it enters the model.
func clean(s string) string {
	if isClean(s) {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	marks, n := 0, 0
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			continue
		}
		if marks++; !unicode.IsMark(r) {
			marks = 0
		}
		if marks > 2 {
			continue
		}
		if n++; n >= longest {
			return b.String() + "…"
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// isClean is the answer for most texts, without an allocation.
func isClean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return len(s) <= longest
}
