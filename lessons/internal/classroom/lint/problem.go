package main

import (
	"cmp"
	"go/token"
	"strings"
	"unicode/utf8"
)

// A problem is at a place in a file. Line and Column count from 1; Column counts
// UTF-16 code units, as an editor in a page does.
type problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func comparePositions(a, b problem) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func (s *session) add(pos token.Pos, message string) { s.addWithHint(pos, message, "") }

func (s *session) addWithHint(pos token.Pos, message, text string) {
	p := s.fset.PositionFor(pos, false) // a //line directive moves nothing in the editor
	s.addAt(p.Filename, p.Offset, message)
	if text != "" {
		s.problems[len(s.problems)-1].Hint = text
	}
}

func (s *session) addAt(name string, offset int, message string) {
	line, column := place(s.text(name), offset)
	s.problems = append(s.problems, problem{name, line, column, message, hintFor(message)})
}

// place returns the line and the column of a byte.
func place(text string, offset int) (line, column int) {
	before := text[:min(offset, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf16Len(before[start:]) + 1
}

// utf16Len returns the length of a text in a page.
func utf16Len(text string) (n int) {
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// byteOffset returns the place of the UTF-16 code unit with the number n.
func byteOffset(text string, n int) (offset int) {
	for n > 0 && offset < len(text) {
		r, size := utf8.DecodeRuneInString(text[offset:])
		offset += size
		n--
		if r > 0xffff {
			n--
		}
	}
	return offset
}
