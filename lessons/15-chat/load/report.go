package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// report writes the table, and says whether every row is a pass.
func report(out io.Writer, rounds []round) (pass bool) {
	pass = true
	row := func(what, measured, wanted, verdict string) {
		pass = pass && (verdict == "pass" || verdict == "–")
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", what, measured, wanted, verdict)
	}
	atMost := func(what, format, wanted string, limit float64, of func(round) (float64, bool)) {
		v, ok := median(rounds, of)
		row(what, say(format, v, ok), wanted, judge(ok, v <= limit))
	}
	atLeast := func(what, format, wanted string, limit float64, of func(round) (float64, bool)) {
		v, ok := median(rounds, of)
		row(what, say(format, v, ok), wanted, judge(ok, v >= limit))
	}
	fmt.Fprintf(out, "| what | measured | wanted | |\n|---|--:|--:|---|\n")
	for _, name := range []string{"Go", "uvloop", "asyncio"} {
		rate, ok := median(rounds, one(name, figures.rate))
		row(name+", lines/s", say("%.2f million", rate/1e6, ok), "–", judge(ok, ok, "–"))
		p99, ok := median(rounds, one(name, figures.p99ms))
		row(name+", 99 of 100 lines within", say("%.0f ms", p99, ok), "–", judge(ok, ok, "–"))
	}
	atLeast("Go : asyncio", "%.1f ×", "≥ 40 ×", 40, ratio("Go", "asyncio"))
	atLeast("Go : uvloop", "%.2f ×", "≥ 1.5 ×", 1.5, ratio("Go", "uvloop"))
	atMost("Go, 99 of 100 lines within", "%.0f ms", "≤ 50 ms", 50, one("Go", figures.p99ms))
	atLeast("Go, one guest stalled : none", "%.2f ×", "> 0.9 ×", 0.9, ratio(stalled, "Go"))
	atMost("Go, an idle guest", "%.1f kB", "≤ 12 kB", 12, one("Go", func(f figures) float64 { return f.idle / 1024 }))
	row("lines lost, doubled, changed or out of order", "none", "none", "pass") // or measure had failed
	return pass
}

func say(format string, v float64, ok bool) string {
	if !ok {
		return "not measured"
	}
	return fmt.Sprintf(format, v)
}

func judge(measured, good bool, other ...string) string {
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

// figures are what one measurement finds.
type figures struct {
	lines int // that were delivered
	took  time.Duration
	p99   time.Duration
	idle  float64 // bytes for a guest who is silent, where that is measured
}

func (f figures) rate() float64 {
	if f.took == 0 {
		return 0
	}
	return float64(f.lines) / f.took.Seconds()
}

func (f figures) p99ms() float64 { return f.p99.Seconds() * 1000 }
