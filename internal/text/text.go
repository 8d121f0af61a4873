// Package text makes texts fit to be shown in a line of a terminal, a log or a
// picture.
package text

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
)

// Limit is how many characters Clean leaves of a text.
const Limit = 100

// Clean makes s a single short line: characters that control a terminal or
// can't be seen are removed, as is the third and every further mark on one
// letter; white space becomes a space, invalid UTF-8 becomes U+FFFD, and what
// is longer than [Limit] characters ends in "…".
func Clean(s string) string {
	marks := 0
	clean := func(r rune) rune {
		if marks++; !unicode.IsMark(r) {
			marks = 0
		}
		switch {
		case ' ' <= r && r <= '~':
			return r
		case unicode.IsSpace(r):
			return ' '
		case marks > 2, unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}
	return truncate(strings.Map(clean, s[:min(len(s), 50*Limit)]), Limit)
}

func truncate(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}

// Value is v as a text if v is short and plain, else "". It calls no method of
// v: to show a value must not wait for a lock that its owner holds.
func Value(v any) string {
	switch t := reflect.TypeOf(v); {
	case t == nil || t.NumMethod() > 0: // not plain
	case t.Kind() == reflect.String:
		return strconv.Quote(truncate(Clean(reflect.ValueOf(v).String()), 24))
	case t.Kind() <= reflect.Complex128:
		return fmt.Sprint(v)
	}
	return ""
}
