package lesson

import (
	"fmt"
	"strings"
	"time"
)

// A Line is one line of a [Lesson]'s transcript: "1s  eggs ready".
type Line struct {
	Time string        // as it is written: 1s
	At   time.Duration // the same
	Text string
}

// Lines returns the lines of the transcript.
func (l Lesson) Lines() (lines []Line, err error) {
	for row := range strings.Lines(l.Transcript) {
		at, text, _ := strings.Cut(strings.TrimSpace(row), "  ")
		d, err := time.ParseDuration(at)
		if err != nil {
			return nil, fmt.Errorf("the transcript has the line %q: want one such as 1s  tea", row)
		}
		lines = append(lines, Line{at, d, text})
	}
	return lines, nil
}
