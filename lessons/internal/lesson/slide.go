package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A Prediction is a question with several answers, one of which is right.
type Prediction struct {
	Question string
	Answers  []string
	Right    int // its place in Answers
}

// The sections of a slide that are read by programs, too.
const (
	predict = "## Predict first"
	see     = "## What you see"
	differ  = "## Where Go differs"
)

func (l *Lesson) takeSlide(text string) (err error) {
	headline, _, _ := strings.Cut(text, "\n")
	pair, ok := strings.CutPrefix(headline, "# ")
	if !ok {
		return errors.New("its first line should be a headline: # asyncio.gather → gather.All")
	}
	l.Pair = strings.TrimSpace(pair)
	if l.Differs = section(text, differ); l.Differs == "" {
		return fmt.Errorf("it should have a section %q", differ)
	}
	_, block, _ := strings.Cut("\n"+section(text, see), "\n```\n")
	if l.Transcript, _, ok = strings.Cut(block, "```"); !ok {
		return fmt.Errorf("%q should show the transcript, between two lines of ```", see)
	}
	l.Prediction, err = prediction(section(text, predict))
	return err
}

// section returns what stands under a heading, up to the next one.
func section(text, heading string) string {
	_, rest, _ := strings.Cut(text, "\n"+heading+"\n")
	under, _, _ := strings.Cut(rest, "\n## ")
	return strings.TrimSpace(under)
}

// An answer may go on in the next line, which is indented then.
var answer = regexp.MustCompile(`(?m)^- \[([ x])\] (.*(?:\n  +.*)*)`)

func prediction(text string) (Prediction, error) {
	first := answer.FindStringIndex(text)
	if first == nil {
		return Prediction{}, fmt.Errorf("%q should end with answers: - [ ] at 1 s", predict)
	}
	p := Prediction{Question: strings.TrimSpace(text[:first[0]]), Right: -1}
	for i, match := range answer.FindAllStringSubmatch(text, -1) {
		if match[1] == "x" {
			if p.Right >= 0 {
				return p, errors.New("two answers are marked as right; one should be: - [x] at 2 s")
			}
			p.Right = i
		}
		p.Answers = append(p.Answers, strings.Join(strings.Fields(match[2]), " "))
	}
	switch n := len(p.Answers); {
	case p.Question == "":
		return p, fmt.Errorf("%q should begin with a question", predict)
	case n < 2 || n > 4:
		return p, fmt.Errorf("%q should have two to four answers, but has %d", predict, n)
	case p.Right < 0:
		return p, errors.New("no answer is marked as right: - [x] at 2 s")
	}
	return p, nil
}
