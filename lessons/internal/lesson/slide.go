package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Prediction is a question with several answers, one of which is right.
type Prediction struct {
	Question string
	Answers  []Answer
	Right    int // its index in Answers
}

// An Answer is one of the choices of a [Prediction].
type Answer struct {
	Text string
	Why  string // what a wrong answer overlooks, in one sentence
}

// A Section is a part of a slide under a heading of its own.
type Section struct {
	Title string
	Text  string // in Markdown
}

// The sections that every slide has, in this order.
const (
	predict = "Predict first"
	see     = "What you see"
	compare = "Python and Go side by side"
	differ  = "Where Go differs"
	atWork  = "At work"
	inShort = "In short"
	teacher = "For the teacher"
)

// Sections returns the titles of the sections that every slide has, in their
// order. A slide may have further sections after "At work".
func Sections() []string {
	return []string{predict, see, compare, differ, atWork, inShort, teacher}
}

func (l *Lesson) parseSlide(text string) error {
	head, sections := split(text)
	if err := l.parseHead(head); err != nil {
		return err
	}
	if err := checkOrder(sections); err != nil {
		return err
	}
	under := map[string]string{}
	for _, s := range sections {
		under[s.Title] = s.Text
	}
	l.Extra = extra(sections)
	l.Differs, l.AtWork, l.Teacher = under[differ], under[atWork], under[teacher]
	var errs [3]error
	l.Prediction, errs[0] = parsePrediction(under[predict])
	l.Transcript, l.Shown, errs[1] = parseTranscript(under[see])
	l.InShort, errs[2] = parseInShort(under[inShort])
	return errors.Join(errs[:]...)
}

// split returns the text before the first section, and the sections. A heading
// inside a code block does not count.
func split(text string) (head string, sections []Section) {
	var now strings.Builder
	title, fenced := "", false
	end := func() {
		body := strings.TrimSpace(now.String())
		now.Reset()
		if title == "" {
			head = body
			return
		}
		sections = append(sections, Section{title, body})
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if heading, ok := strings.CutPrefix(line, "## "); ok && !fenced {
			end()
			title = strings.TrimSpace(heading)
			continue
		}
		now.WriteString(line)
	}
	end()
	return head, sections
}

// parseHead reads the title, the goal and the minutes.
func (l *Lesson) parseHead(head string) (err error) {
	title, rest, _ := strings.Cut(head, "\n")
	pair, ok := strings.CutPrefix(title, "# ")
	if !ok {
		return errors.New("the first line is no headline: want # asyncio.gather → gather.All")
	}
	l.Pair = strings.TrimSpace(pair)
	var inPage string
	for line := range strings.Lines(rest) {
		key, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); key {
		case "Goal":
			l.Goal = value
		case "Minutes":
			l.Minutes, _ = strconv.Atoi(value) // 0 is refused below
		case "In the page":
			inPage = value
		}
	}
	if l.Goal == "" {
		return errors.New(`there is no goal below the headline: want a line "Goal: …"`)
	}
	if l.Minutes < 1 || l.Minutes > 90 {
		return errors.New(`there are no minutes below the headline: want a line "Minutes: 10"`)
	}
	l.Page, err = parsePage(inPage)
	return err
}

// checkOrder asks for each section once and in order. Further ones may stand
// between "At work" and "In short".
func checkOrder(sections []Section) error {
	at, want := 0, Sections()
	for _, s := range sections {
		switch {
		case at < len(want) && s.Title == want[at]:
			if s.Text == "" {
				return fmt.Errorf("the section %q is empty: write it", s.Title)
			}
			at++
		case !slices.Contains(want, s.Title) && at > 0 && want[at-1] == atWork:
		case at == len(want):
			return fmt.Errorf("the section %q stands after the last one: move it to after %q", s.Title, atWork)
		default:
			return fmt.Errorf("the section %q stands where %q is expected", s.Title, want[at])
		}
	}
	if at < len(want) {
		return fmt.Errorf("there is no section %q: write it after %q", want[at], append([]string{"the headline"}, want...)[at])
	}
	return nil
}

func extra(sections []Section) (more []Section) {
	for _, s := range sections {
		if !slices.Contains(Sections(), s.Title) {
			more = append(more, s)
		}
	}
	return more
}

var image = regexp.MustCompile(`(?s)!\[[^]]*\]\([^)]*\)\n*`)

// parseTranscript divides "What you see" into the transcript and the text
// around it, without the picture.
func parseTranscript(text string) (transcript, shown string, err error) {
	before, block, _ := strings.Cut("\n"+text, "\n```\n")
	transcript, after, ok := strings.Cut(block, "```")
	if !ok {
		return "", "", fmt.Errorf("there is no transcript in %q: want one between two lines of ```", see)
	}
	shown = before + "\n" + strings.TrimPrefix(after, "\n")
	return transcript, strings.TrimSpace(image.ReplaceAllString(shown, "")), nil
}

func parseInShort(text string) (items []string, err error) {
	for line := range strings.Lines(text) {
		item, ok := strings.CutPrefix(line, "- ")
		if !ok {
			return nil, fmt.Errorf("%q has the line %q: want three list items of one line each", inShort, strings.TrimSpace(line))
		}
		items = append(items, strings.TrimSpace(item))
	}
	if len(items) != 3 {
		return nil, fmt.Errorf("%q has %d list items: want three", inShort, len(items))
	}
	return items, nil
}

// An answer may go on in the next line, which is indented then. Indented lines
// that begin with > say why.
var (
	answer = regexp.MustCompile(`(?m)^- \[([ x])\] (.*(?:\n  +[^ >].*)*)((?:\n +>.*)*)`)
	quote  = regexp.MustCompile(`(?m)^ +> ?`)
)

func parsePrediction(text string) (Prediction, error) {
	first := answer.FindStringIndex(text)
	if first == nil {
		return Prediction{}, fmt.Errorf("%q has no answers: want lines such as - [ ] at 1 s", predict)
	}
	p := Prediction{Question: strings.TrimSpace(text[:first[0]]), Right: -1}
	for i, match := range answer.FindAllStringSubmatch(text, -1) {
		a := Answer{Text: strings.Join(strings.Fields(match[2]), " ")}
		why := strings.Trim(match[3], "\n")
		a.Why = strings.TrimSpace(quote.ReplaceAllString(why, ""))
		switch right := match[1] == "x"; {
		case right && p.Right >= 0:
			return p, errors.New("two answers are marked as right: want one - [x]")
		case right:
			p.Right = i
		case a.Why == "":
			return p, fmt.Errorf("the wrong answer %q has no sentence: say what it overlooks in a line below it that begins with >", a.Text)
		}
		if strings.Contains(why, "\n") {
			return p, fmt.Errorf("the sentence below the answer %q has several lines: want one", a.Text)
		}
		p.Answers = append(p.Answers, a)
	}
	switch n := len(p.Answers); {
	case p.Question == "":
		return p, fmt.Errorf("%q has no question above its answers: write it", predict)
	case n < 2 || n > 4:
		return p, fmt.Errorf("%q has %d answers: want two to four", predict, n)
	case p.Right < 0:
		return p, errors.New("no answer is marked as right: want one - [x]")
	}
	return p, nil
}
