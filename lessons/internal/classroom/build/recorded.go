package build

import (
	"encoding/json"
	"fmt"

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
	printed, err := l.Lines()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l, err)
	}
	var lines []line
	for _, p := range printed {
		lines = append(lines, line{int64(p.At), p.Text})
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
