package build

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gosyncio/lessons/internal/gallery"
	"gosyncio/lessons/internal/lesson"
)

// recorded is the run of a lesson whose program can't run in a page: its trace,
// and the lines that it printed with their times.
func recorded(l lesson.Lesson) ([]File, error) {
	run, err := gallery.Load(l)
	if err != nil {
		return nil, err
	}
	type line struct {
		At   int64  `json:"at"` // in ns
		Text string `json:"text"`
	}
	var lines []line
	for row := range strings.Lines(l.Transcript) {
		at, text, _ := strings.Cut(strings.TrimSpace(row), "  ")
		d, err := time.ParseDuration(at)
		if err != nil {
			return nil, fmt.Errorf("%s: the transcript has the line %q: want one such as 1s  tea", l, row)
		}
		lines = append(lines, line{int64(d), text})
	}
	text, err := json.Marshal(map[string]any{"lines": lines})
	if err != nil {
		return nil, err
	}
	trace, err := pack(run.Trace)
	return []File{
		{Path: "recorded/" + l.String() + ".json", Data: text},
		{Path: "recorded/" + l.String() + ".trace", Data: trace, Packed: true},
	}, err
}
