package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// report writes the table, and reports whether every row passes.
func report(out io.Writer, rounds []round) (pass bool) {
	pass = true
	row := func(what, measured, wanted, result string) {
		pass = pass && (result == "pass" || result == "–")
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", what, measured, wanted, result)
	}
	atMost := func(what, format, wanted string, limit float64, of func(round) (float64, bool)) {
		v, ok := median(rounds, of)
		row(what, text(format, v, ok), wanted, verdict(ok, v <= limit))
	}
	atLeast := func(what, format, wanted string, limit float64, of func(round) (float64, bool)) {
		v, ok := median(rounds, of)
		row(what, text(format, v, ok), wanted, verdict(ok, v >= limit))
	}
	fmt.Fprintf(out, "| what | measured | wanted | |\n|---|--:|--:|---|\n")
	for _, name := range []string{"Go", "uvloop", "asyncio"} {
		rate, ok := median(rounds, one(name, figures.rate))
		row(name+", lines/s", text("%.2f million", rate/1e6, ok), "–", verdict(ok, ok, "–"))
		p99, ok := median(rounds, one(name, figures.p99ms))
		row(name+", 99 of 100 lines within", text("%.0f ms", p99, ok), "–", verdict(ok, ok, "–"))
	}
	atLeast("Go : asyncio", "%.1f ×", "≥ 40 ×", 40, ratio("Go", "asyncio"))
	atLeast("Go : uvloop", "%.2f ×", "≥ 1.5 ×", 1.5, ratio("Go", "uvloop"))
	atMost("Go, 99 of 100 lines within", "%.0f ms", "≤ 50 ms", 50, one("Go", figures.p99ms))
	atLeast("Go, 20 s with one guest stalled : without", "%.2f ×", "> 0.9 ×", 0.9, one(stalled, figures.keeps))
	atMost("Go, an idle guest", "%.1f kB", "≤ 12 kB", 12, one("Go", func(f figures) float64 { return f.idle / 1024 }))
	atMost("Go, a guest that does not read", "%.0f kB", "≤ 512 kB", 512, one("Go", func(f figures) float64 { return f.deaf / 1024 }))
	row("lines lost, doubled, changed or out of order", "none", "none", "pass") // otherwise measure had failed
	return pass
}

func text(format string, v float64, ok bool) string {
	if !ok {
		return "not measured"
	}
	return fmt.Sprintf(format, v)
}

func verdict(measured, good bool, other ...string) string {
	switch {
	case !measured:
		return "not measured"
	case !good:
		return "MISSED"
	case len(other) > 0:
		return other[0]
	default:
		return "pass"
	}
}

func one(name string, figure func(figures) float64) func(round) (float64, bool) {
	return func(r round) (float64, bool) {
		f, ok := r[name]
		v := figure(f)
		return v, ok && v > 0
	}
}

// ratio compares two servers within a round.
func ratio(a, b string) func(round) (float64, bool) {
	return func(r round) (float64, bool) {
		x, okA := r[a]
		y, okB := r[b]
		return x.rate() / y.rate(), okA && okB
	}
}

func median(rounds []round, figure func(round) (float64, bool)) (float64, bool) {
	var vs []float64
	for _, r := range rounds {
		if v, ok := figure(r); ok {
			vs = append(vs, v)
		}
	}
	if len(vs) == 0 {
		return 0, false
	}
	slices.Sort(vs)
	return (vs[(len(vs)-1)/2] + vs[len(vs)/2]) / 2, true
}

// figures is what one measurement finds.
type figures struct {
	lines int // that were delivered
	took  time.Duration
	p99   time.Duration
	idle  float64 // bytes for a silent guest, where that is measured
	deaf  float64 // bytes for a guest that does not read, with the kernel's

	linesAfter int // after the stalled guest has been disconnected
	tookAfter  time.Duration
}

// keeps compares the rate of all the time with the rate after the stalled guest
// has been disconnected: the machine is equally busy in both.
func (f figures) keeps() float64 {
	if f.linesAfter == 0 {
		return 0
	}
	return f.rate() / figures{lines: f.linesAfter, took: f.tookAfter}.rate()
}

func (f figures) rate() float64 {
	if f.took == 0 {
		return 0
	}
	return float64(f.lines) / f.took.Seconds()
}

func (f figures) p99ms() float64 { return f.p99.Seconds() * 1000 }
