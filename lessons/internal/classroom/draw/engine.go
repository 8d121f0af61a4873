package main

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/svg"
)

// An engine reads and draws runs, each under a number.
type engine struct {
	runs map[int]*run
}

// A run may go on.
type run struct {
	title, subtitle string
	lines           []string
	reader          *picture.Reader
	now             time.Duration
	over            bool
}

func newEngine() *engine { return &engine{runs: map[int]*run{}} }

// reset begins a run.
func (e *engine) reset(number, lanes int) {
	opts := picture.Options{PageClock: true, Lanes: lanes}
	e.runs[number] = &run{reader: opts.NewRun()}
}

func (e *engine) find(number int) (*run, error) {
	if r := e.runs[number]; r != nil {
		return r, nil
	}
	return nil, fmt.Errorf("there is no run %d: reset it first", number)
}

// add reads one whole trace of a run.
func (e *engine) add(number int, trace []byte) error {
	r, err := e.find(number)
	if err != nil {
		return err
	}
	return r.reader.Add(bytes.NewReader(trace))
}

// end says that no further trace comes.
func (e *engine) end(number int, cutShort bool) error {
	r, err := e.find(number)
	if err == nil {
		r.over = true
		r.reader.End(cutShort)
	}
	return err
}

// tell says what a run is called and what it printed.
func (e *engine) tell(o order) error {
	r, err := e.find(o.run)
	if err == nil {
		r.title, r.subtitle, r.now = o.title, o.subtitle, o.now
		r.lines = append(r.lines[:min(max(o.known, 0), len(r.lines))], o.lines...)
	}
	return err
}

// keep makes a run known under another number, too, also when the first one is
// reset.
func (e *engine) keep(number, as int) error {
	r, err := e.find(number)
	if err == nil {
		kept := *r
		e.runs[as] = &kept
	}
	return err
}

// forget drops a run.
func (e *engine) forget(number int) { delete(e.runs, number) }

// An order says what to draw, and how.
type order struct {
	run, before     int // before: the run above it; 0: none
	title, subtitle string
	heading         bool     // draw the title
	lines           []string // that were printed, without those that are known
	known           int
	now             time.Duration
	width, height   int
	id              string
	axis            time.Duration // as long as the time axis is at least
}

// A drawing is what an order brings.
type drawing struct {
	svg.Drawing
	picture picture.Picture
}

// draw draws a run, and another above it if that is asked for.
func (e *engine) draw(o order) (drawing, error) {
	if err := e.tell(o); err != nil {
		return drawing{}, err
	}
	r := e.runs[o.run]
	opts := svg.Options{ID: o.id, Width: o.width, Height: o.height, Live: !r.over, Length: o.axis}
	this := layout.Run{Title: r.title, Subtitle: r.subtitle, Picture: r.picture()}
	runs := []layout.Run{this}
	if before := e.runs[o.before]; before != nil {
		above := layout.Run{Title: before.title, Subtitle: before.subtitle, Picture: before.picture()}
		runs = []layout.Run{above, this}
	} else if !o.heading {
		runs[0].Title, runs[0].Subtitle = "", ""
	} else {
		opts.Title, opts.Subtitle = r.title, r.subtitle
	}
	if opts.Live {
		opts.Length = max(opts.Length, axis(this.Picture.Length))
	}
	d := svg.Panel(opts, runs...)
	if this.Picture.Timeless {
		this.Picture = svg.Timed(this.Picture)
	}
	return drawing{d, this.Picture}, nil
}

// picture is the run so far.
func (r *run) picture() picture.Picture {
	if r.over {
		return r.reader.Picture(r.lines...)
	}
	return r.reader.PictureAt(r.now, r.lines...)
}

// axis is a length for the time axis of a run that goes on: it grows by steps,
// so that what is drawn does not move all the time.
func axis(length time.Duration) time.Duration {
	for step := time.Millisecond; ; step *= 10 {
		for _, n := range []time.Duration{1, 2, 3, 5, 8} {
			if n*step >= length {
				return n * step
			}
		}
	}
}

// instants are the moments at which something happens, in order.
func instants(p picture.Picture) (all []time.Duration) {
	all = append(all, 0, p.Length)
	for _, lane := range p.Lanes {
		all = append(all, lane.Start, lane.End)
		for _, span := range lane.Spans {
			all = append(all, span.From)
		}
	}
	for _, event := range p.Events {
		all = append(all, event.At)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
