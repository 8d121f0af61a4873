package walk

import (
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// A paint colours text, or leaves it as it is.
type paint bool

// Each colour has a contrast of at least 4.5 to black and to white, so that it
// can be read on a projector with either background. Few of the 256 colours do.
const (
	bold   = "1"
	grey   = "38;5;243"
	green  = "38;5;29"
	blue   = "38;5;63"
	violet = "38;5;98"
	red    = "38;5;131"
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

// inline renders the markup in a paragraph of a slide: strong words, code, and
// links without their addresses.
func (p paint) inline(text string) string {
	text = linked.ReplaceAllString(text, "$1")
	text = strong.ReplaceAllStringFunc(text, func(s string) string { return p.in(bold, strings.Trim(s, "*")) })
	if !p {
		return text // the backticks stay: without colour they mark the code
	}
	return quoted.ReplaceAllStringFunc(text, func(s string) string { return p.in(violet, strings.Trim(s, "`")) })
}

// golang colours Go code, which need not be a whole file.
func (p paint) golang(code string) string {
	if !p {
		return code
	}
	var (
		b      strings.Builder
		s      scanner.Scanner
		done   int
		fset   = token.NewFileSet()
		file   = fset.AddFile("", fset.Base(), len(code))
		ignore = func(token.Position, string) {} // half a function is no error here
	)
	s.Init(file, []byte(code), ignore, scanner.ScanComments)
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
		return grey
	case tok == token.STRING || tok == token.CHAR:
		return green
	case tok.IsKeyword():
		return blue
	}
	return ""
}
