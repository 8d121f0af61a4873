package main

import (
	"go/format"
	"go/scanner"
	"go/token"
	"strings"
)

// A document is a text, and where the cursor is: the number of UTF-16 code units
// before it.
type document struct {
	Text   string `json:"text"`
	Offset int    `json:"offset"`
}

// formatText formats a program as gofmt does. The cursor stays at the same token,
// or in the same empty line. A program with a syntax error stays as it is.
func formatText(d document) document {
	formatted, err := format.Source([]byte(d.Text))
	if err != nil {
		return d
	}
	text := string(formatted)
	return document{text, utf16Len(text[:move(d.Text, text, byteOffset(d.Text, d.Offset))])}
}

// A span is the place of a token.
type span struct{ from, to int }

// move returns where the byte at offset of a text is after it was formatted.
func move(before, after string, offset int) int {
	old, now := tokens(before), tokens(after)
	n := 0 // tokens that begin before the cursor
	for n < len(old) && old[n].from < offset {
		n++
	}
	if n == 0 || n > len(now) {
		return min(offset, len(after))
	}
	last, moved := old[n-1], now[n-1]
	if offset <= last.to {
		return min(moved.from+offset-last.from, moved.to)
	}
	// It is in the space after the token: as many lines further, if they are there.
	end := len(after)
	if n < len(now) {
		end = now[n].from
	}
	space := after[moved.to:end]
	gap := before[last.to:offset]
	lines := strings.Count(gap, "\n")
	if lines == 0 {
		skip := 0 // the comma or semicolon that the cursor is behind
		if strings.ContainsAny(gap, ",;") && space != "" && strings.ContainsAny(space[:1], ",;") {
			skip = 1
		}
		blanks := len(space[skip:]) - len(strings.TrimLeft(space[skip:], " "))
		if skip == 0 {
			blanks = min(blanks, len(gap))
		}
		return moved.to + skip + blanks
	}
	return moved.to + lineEnd(space, lines)
}

// lineEnd returns the end of the line with that number, or of the last one.
func lineEnd(space string, line int) int {
	at := 0
	for ; line > 0; line-- {
		next := strings.IndexByte(space[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	if next := strings.IndexByte(space[at:], '\n'); next >= 0 {
		return at + next
	}
	return len(space)
}

// tokens returns the places of all tokens and comments, without the semicolons
// and commas, which gofmt adds and removes.
func tokens(text string) (spans []span) {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, []byte(text), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return spans
		}
		if tok == token.SEMICOLON || tok == token.COMMA {
			continue
		}
		if literal == "" || tok.IsOperator() {
			literal = tok.String()
		}
		from := file.Offset(pos)
		spans = append(spans, span{from, min(from+len(literal), len(text))})
	}
}
