package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"gosyncio/internal/text"
)

func TestClean(t *testing.T) {
	for _, tc := range []struct {
		name, in, want string
	}{
		{"a plain text stays", "tea for two", "tea for two"},
		{"other letters stay", "café, 茶, чай", "café, 茶, чай"},
		{"line ends and tabs become spaces", "tea\nand\ttoast\r", "tea and toast "},
		{"escape sequences lose what makes them work", "\x1b[31mtea\x1b[0m\a", "[31mtea[0m"},
		{"C1 controls are removed", "te\u009ba", "tea"},
		{"characters that turn the direction are removed", "tea\u202etsaot\u2066", "teatsaot"},
		{"invisible characters are removed", "t\u200be\u3164a\ufeff\u00ad", "tea"},
		{"of many marks on one letter two stay", "e" + strings.Repeat("\u0301", 120) + "gg", "e\u0301\u0301gg"},
		{"bytes that are no UTF-8 are replaced", "te\xffa", "te\uFFFDa"},
		{"100 characters stay", strings.Repeat("x", 100), strings.Repeat("x", 100)},
		{"of more characters 99 stay, and a sign", strings.Repeat("x", 70_000), strings.Repeat("x", 99) + "…"},
		{"characters are counted, not bytes", strings.Repeat("茶", 101), strings.Repeat("茶", 99) + "…"},
		{"nothing stays nothing", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := text.Clean(tc.in)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, got, text.Clean(got), "clean is clean")
		})
	}
}

func TestCleanAllocatesNothingForAPlainName(t *testing.T) {
	assert.Zero(t, testing.AllocsPerRun(100, func() { text.Clean("tea for two") }))
}

func TestValue(t *testing.T) {
	type dish string
	for _, tc := range []struct {
		name string
		in   any
		want string
	}{
		{"a number", 7, "7"},
		{"a text is quoted", "tea", `"tea"`},
		{"a type of one's own that is a text", dish("tea"), `"tea"`},
		{"a long text is shortened", strings.Repeat("x", 1000), `"` + strings.Repeat("x", 23) + `…"`},
		{"a text is cleaned", "\x1b[31m", `"[31m"`},
		{"nil is nothing", nil, ""},
		{"a struct is nothing", struct{}{}, ""},
		{"what has methods is not asked", loud(1), ""},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, text.Value(tc.in)) })
	}
}

type loud int

func (loud) String() string { panic("nobody asked") }

func FuzzClean(f *testing.F) {
	f.Add("tea\x1b[31m\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Clean(s)
		assert.True(t, utf8.ValidString(got))
		assert.LessOrEqual(t, utf8.RuneCountInString(got), text.Limit)
		assert.Equal(t, got, text.Clean(got))
	})
}
