// Package text makes texts fit to be shown in a line of a terminal, a log or a
// picture.
package text

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limit is how many characters Clean leaves of a text.
const Limit = 100

// Clean makes s a single short line: characters that control a terminal or
// can't be seen are removed, as is the third and every further mark on one
// letter; white space becomes a space, invalid UTF-8 becomes U+FFFD, and what
// is longer than [Limit] characters ends in "…".
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return Truncate(clean(s), Limit)
}

// isClean is the answer for most names, without an allocation.
func isClean(s string) bool {
	if len(s) > Limit {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func clean(s string) string {
	var b strings.Builder
	marks, n := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case isInvisible(r):
			continue
		}
		if marks++; !unicode.IsMark(r) {
			marks = 0
		}
		if marks > 2 {
			continue
		}
		b.WriteRune(r)
		if n++; n > Limit { // long enough to be truncated: a text may have a gigabyte
			break
		}
	}
	return b.String()
}

func isInvisible(r rune) bool {
	return unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// Truncate returns the first n characters of s, with "…" for what is left out.
func Truncate(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n--; n == 0 {
			return s[:i] + "…"
		}
	}
	return "…"
}

// Value is v as a text if v is short and plain, else "". It calls no method of
// v: to show a value must not wait for a lock that its owner holds.
func Value(v any) string {
	const short = 24 // characters
	switch t := reflect.TypeOf(v); {
	case t == nil || t.NumMethod() > 0:
		return ""
	case t.Kind() == reflect.String:
		return fmt.Sprintf("%q", Truncate(clean(reflect.ValueOf(v).String()), short))
	case t.Kind() <= reflect.Complex128:
		return fmt.Sprint(v)
	default:
		return ""
	}
}
