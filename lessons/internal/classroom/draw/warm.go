package main

import (
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/svg"
)

// warm draws something that nobody sees. A browser compiles a function of
// WebAssembly when it is called first, and well when it is called often: so the
// first picture of a run need not wait for that.
func warm() {
	const s = time.Second
	p := picture.Picture{Length: 2 * s, Others: 1}
	for i, name := range []string{"main", "tea", "toast"} {
		p.Lanes = append(p.Lanes, picture.Lane{
			Name: name, Parent: min(i, 1) - 1, Depth: min(i, 1), End: 2 * s,
			Spans:  []picture.Span{{State: picture.Sleeping, To: s}, {State: picture.Waiting, From: s, To: 2 * s, For: "tea"}},
			Ending: picture.Ending{How: picture.Failed, Text: "cold"},
			Marks:  []picture.Mark{{Kind: picture.Print, At: s, Text: "a line that is printed"}, {Kind: picture.Deadline, At: s, Text: "1s"}},
		})
		p.Arrows = append(p.Arrows, picture.Arrow{Kind: picture.Start, To: i}, picture.Arrow{Kind: picture.Fail, At: 2 * s, From: i})
		p.Events = append(p.Events, picture.Event{At: s, Lane: i, Text: name + " prints"})
	}
	run := layout.Run{Title: "tea", Picture: p}
	for range 5 {
		svg.Panel(svg.Options{Width: 900, Height: 300}, run)
	}
	svg.Panel(svg.Options{Width: 900, Height: 300}, run, run)
}
