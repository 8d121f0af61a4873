package walk

import (
	"regexp"
	"strings"

	"gosyncio/lessons/internal/picture/layout"
)

// fill wraps the words of text into lines of at most width cells. The prefix
// stands before the first line, and as many spaces before the others.
func fill(prefix, text string, width int) string {
	indent := strings.Repeat(" ", cells(prefix))
	var lines []string
	now, empty := prefix, true
	for _, word := range words(text) {
		switch {
		case empty:
			now += word
		case cells(now)+1+cells(word) <= width:
			now += " " + word
		default:
			lines = append(lines, fold(now, width, indent))
			now = indent + word
		}
		empty = false
	}
	return strings.Join(append(lines, fold(now, width, indent)), "\n")
}

// A number and its unit stay together, as in "10 minutes".
var amount = regexp.MustCompile(`(\d)\s+(ms|s|h|min|minutes|seconds|kB|MB|GB)\b`)

func words(text string) []string {
	const glue = "\x00"
	fields := strings.Fields(amount.ReplaceAllString(text, "$1"+glue+"$2"))
	for i := range fields {
		fields[i] = strings.ReplaceAll(fields[i], glue, " ")
	}
	return fields
}

// fold breaks a line that is wider than width, at spaces where there are any.
// Its own spaces stay; the further lines begin with indent.
func fold(line string, width int, indent string) string {
	if len(indent) > width/2 {
		indent = ""
	}
	var b strings.Builder
	for cells(line) > width {
		at := breakAt(line, width)
		b.WriteString(strings.TrimRight(line[:at], " ") + "\n")
		line = indent + strings.TrimLeft(line[at:], " ")
	}
	return b.String() + line
}

// breakAt returns the byte before which a line is broken: the last space that
// fits and has something before it, else the first rune that does not fit.
func breakAt(line string, width int) int {
	space, at, seen, escape := 0, 0, false, false
	for i, r := range line {
		switch {
		case escape:
			escape = r != 'm'
			continue
		case r == '\x1b':
			escape = true
			continue
		case r == ' ' && seen:
			space = i
		case r != ' ':
			seen = true
		}
		if at += layout.Cells(r); at > width && i > 0 {
			if space > 0 {
				return space
			}
			return i
		}
	}
	return len(line)
}

// cells is the width of text in a terminal, where escape sequences have none.
func cells(text string) (n int) {
	escape := false
	for _, r := range text {
		switch {
		case escape:
			escape = r != 'm'
		case r == '\x1b':
			escape = true
		default:
			n += layout.Cells(r)
		}
	}
	return n
}

// height is the number of lines of a text without a newline at its end.
func height(text string) int { return strings.Count(text, "\n") + 1 }
