package picture

import (
	"golang.org/x/exp/trace"

	"gosyncio/internal/text"
)

// For the tests.
var (
	Quantum = quantum
	Clean   = text.Clean
)

// Short is what a goroutine that runs this function is called.
func Short(function string) string {
	name, nth := short(function)
	if nth {
		name += "/1"
	}
	return name
}

// Model is the picture of these events, in whatever order they come.
func Model(events []trace.Event) Picture {
	return model(events).picture([]string{"tea", "toast"})
}

// Unfinished reports whether after these events somebody is still at work.
func Unfinished(events []trace.Event) bool { return model(events).unfinished() }

func model(events []trace.Event) *run {
	r := newRun(Options{})
	for i, e := range events {
		it := item{Event: e}
		if e.Kind() == trace.EventTaskEnd {
			it.ended = e.Task().ID
		}
		if r.add(it); i%50 == 0 {
			r.turnPage()
		}
	}
	return r
}
