package walk

import (
	"errors"
	"fmt"
	"go/doc/comment"
	"strings"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/terminal"
)

// A stop is where the walk waits for the class.
type stop int

const (
	question stop = iota
	code
	run
	answer
	why
)

// none is the guess of a class that made none.
const none = -1

// question returns the question with its answers, and nothing that gives the
// answer away.
func (s Screen) question(l lesson.Lesson) []string {
	p := s.paint()
	goal := fmt.Sprintf("%s (%d minutes)", l.Goal, l.Minutes)
	blocks := []string{
		s.head(l.Number, l.Name, l.Pair) + "\n" + p.in(bold, s.fill("", l.Title)) + "\n" + s.fill("", "Goal: "+p.inline(goal)),
	}
	asked := s.markdown(l.Prediction.Question)
	asked[0] = p.in(bold, predictFirst) + "\n" + asked[0]
	var answers []string
	for i, a := range l.Prediction.Answers {
		answers = append(answers, s.fill(fmt.Sprintf("  %d  ", i+1), p.inline(a.Text)))
	}
	return append(append(blocks, asked...), strings.Join(answers, "\n"))
}

const predictFirst = "Predict first"

// cores returns the core in Go, and in Python if that is wanted: side by side
// where there is room for both.
func (s Screen) cores(l lesson.Lesson, python bool) []string {
	golang := s.labelled("Go", s.code(s.paint().golang(l.Core)))
	if !python || strings.TrimSpace(l.Python) == "" {
		return []string{golang}
	}
	twin := s.labelled("Python", s.code(l.Python))
	if both, ok := s.beside(twin, golang); ok {
		return []string{both}
	}
	return []string{twin, golang}
}

func (s Screen) labelled(label, text string) string {
	return s.paint().in(bold, label) + "\n" + text
}

// beside puts two texts side by side, if the terminal is wide enough.
func (s Screen) beside(left, right string) (both string, ok bool) {
	const gap = 2
	lefts, rights := strings.Split(left, "\n"), strings.Split(right, "\n")
	column := gap
	for _, line := range lefts {
		column = max(column, cells(line)+gap)
	}
	var b strings.Builder
	columns, _ := s.size()
	for i := range max(len(lefts), len(rights)) {
		line := ""
		if i < len(lefts) {
			line = lefts[i]
		}
		if i < len(rights) && rights[i] != "" {
			line += strings.Repeat(" ", column-cells(line)) + rights[i]
		}
		if cells(line) > columns {
			return "", false
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n"), true
}

// verdict says whether the guess is right, what a wrong guess overlooks, and
// which answer is right. guess is the index of an answer, or none.
func (s Screen) verdict(l lesson.Lesson, guess int) string {
	p, right := s.paint(), l.Prediction.Right
	correct := l.Prediction.Answers[right]
	lines := []string{}
	switch guess {
	case right:
		lines = append(lines, s.fill("", p.in(green, fmt.Sprintf("You said %d, and that is right:", guess+1))))
	case none:
		lines = append(lines, "The answer is:")
	default:
		wrong := fmt.Sprintf("You said %d.", guess+1)
		lines = append(lines, s.fill("", p.in(red, wrong)+" "+p.inline(l.Prediction.Answers[guess].Why)), "The answer is:")
	}
	lines = append(lines, s.fill(fmt.Sprintf("  %d  ", right+1), p.inline(correct.Text)))
	if correct.Why != "" {
		lines = append(lines, s.fill("", p.inline(correct.Why)))
	}
	return strings.Join(lines, "\n")
}

// why explains the answer: the claim of the lesson, where Go differs, and three
// lines to remember.
func (s Screen) why(l lesson.Lesson) []string {
	claim := comment.Printer{TextWidth: s.textWidth()}
	blocks := []string{strings.TrimSpace(string(claim.Text(new(comment.Parser).Parse(l.Claim))))}
	blocks = append(blocks, s.section("Where Go differs", l.Differs)...)
	blocks = append(blocks, tight(s.section("In short", "- "+strings.Join(l.InShort, "\n- "))))
	return blocks
}

// pointers says what else the lesson has, and which keys show it.
func (v *visit) pointers() (blocks []string) {
	l := v.lesson
	say := func(text, key string) {
		if v.Keys != nil {
			text += ": " + key
		}
		blocks = append(blocks, v.fill("", text+"."))
	}
	if strings.Contains(l.Shown, "go test ") || strings.Contains(l.Shown, "go run ") {
		say("There are commands to try in “What you see”", "s shows it")
	}
	if l.Exercise {
		say("There is an exercise, lessons/"+l.String()+"/TASK.md", "x shows it")
	}
	for _, extra := range l.Extra {
		say("There is more, “"+extra.Title+"”", "x shows it")
	}
	return blocks
}

// section is a section of a slide below its title.
func (s Screen) section(title, text string) []string {
	blocks := s.markdown(text)
	if len(blocks) == 0 {
		return nil
	}
	blocks[0] = s.paint().in(bold, title) + "\n" + blocks[0]
	return blocks
}

// NoPicture says why a run that went well has no picture.
type NoPicture struct{ Why error }

func (n NoPicture) Error() string { return "no picture: " + n.Why.Error() }

var errNothing = errors.New("nothing of the program's own ran")

// Draw shows a run as a picture. If there is nothing to draw it fails with a
// [NoPicture].
func (s Screen) Draw(run layout.Run) error {
	if Blank(run) {
		return NoPicture{errNothing}
	}
	fmt.Fprintln(s)
	return terminal.Draw(s, run.Picture, s.options(run))
}

// Blank reports whether a run has nothing to draw.
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
	columns, _ := s.size()
	return terminal.Options{
		Title:    run.Title,
		Subtitle: run.Subtitle,
		Width:    columns,
		ASCII:    s.ASCII,
		Colour:   s.Colour,
		Events:   s.Events,
	}
}

// List shows a line for each lesson, beginning with the name that commands
// take, and what fits into 90 minutes.
func (s Screen) List(lessons []lesson.Lesson) { fmt.Fprintln(s, s.list(lessons)) }

func (s Screen) list(lessons []lesson.Lesson) string {
	name, title, pair := 0, 0, 0
	for _, l := range lessons {
		name, title, pair = max(name, cells(l.String())), max(title, cells(l.Title)), max(pair, cells(l.Pair))
	}
	columns, _ := s.size()
	titled := name+2+len("10 min")+2+title+2+pair <= columns
	var lines []string
	for _, l := range lessons {
		line := s.paint().in(bold, l.String()) + strings.Repeat(" ", name-cells(l.String()))
		line += fmt.Sprintf("  %2d min  ", l.Minutes)
		if titled {
			line += l.Title + strings.Repeat(" ", title+2-cells(l.Title))
		}
		lines = append(lines, fold(line+l.Pair, columns, "    "))
	}
	return strings.Join(lines, "\n") + "\n\n" + s.fill("", Path(lessons))
}

// Path says how long the lessons take, and which ones fit into 90 minutes.
func Path(lessons []lesson.Lesson) string {
	const short = 90
	var numbers []string
	for _, l := range lesson.Path(lessons, short) {
		numbers = append(numbers, fmt.Sprintf("%02d", l.Number))
	}
	return fmt.Sprintf("All lessons take %d minutes. A path for %d minutes: %s.",
		lesson.Minutes(lessons), short, strings.Join(numbers, ", "))
}
