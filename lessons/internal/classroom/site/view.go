package site

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"gosyncio/lessons/internal/classroom/exercise"
	"gosyncio/lessons/internal/classroom/starters"
	"gosyncio/lessons/internal/lesson"
)

// A head is what every page has: for <html> and <head>.
type head struct {
	Root   string // the way to the site's root: "../"
	Title  string
	Policy string
	Slug   string
	Lesson string
	Mode   string
	Source string // the hash of the program
}

func (m *maker) head(root, title string) head {
	return head{Root: root, Title: title, Policy: Policy}
}

// An index is the first page.
type index struct {
	head
	Lessons []link
}

// A playground is the page for a program of the reader's own.
type playground struct {
	head
	Lessons  []link
	Starters []starters.Starter
	First    starters.Starter
}

// A workbench is the page of an exercise.
type workbench struct {
	head
	Lesson link
	Task   *exercise.Task
}

// A link leads to a lesson.
type link struct {
	Number, Name, Pair, Slug, Href, Goal, Source string
	Mode                                         string // as <html data-mode> has it
	Minutes                                      int
	Current                                      bool
	Title                                        string
}

// links lead to all lessons; the one with the index current is the page itself.
func (m *maker) links(root string, current int) (links []link) {
	for i, l := range m.lessons {
		links = append(links, link{
			Number: fmt.Sprintf("%02d", l.Number), Name: name(l), Pair: l.Pair, Slug: l.String(), Href: root + l.String() + "/",
			Mode: modeName(l.Page.Mode), Source: hash(m.programs[i]), Minutes: l.Minutes, Goal: l.Goal, Title: l.Title, Current: i == current,
		})
	}
	return links
}

// modeName is a mode as a page's script knows it.
func modeName(mode lesson.Mode) string {
	if mode == lesson.RealClock {
		return "real"
	}
	return string(mode)
}

func name(l lesson.Lesson) string { return strings.ReplaceAll(l.Name, "-", " ") }

// A view is the page of a lesson.
type view struct {
	head
	Lesson         lesson.Lesson
	Number         string
	Name           string
	Lessons        []link
	Previous, Next *link
	Python, Go     template.HTML // the cores
	Whole          template.HTML // main.go
	WholePython    template.HTML
	First, Last    int // the lines of the core in main.go
	Output         []outputLine
	Widest         string // blanks, as wide as the widest line of the output
	Pictures       []string
	Live           bool
	Recorded       bool
	Modules        []string // what the page's script imports, to be fetched at once
}

// An outputLine is a line of the transcript.
type outputLine struct {
	At   string  // 1.5 s
	MS   float64 // the same in ms
	Text string
}

func (m *maker) view(i int) (view, error) {
	l, program := m.lessons[i], m.programs[i]
	head := m.head("../", fmt.Sprintf("%02d %s", l.Number, name(l)))
	head.Slug, head.Lesson, head.Source = l.String(), l.Name, hash(program)
	head.Mode = modeName(l.Page.Mode)
	v := view{
		head: head, Lesson: l, Number: fmt.Sprintf("%02d", l.Number), Name: name(l), Lessons: m.links("../", i),
		Live: l.Page.Mode != lesson.Recorded, Recorded: l.Page.Mode == lesson.Recorded, Modules: m.modules,
	}
	if i > 0 {
		v.Previous = &v.Lessons[i-1]
	}
	if i < len(m.lessons)-1 {
		v.Next = &v.Lessons[i+1]
	}
	v.First, v.Last = markers(program)
	var err error
	if v.Output, err = outputOf(l); err != nil {
		return view{}, err
	}
	v.Widest = strings.Repeat(" ", widest(v.Output))
	return v, v.highlight(program)
}

// highlight colours the programs.
func (v *view) highlight(program []byte) error {
	python, err := os.ReadFile(filepath.Join(v.Lesson.Dir, "slide.py"))
	if err != nil {
		return err
	}
	for _, part := range []struct {
		to       *template.HTML
		language string
		text     string
	}{
		{&v.Python, "python", strings.TrimSuffix(v.Lesson.Python, "\n")}, {&v.Go, "go", strings.TrimSuffix(v.Lesson.Core, "\n")},
		{&v.Whole, "go", string(program)}, {&v.WholePython, "python", strings.ReplaceAll(string(python), "\r\n", "\n")},
	} {
		if *part.to, err = highlight(part.language, part.text); err != nil {
			return err
		}
	}
	return nil
}

// outputOf is the transcript of a lesson as a page shows it.
func outputOf(l lesson.Lesson) (lines []outputLine, err error) {
	printed, err := l.Lines()
	for _, p := range printed {
		lines = append(lines, outputLine{spaced(p.Time), float64(p.At) / 1e6, p.Text})
	}
	return lines, err
}

// spaced writes 1.5s as a page does: 1.5 s.
func spaced(at string) string {
	digits := strings.TrimRight(at, "abcdefghijklmnopqrstuvwxyzµ")
	return digits + "\u00a0" + at[len(digits):]
}

// widest is the width of a transcript, in characters. A page keeps that much room
// for the output, so that nothing moves while a program prints.
func widest(lines []outputLine) (width int) {
	for _, line := range lines {
		width = max(width, utf8.RuneCountInString(line.At)+2+utf8.RuneCountInString(line.Text))
	}
	return width
}
