package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
)

// A row compares one benchmark of all peers.
type row struct {
	what  string
	bench string // each peer's name is added
	unit  string
	one   bool // it needs a handle on a single function
}

// noFigure stands where a benchmark was skipped, which none should be.
const noFigure = "no figure"

const (
	ns        = measure.NS
	bytesEach = "B/sleeper"
)

var rows = []row{
	{"gather 100 functions", "BenchmarkGather/100", ns, false},
	{"gather 10,000 functions", "BenchmarkGather/10000", ns, false},
	{"gather 1,000 functions that sleep for 1 ms", "BenchmarkGather/sleepers", ns, false},
	{"start 2,000 functions, then await each", "BenchmarkAwait/2000", ns, true},
	{"start and await one at a time", "BenchmarkAwait/1", ns, true},
	{"take 10,000 values as the functions return", "BenchmarkEnded", ns, false},
	{"memory of one pending function of a gather", "BenchmarkPending", bytesEach, false},
}

func (r row) of(p peer) string { return "peers." + r.bench + "/" + p.name }

func (r row) has(p peer) bool { return p.one != nil || !r.one }

// cell is the baseline's figure, or the median of the rounds' ratios to it.
func (r row) cell(rounds []measure.Figures, p peer) string {
	if !r.has(p) {
		return "–"
	}
	base, plain := r.of(peers[0]), p.name == peers[0].name || r.unit == bytesEach
	v, ok := measure.Median(rounds, func(round measure.Figures) (float64, bool) {
		v, ok := round[r.of(p)][r.unit]
		if plain {
			return v, ok
		}
		against, found := round[base][r.unit]
		return v / against, ok && found && against > 0
	})
	switch {
	case !ok:
		return noFigure
	case r.unit == bytesEach:
		return fmt.Sprintf("%.0f bytes", v)
	case plain:
		return short(time.Duration(v))
	default:
		return fmt.Sprintf("%.2f ×", v)
	}
}

// short has two digits or three: 31 µs, 1.2 ms.
func short(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}} {
		if v := float64(d) / float64(u.unit); v >= 10 {
			return fmt.Sprintf("%.0f %s", v, u.name)
		} else if v >= 1 {
			return fmt.Sprintf("%.1f %s", v, u.name)
		}
	}
	return fmt.Sprintf("%d ns", d)
}

// title is the peer's name, with the version of its module.
func title(p peer) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == p.module {
				return p.name + " " + module.Version
			}
		}
	}
	return p.name
}

// render makes one table: the cost of the peers, unless nothing was measured,
// and their behaviour, which found has by the name of the probe and the peer.
func render(rounds []measure.Figures, found map[string]string) string {
	var b strings.Builder
	line := func(what string, cell func(p peer) string) {
		b.WriteString("| " + what)
		for _, p := range peers {
			b.WriteString(" | " + cell(p))
		}
		b.WriteString(" |\n")
	}
	line("", title)
	b.WriteString("|---" + strings.Repeat("|---", len(peers)) + "|\n")
	for _, r := range rows {
		if len(rounds) == 0 {
			break
		}
		line(r.what, func(p peer) string { return r.cell(rounds, p) })
	}
	for _, pr := range probes {
		line(pr.what, func(p peer) string { return found[pr.name+"/"+p.name] })
	}
	return b.String()
}
