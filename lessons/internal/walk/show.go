package walk

import (
	"errors"
	"fmt"
	"go/doc/comment"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/terminal"
)

// Columns is the number of columns that everything fits into.
const Columns = 72

// A Screen shows lessons, piece by piece.
type Screen struct {
	io.Writer
	Colour bool
	Live   bool // a terminal: the running clock may write over itself

	// Of the pictures: 80 columns wide if it isn't said otherwise.
	Width  int
	ASCII  bool
	Events bool // with all that happened, in sentences
}

// Introduce shows what is known before the program runs: what the lesson
// claims, what the class is asked, and the code, Python's if wanted.
func (s Screen) Introduce(l lesson.Lesson, python bool) {
	s.Head(l)
	p := paint(s.Colour)
	claim := comment.Printer{TextWidth: Columns}
	fmt.Fprintf(s, "\n%s\n\n%s\n", p.in(bold, l.Title), claim.Text(new(comment.Parser).Parse(l.Claim)))
	fmt.Fprintf(s, "%s\n\n%s\n\n", p.in(bold, "Predict first"), p.markdown(l.Prediction.Question))
	for i, answer := range l.Prediction.Answers {
		s.answer(i, answer)
	}
	s.Cores(l, python)
	fmt.Fprintln(s)
}

// Cores shows what the lesson is about in Go, and before that in Python if
// wanted.
func (s Screen) Cores(l lesson.Lesson, python bool) {
	if python {
		s.label("Python")
		s.code(l.Python)
	}
	s.label("Go")
	s.code(paint(s.Colour).golang(l.Core))
}

// Head shows a lesson's number, its name and what it is in both languages.
func (s Screen) Head(l lesson.Lesson) {
	p := paint(s.Colour)
	number, gap := fmt.Sprintf("%02d", l.Number), Columns-2-2-columns(l.Name)-columns(l.Pair)
	fmt.Fprintf(s, "%s  %s%s%s\n", number, p.in(bold, l.Name), strings.Repeat(" ", max(gap, 2)), l.Pair)
	fmt.Fprintln(s, p.in(dim, strings.Repeat("─", Columns)))
}

func (s Screen) label(text string) {
	fmt.Fprintf(s, "\n%s\n\n", paint(s.Colour).in(bold, text))
}

// code shows code a little indented; tabs would be too wide on a wall.
func (s Screen) code(text string) {
	for line := range strings.Lines(strings.ReplaceAll(text, "\t", "    ")) {
		if line != "\n" {
			line = "    " + line
		}
		fmt.Fprint(s, line)
	}
}

// File shows a whole file.
func (s Screen) File(name, text string) {
	if strings.HasSuffix(name, ".go") {
		text = paint(s.Colour).golang(text)
	}
	s.label(name)
	fmt.Fprintf(s, "%s\n", strings.ReplaceAll(text, "\t", "    "))
}

// Line shows a line that a program wrote, over the clock.
func (s Screen) Line(at time.Duration, text string) {
	s.NoClock()
	fmt.Fprintf(s, "%s  %s\n", paint(s.Colour).in(dim, seconds(at)), text)
}

// Clock shows that time goes by, although nothing happens. Without a start the
// compiler is still at work.
func (s Screen) Clock(start, now time.Time) {
	switch p := paint(s.Colour); {
	case !s.Live:
	case start.IsZero():
		fmt.Fprintf(s, "\r%s", p.in(dim, compiling))
	default:
		fmt.Fprintf(s, "\r%s", p.in(dim, seconds(now.Sub(start))))
	}
}

const compiling = "compiling … "

// NoClock takes away what Clock has shown.
func (s Screen) NoClock() {
	if s.Live {
		fmt.Fprintf(s, "\r%*s\r", len(compiling), "")
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%6.1fs", d.Seconds()) }

// Conclude says who was right, and where Go differs. guess is the place of an
// answer, or none.
func (s Screen) Conclude(l lesson.Lesson, guess int) {
	p, right := paint(s.Colour), l.Prediction.Right
	switch guess {
	case right:
		fmt.Fprintf(s, "\n%s\n\n", p.in(green, "You are right:"))
	case none:
		fmt.Fprintf(s, "\nThe answer is:\n\n")
	default:
		fmt.Fprintf(s, "\nYou said %s. The answer is:\n\n", p.in(red, label(guess)))
	}
	s.answer(right, l.Prediction.Answers[right])
	s.label("Where Go differs")
	fmt.Fprintf(s, "%s\n\n", p.markdown(l.Differs))
}

// NoPicture says why there is none of a run that went well.
type NoPicture struct{ Why error }

func (n NoPicture) Error() string { return "no picture: " + n.Why.Error() }

var errNothing = errors.New("nothing of the program's own ran")

// Draw shows a run as a picture, below its transcript. If there is nothing to
// draw it fails with a [NoPicture].
func (s Screen) Draw(run layout.Run) error {
	if Blank(run) {
		return NoPicture{errNothing}
	}
	fmt.Fprintln(s)
	return terminal.Draw(s, run.Picture, s.options(run))
}

// Blank reports whether there is nothing to draw of a run.
func Blank(run layout.Run) bool { return len(run.Picture.Lanes) == 0 }

// DrawBoth shows two runs in one picture, and which one took longer, unless one
// of them is blank.
func (s Screen) DrawBoth(before, after layout.Run) error {
	if Blank(before) || Blank(after) {
		return nil
	}
	return terminal.Compare(s, before, after, s.options(layout.Run{}))
}

func (s Screen) options(run layout.Run) terminal.Options {
	return terminal.Options{
		Title:    run.Title,
		Subtitle: run.Subtitle,
		Width:    s.Width,
		ASCII:    s.ASCII,
		Colour:   s.Colour,
		Events:   s.Events,
	}
}

func (s Screen) answer(i int, text string) {
	fmt.Fprintf(s, "  %3s  %s\n", label(i), paint(s.Colour).markdown(text))
}

// List shows a line for each lesson.
func (s Screen) List(lessons []lesson.Lesson) {
	title := 0
	for _, l := range lessons {
		title = max(title, columns(l.Title))
	}
	p := paint(s.Colour)
	for _, l := range lessons {
		fmt.Fprintf(s, "%02d  %s%*s  %s\n", l.Number, p.in(bold, l.Title), title-columns(l.Title), "", l.Pair)
	}
}

// Answers are labelled in Roman: arabic numbers and letters are taken.
var labels = [...]string{"i", "ii", "iii", "iv"}

func label(answer int) string { return labels[answer] }

func columns(text string) int { return utf8.RuneCountInString(text) }
