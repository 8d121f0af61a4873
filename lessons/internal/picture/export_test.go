package picture

import (
	"io"

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
	return model(events, Options{}, manyLives).picture([]string{"tea", "toast"})
}

// Condensed is the picture of a run that drops what it can as soon as it has
// learnt of so many new lives, and how many it keeps.
func Condensed(events []trace.Event, many int) (p Picture, kept int) {
	r := model(events, Options{}, many)
	return r.picture(nil), len(r.lives)
}

// Lanes is Model with these options.
func Lanes(events []trace.Event, opts Options) Picture {
	return model(events, opts, manyLives).picture(nil)
}

// ReadUpTo is Read with another limit than MaxSize.
func ReadUpTo(r io.Reader, most int64) (Picture, error) {
	reader := NewReader(r)
	reader.in.most = most
	if err := reader.ReadAll(); err != nil {
		return Picture{}, err
	}
	return reader.Picture(), nil
}

// Unfinished reports whether after these events some task is still at work.
func Unfinished(events []trace.Event) bool { return model(events, Options{}, manyLives).unfinished() }

func model(events []trace.Event, opts Options, many int) *run {
	r := newRun(opts)
	r.past.many = many
	for i, e := range events {
		if r.add(itemOf(e)); i%50 == 0 {
			r.endGeneration()
		}
	}
	return r
}

// Joined is the picture of a run that left several traces with these events.
func Joined(parts ...[]trace.Event) Picture {
	r := newRun(Options{})
	for _, events := range parts {
		r.beginTrace()
		for _, e := range events {
			r.add(itemOf(e))
		}
		r.endTrace()
	}
	return r.picture(nil)
}

// Still is the picture of a run in a page with these events.
func Still(events []trace.Event, over bool) Picture {
	r := newRun(Options{PageClock: true})
	r.beginTrace()
	for _, e := range events {
		r.add(itemOf(e))
	}
	r.ended = over
	return r.picture(nil)
}

func itemOf(e trace.Event) item {
	it := item{Event: e}
	if e.Kind() == trace.EventTaskEnd {
		it.ended = e.Task().ID
	}
	return it
}

// Ended is the picture of a run in a page with these events, and then its end.
func Ended(events []trace.Event, cutShort bool) Picture {
	r := Options{PageClock: true}.NewRun()
	r.run.beginTrace()
	for _, e := range events {
		r.run.add(itemOf(e))
	}
	r.End(cutShort)
	return r.Picture()
}
