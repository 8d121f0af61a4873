package walk

import (
	"regexp"
	"strings"
)

var (
	item   = regexp.MustCompile(`^ *([-*]|\d+\.) +`)
	anItem = regexp.MustCompile(`(?m)^ *([-*]|\d+\.) `) // below a title
)

// markdown turns the text of a section into blocks: paragraphs, list items,
// code, tables. A block is best not divided.
func (s Screen) markdown(text string) (blocks []string) {
	var now []string
	flush := func() {
		if len(now) > 0 {
			blocks = append(blocks, s.paragraph(now))
			now = nil
		}
	}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case strings.HasPrefix(line, "```"):
			flush()
			var code []string
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
				code = append(code, lines[i])
			}
			blocks = append(blocks, s.fenced(line, strings.Join(code, "\n")))
		case strings.HasPrefix(line, "    ") && len(now) == 0:
			code := []string{line[4:]}
			for ; i+1 < len(lines) && strings.HasPrefix(lines[i+1], "    "); i++ {
				code = append(code, lines[i+1][4:])
			}
			blocks = append(blocks, s.code(strings.Join(code, "\n")))
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "!["):
			flush()
		case item.MatchString(line), strings.HasPrefix(line, "|"), strings.HasPrefix(line, "#"):
			flush()
			now = []string{line}
		default:
			now = append(now, line)
		}
	}
	flush()
	return blocks
}

// paragraph wraps the lines of a paragraph, of a list item or of a heading. A
// row of a table stays as it is.
func (s Screen) paragraph(lines []string) string {
	text, prefix := strings.Join(lines, "\n"), ""
	switch {
	case strings.HasPrefix(text, "|"):
		return fold(s.paint().inline(text), s.textWidth(), "  ")
	case strings.HasPrefix(text, "#"):
		return s.paint().in(bold, s.fill("", strings.TrimLeft(text, "# ")))
	}
	if match := item.FindString(text); match != "" {
		text, prefix = text[len(match):], match
	}
	return s.fill(prefix, s.paint().inline(text))
}

func (s Screen) fenced(fence, code string) string {
	if strings.HasPrefix(fence, "```go") {
		code = s.paint().golang(code)
	}
	return s.code(code)
}

// code shows code a little indented; tabs would be too wide for a projector.
func (s Screen) code(text string) string {
	columns, _ := s.size()
	indent := "    "
	if columns < Columns {
		indent = ""
	}
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\t", "    ")) {
		if s.ASCII {
			line = toASCII(line)
		}
		line = strings.TrimRight(line, "\n")
		if line != "" {
			deeper := strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " "))+4)
			line = fold(indent+line, columns, indent+deeper)
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// tight joins blocks of which the items of a list need no empty line between
// them.
func tight(blocks []string) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteString(separator(blocks[i-1], block))
		}
		b.WriteString(block)
	}
	return b.String()
}

// separator stands between two blocks: list items and rows of a table follow
// each other directly.
func separator(before, after string) string {
	isRow := func(s string) bool { return strings.HasPrefix(s, "|") }
	if anItem.MatchString(before) && item.MatchString(after) || isRow(before) && isRow(after) {
		return "\n"
	}
	return "\n\n"
}
