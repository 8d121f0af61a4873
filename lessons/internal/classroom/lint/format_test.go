package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func position(p problem) string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// In these texts | is the cursor.
func TestFormatKeepsTheCursor(t *testing.T) {
	for _, tc := range []struct{ name, before, after, why string }{
		{"at the end of a word", "package main\nfunc main(){tea|()}", "package main\n\nfunc main() { tea|() }\n", ""},
		{"in a word", "package main\nvar te|a   =1\n", "package main\n\nvar te|a = 1\n", ""},
		{"before a word", "package main\nvar   |tea=1\n", "package main\n\nvar |tea = 1\n", ""},
		{"at the beginning", "|package main", "|package main\n", ""},
		{"after the last line", "package main\n\n\n|", "package main\n|", ""},
		{
			"in an empty line", "package main\n\nfunc main() {\n\ttea()\n\n|\n}\n", "package main\n\nfunc main() {\n\ttea()\n\n|}\n",
			"gofmt removes the second empty line",
		},
		{"in the only empty line", "package main\n\nfunc main() {\n\ttea()\n|\n\tjam()\n}\n", "package main\n\nfunc main() {\n\ttea()\n|\n\tjam()\n}\n", ""},
		{"behind wide characters", "package main\nvar a,b=\"🍵茶\",  1|", "package main\n\nvar a, b = \"🍵茶\", 1|\n", "🍵 counts as two"},
		{"in a comment", "package main\n//  te|a\n", "package main\n\n//  te|a\n", ""},
		{"after a comma", "package main\n\nfunc main() {\n\ttea(1,|2)\n}\n", "package main\n\nfunc main() {\n\ttea(1, |2)\n}\n", ""},
		{"where lines end as on Windows", "package main\r\nvar tea=1|\r\n", "package main\n\nvar tea = 1|\n", ""},
		{"a syntax error changes nothing", "package main\nvar   |=\n", "package main\nvar   |=\n", ""},
	} {
		t.Run("the cursor stays: "+tc.name, func(t *testing.T) {
			before, after, _ := strings.Cut(tc.before, "|")
			got := formatText(document{before + after, utf16Len(before)})
			at := byteOffset(got.Text, got.Offset)
			assert.Equal(t, tc.after, got.Text[:at]+"|"+got.Text[at:], tc.why)
		})
	}
}

func TestPlace(t *testing.T) {
	for _, tc := range []struct {
		name, before string
		line, column int
	}{
		{"at the beginning", "", 1, 1},
		{"in the first line", "tea", 1, 4},
		{"a letter of two bytes is one", "ä", 1, 2},
		{"a character beyond the basic plane is two", "🍵", 1, 3},
		{"in a further line", "tea\r\njam", 2, 4},
	} {
		t.Run("a place is counted: "+tc.name, func(t *testing.T) {
			line, column := place(tc.before+"rest\n", len(tc.before))
			assert.Equal(t, [2]int{tc.line, tc.column}, [2]int{line, column})
		})
	}
}

func TestByteOffsetIsWithinTheText(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 100} {
		got := byteOffset("a🍵", n)
		assert.True(t, got == 0 || got == 1 || got == 5, "a cursor is never in the middle of a character: %d", got)
	}
}
