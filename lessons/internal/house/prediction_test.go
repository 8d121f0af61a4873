package house

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/twin"
)

// The transcript shows that the answer marked as right is true, and no other.
func TestPredictionsComeTrue(t *testing.T) {
	for _, l := range lessons(t) {
		t.Run(l.String(), func(t *testing.T) {
			shown, err := twin.Parse(l.String(), l.Transcript)
			require.NoError(t, err)
			assert.NoError(t, checkPrediction(l.Prediction, shown))
		})
	}
}

var (
	quoted  = regexp.MustCompile("`([^`]+)`")
	instant = regexp.MustCompile(`\b(\d+(?:\.\d+)?) (ms|s|h)\b`)
)

// checkPrediction returns an error if a transcript does not prove a prediction. A question
// asks for the time of a line that it quotes, for a line (the last one, if it
// says so), or for an order.
func checkPrediction(p lesson.Prediction, shown twin.Transcript) error {
	for _, quote := range quoted.FindAllStringSubmatch(p.Question, -1) {
		for _, line := range shown.Lines {
			if line.Text == quote[1] {
				return onlyRightIsTrue(p, func(answer string) (bool, error) { return hasTime(answer, line.At) })
			}
		}
	}
	if quoted.MatchString(p.Answers[p.Right].Text) {
		if strings.Contains(p.Question, "last") && len(shown.Lines) > 0 {
			shown.Lines = shown.Lines[len(shown.Lines)-1:]
		}
		return onlyRightIsTrue(p, func(answer string) (bool, error) { return quotesLine(answer, shown) })
	}
	return onlyRightIsTrue(p, func(answer string) (bool, error) { return inOrder(answer, shown) })
}

// onlyRightIsTrue returns an error if another answer than the right one is true,
// or the right one is not.
func onlyRightIsTrue(p lesson.Prediction, isTrue func(answer string) (bool, error)) error {
	for i, a := range p.Answers {
		answer := a.Text
		switch is, err := isTrue(answer); {
		case err != nil:
			return err
		case is && i != p.Right:
			return fmt.Errorf("%q is not marked, but the transcript shows it", answer)
		case !is && i == p.Right:
			return fmt.Errorf("%q is marked, but the transcript does not show it", answer)
		}
	}
	return nil
}

// hasTime reports whether the answer names this time.
func hasTime(answer string, at time.Duration) (bool, error) {
	match := instant.FindStringSubmatch(answer)
	if match == nil {
		if strings.HasPrefix(answer, "never") {
			return false, nil
		}
		return false, fmt.Errorf("%q names no time, such as 2 s", answer)
	}
	d, err := time.ParseDuration(match[1] + match[2])
	return d == at, err
}

// quotesLine reports whether the answer's quotation is a line of the transcript.
func quotesLine(answer string, shown twin.Transcript) (bool, error) {
	spans := quoted.FindAllStringSubmatch(answer, -1)
	if len(spans) != 1 {
		return false, fmt.Errorf("%q should quote one line, in backticks", answer)
	}
	isQuoted := func(line twin.Line) bool { return line.Text == spans[0][1] }
	return slices.ContainsFunc(shown.Lines, isQuoted), nil
}

// inOrder reports whether the lines that the answer lists come one after the
// other. Lines of one instant have no order.
func inOrder(answer string, shown twin.Transcript) (bool, error) {
	items := strings.Split(answer, ", ")
	if len(items) < 2 {
		return false, errors.New("nothing that the transcript could prove: ask for the time of a quoted line, " +
			"for a quoted line, or for an order, such as eggs, toast, tea")
	}
	var times []time.Duration
	for _, item := range items {
		var begun []time.Duration
		for _, line := range shown.Lines {
			if strings.HasPrefix(line.Text, item) {
				begun = append(begun, line.At)
			}
		}
		if len(begun) != 1 {
			return false, fmt.Errorf("%q should begin one line of the transcript, not %d", item, len(begun))
		}
		times = append(times, begun...)
	}
	for i := range times[1:] {
		if times[i] >= times[i+1] {
			return false, nil
		}
	}
	return true, nil
}

func TestCheckPrediction(t *testing.T) {
	const transcript = "1s  eggs ready\n2s  toast ready\n2s  toast eaten\n1h0m0s  tea ready"
	for _, tc := range []struct {
		name     string
		question string
		answers  string // the first one is marked
		want     string
	}{
		{"a time that comes true", "When is `toast ready`?", "at 2 s|3 s|never", ""},
		{"a time in hours", "When is `tea ready`?", "after 1 h|after 3 s", ""},
		{"a wrong time", "When is `toast ready`?", "at 1 s|at 3 s", `"at 1 s" is marked, but the transcript does not show it`},
		{"a right time that is not marked", "When is `toast ready`?", "at 2 s|at 2 s, too", `"at 2 s, too" is not marked, but the transcript shows it`},
		{"an answer without a time", "When is `toast ready`?", "at 2 s|late", `"late" names no time, such as 2 s`},
		{"never, where it happens", "When is `toast ready`?", "never|at 1 s", `"never" is marked, but the transcript does not show it`},
		{"a line that is there", "What comes?", "`eggs ready`|`eggs burnt`|`eggs`", ""},
		{"a line that is not there", "What comes?", "`eggs`|`eggs burnt`", "\"`eggs`\" is marked, but the transcript does not show it"},
		{"two lines that are there", "What comes?", "`eggs ready`|`tea ready`", "\"`tea ready`\" is not marked, but the transcript shows it"},
		{"the last line", "What comes last?", "`tea ready`|`eggs ready`", ""},
		{"a line that is not the last", "What comes last?", "`eggs ready`|`eggs`", "\"`eggs ready`\" is marked, but the transcript does not show it"},
		{"an answer that quotes nothing", "What comes?", "`eggs ready`|tea", `"tea" should quote one line, in backticks`},
		{"an order that comes true", "Which is first?", "eggs, toast ready, tea|tea, eggs|tea, toast ready, eggs", ""},
		{"a wrong order", "Which is first?", "tea, eggs|tea, toast ready", `"tea, eggs" is marked, but the transcript does not show it`},
		{"an order within one instant", "Which is first?", "toast ready, toast eaten|tea, eggs", `"toast ready, toast eaten" is marked, but the transcript does not show it`},
		{"an order of a line that is not there", "Which is first?", "eggs, jam|tea, eggs", `"jam" should begin one line of the transcript, not 0`},
		{"an order of a line that is there twice", "Which is first?", "eggs, toast|tea, eggs", `"toast" should begin one line of the transcript, not 2`},
		{"nothing to prove", "How are you?", "well|tired", "nothing that the transcript could prove: ask for the time of a quoted line, for a quoted line, or for an order, such as eggs, toast, tea"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			shown, err := twin.Parse("Go", transcript)
			require.NoError(t, err)
			p := lesson.Prediction{Question: tc.question}
			for text := range strings.SplitSeq(tc.answers, "|") {
				p.Answers = append(p.Answers, lesson.Answer{Text: text})
			}
			err = checkPrediction(p, shown)
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, tc.want)
		})
	}
}
