package walk

import (
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// A paint colours text, or leaves it as it is.
type paint bool

// The colours are the sixteen that every terminal has, so that they suit its
// background, light or dark.
const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
	blue  = "34"
	cyan  = "36"
)

func (p paint) in(colour, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

var (
	strong = regexp.MustCompile(`(?s)\*\*(.+?)\*\*`)
	quoted = regexp.MustCompile("(?s)`(.+?)`")
	linked = regexp.MustCompile(`(?s)\[([^]]+)\]\([^)]*\)`)
)

// markdown shows what may stand in a line of a slide: strong words, code and
// links, whose addresses nobody can follow on a wall.
func (p paint) markdown(text string) string {
	text = linked.ReplaceAllString(text, "$1")
	text = strong.ReplaceAllStringFunc(text, func(s string) string { return p.in(bold, strings.Trim(s, "*")) })
	if !p {
		return text // with the backticks: something has to tell code from words
	}
	return quoted.ReplaceAllStringFunc(text, func(s string) string { return p.in(cyan, strings.Trim(s, "`")) })
}

// golang colours Go code, whole or not.
func (p paint) golang(code string) string {
	if !p {
		return code
	}
	var (
		b     strings.Builder
		s     scanner.Scanner
		done  int
		fset  = token.NewFileSet()
		file  = fset.AddFile("", fset.Base(), len(code))
		quiet = func(token.Position, string) {} // half a function isn't a fault here
	)
	s.Init(file, []byte(code), quiet, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return b.String() + code[done:]
		}
		if colour := colourOf(tok); colour != "" {
			at := file.Offset(pos)
			b.WriteString(code[done:at] + p.in(colour, text))
			done = at + len(text)
		}
	}
}

func colourOf(tok token.Token) string {
	switch {
	case tok == token.COMMENT:
		return dim
	case tok == token.STRING || tok == token.CHAR:
		return green
	case tok.IsKeyword():
		return blue
	}
	return ""
}
