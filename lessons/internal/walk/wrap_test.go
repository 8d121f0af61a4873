package walk

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFill(t *testing.T) {
	for _, tc := range []struct {
		name, prefix, text string
		width              int
		want               string
	}{
		{"a short text stays in one line", "", "tea and toast", 20, "tea and toast"},
		{"a long text is wrapped at words", "", "tea and toast and eggs", 13, "tea and toast\nand eggs"},
		{"further lines begin below the text", "- ", "tea and toast", 10, "- tea and\n  toast"},
		{"line ends of the text do not count", "", "tea\nand\n toast", 20, "tea and toast"},
		{"a number stays with its unit", "", "at most 10 s", 10, "at most\n10 s"},
		{"a number and a word may be divided", "", "at most 10 guests", 10, "at most 10\nguests"},
		{"a word that is too long is divided", "", "abcdefghijkl", 5, "abcde\nfghij\nkl"},
		{"colours have no width", "", "\x1b[1mtea and\x1b[0m toast", 13, "\x1b[1mtea and\x1b[0m toast"},
		{"wide letters have two columns", "", "茶茶茶 茶", 6, "茶茶茶\n茶"},
		{"nothing is an empty line", "", "", 10, ""},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, fill(tc.prefix, tc.text, tc.width)) })
	}
}

func TestFold(t *testing.T) {
	for _, tc := range []struct {
		name, line, indent string
		width              int
		want               string
	}{
		{"a short line keeps its spaces", "a   b", "", 10, "a   b"},
		{"a long line is broken at a space", "    tea := brew(ctx, out)", "        ", 20, "    tea := brew(ctx,\n        out)"},
		{"spaces at the beginning are no place to break", "        abcdefgh", "", 10, "        ab\ncdefgh"},
		{"a deep indentation is left out", "abcdef abcdef", "        ", 10, "abcdef\nabcdef"},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, fold(tc.line, tc.width, tc.indent)) })
	}
}

func FuzzFold(f *testing.F) {
	f.Add("- ", "tea and\x1b[1m toast\x1b[0m", 20)
	f.Add("", "茶 茶茶茶茶茶茶茶茶茶茶茶茶", 7)
	f.Fuzz(func(t *testing.T, prefix, text string, width int) {
		width = 20 + max(0, width%100)
		text = strings.ReplaceAll(text, "\x00", "") // it glues numbers to units
		if cells(prefix) > 4 || strings.ContainsAny(prefix, "\n\r") {
			prefix = ""
		}
		filled := fill(prefix, text, width)
		for line := range strings.Lines(filled) {
			assert.LessOrEqual(t, cells(strings.TrimSuffix(line, "\n")), width, line)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		assert.Equal(t, squeeze(prefix+text), squeeze(filled), "no letter is lost")
	})
}
