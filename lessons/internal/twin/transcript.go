package twin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Line is one line of output and the moment at which it was written.
type Line struct {
	At   time.Duration // since the start, on a virtual clock
	Text string
}

// A Transcript is what a program wrote, in order.
type Transcript struct {
	Language string // of the program that wrote it: Go, Python, …
	Lines    []Line
	Stderr   string // what the program wrote to stderr
}

// String gives one line each: "2s  world".
func (t Transcript) String() string {
	var b strings.Builder
	for _, line := range t.Lines {
		fmt.Fprintf(&b, "%v  %s\n", line.At, line.Text)
	}
	return b.String()
}

// Parse reads what String writes. Empty lines and leading space don't count,
// so that a test can write its transcript indented.
func Parse(who, text string) (Transcript, error) {
	t := Transcript{Language: who}
	for row := range strings.Lines(text) {
		if row = strings.TrimSpace(row); row == "" {
			continue
		}
		at, text, _ := strings.Cut(row, "  ")
		d, err := time.ParseDuration(at)
		if err != nil {
			return t, fmt.Errorf("twin: %q should look like %q", row, "2s  world")
		}
		t.add(d, text)
	}
	return t, nil
}

// add rounds, because Python's clock is a float.
func (t *Transcript) add(at time.Duration, text string) {
	t.Lines = append(t.Lines, Line{at.Round(time.Microsecond), text})
}

// at returns the lines of one instant, sorted.
func (t Transcript) at(instant time.Duration) (texts []string) {
	for _, line := range t.Lines {
		if line.At == instant {
			texts = append(texts, line.Text)
		}
	}
	slices.Sort(texts)
	return texts
}

// Diff says where two transcripts differ: it shows what each has at the first
// instant at which they don't have the same lines. The order of lines within
// one instant doesn't count. Without a difference Diff is empty.
func Diff(a, b Transcript) string {
	var instants []time.Duration
	for _, line := range slices.Concat(a.Lines, b.Lines) {
		instants = append(instants, line.At)
	}
	slices.Sort(instants)
	for _, instant := range slices.Compact(instants) {
		if !slices.Equal(a.at(instant), b.at(instant)) {
			width := max(len(a.Language), len(b.Language))
			return fmt.Sprintf("%s and %s differ at %v:\n", a.Language, b.Language, instant) +
				a.show(instant, width) + b.show(instant, width) +
				a.stderrText() + b.stderrText()
		}
	}
	return ""
}

func (t Transcript) show(instant time.Duration, width int) string {
	texts := t.at(instant)
	if len(texts) == 0 {
		texts = []string{"(nothing)"}
	}
	var b strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, t.Language, text)
	}
	return b.String()
}

// stderrText is what the program wrote to stderr, which often says the reason.
func (t Transcript) stderrText() string {
	if t.Stderr == "" {
		return ""
	}
	return fmt.Sprintf("%s's stderr:\n%s\n", t.Language, strings.TrimSpace(t.Stderr))
}
