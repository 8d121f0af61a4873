package walk

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// Columns is the width that all text fits into. Pictures use the whole width of
// the terminal.
const Columns = 72

// A Screen shows lessons, piece by piece.
type Screen struct {
	io.Writer
	Colour bool
	Live   bool // a terminal: the running clock may overwrite itself
	ASCII  bool // write nothing but ASCII
	Events bool // write each event as a sentence below a picture

	// Size returns the columns and rows of the terminal. It is called for each
	// drawing, because a window can change at any time. Nil means 80 columns
	// and no end of rows.
	Size func() (columns, rows int)
}

// Write writes p, in ASCII if that is wanted.
func (s Screen) Write(p []byte) (int, error) {
	if !s.ASCII {
		return s.Writer.Write(p)
	}
	if _, err := io.WriteString(s.Writer, toASCII(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// size calls Size, and replaces sizes that make no sense.
func (s Screen) size() (columns, rows int) {
	if s.Size != nil {
		columns, rows = s.Size()
	}
	if columns <= 0 {
		columns = 80
	}
	if rows <= 0 {
		rows = unlimited
	}
	return max(columns, 20), max(rows, 8)
}

const unlimited = 1 << 30

// textWidth is the width of paragraphs.
func (s Screen) textWidth() int {
	columns, _ := s.size()
	return min(columns, Columns)
}

func (s Screen) paint() paint { return paint(s.Colour) }

// fill wraps text at words. The prefix stands before the first line, and as
// many spaces before the others.
func (s Screen) fill(prefix, text string) string {
	if s.ASCII {
		prefix, text = toASCII(prefix), toASCII(text)
	}
	return fill(prefix, text, s.textWidth())
}

// head returns the number and the name of a lesson, its names in both languages,
// and a line below.
func (s Screen) head(number int, name, pair string) string {
	p, width := s.paint(), s.textWidth()
	if s.ASCII {
		pair = toASCII(pair)
	}
	left := fmt.Sprintf("%02d  ", number)
	gap := width - cells(left+name) - cells(pair)
	first := left + p.in(bold, name)
	if gap >= 2 {
		first += strings.Repeat(" ", gap) + pair
	} else {
		first += "\n" + s.fill("    ", pair)
	}
	return first + "\n" + p.in(grey, strings.Repeat("─", width))
}

// Line shows a line that a program wrote, in the place of the clock.
func (s Screen) Line(at time.Duration, text string) {
	s.hideClock()
	text = clean(text)
	if s.ASCII {
		text = toASCII(text)
	}
	line := s.paint().in(grey, seconds(at)) + "  " + text
	if s.Size != nil { // in a file the lines stay whole
		columns, _ := s.size()
		line = fold(line, columns, strings.Repeat(" ", len("   1.0s  ")))
	}
	fmt.Fprintln(s, line)
}

// longest is how many characters of a line are shown.
const longest = 1000

// clean removes control characters, which could change the terminal, and cuts
// a very long line.
func clean(text string) string {
	if runes := []rune(text); len(runes) > longest {
		text = fmt.Sprintf("%s… (%d more characters)", string(runes[:longest]), len(runes)-longest)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// clock shows the time that has passed since start. A zero start means that the
// compiler is still at work.
func (s Screen) clock(start, now time.Time) {
	switch {
	case !s.Live:
	case start.IsZero():
		fmt.Fprintf(s, "\r%s", s.paint().in(grey, compiling))
	default:
		fmt.Fprintf(s, "\r%s", s.paint().in(grey, seconds(now.Sub(start))))
	}
}

const compiling = "compiling … "

// hideClock removes the clock.
func (s Screen) hideClock() {
	if s.Live {
		fmt.Fprintf(s, "\r%*s\r", len(compiling), "")
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%6.1fs", d.Seconds()) }
