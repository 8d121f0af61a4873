package layout

import (
	"strconv"
	"strings"
	"time"
)

// A Tick is a mark on the ruler.
type Tick struct {
	At    time.Duration
	Label string
}

// A unit, with its name and the ruler's steps in it.
type unit struct {
	length time.Duration
	name   string
	steps  []time.Duration
}

var (
	decimal = []time.Duration{1, 2, 5, 10, 20, 50, 100, 200, 500}
	clock   = []time.Duration{1, 2, 5, 10, 15, 30}
	units   = []unit{
		{time.Nanosecond, "ns", decimal},
		{time.Microsecond, "µs", decimal},
		{time.Millisecond, "ms", decimal},
		{time.Second, "s", clock},
		{time.Minute, "min", clock},
		{time.Hour, "h", append(decimal, 1000, 10_000, 100_000, 1_000_000)},
	}
)

// Ruler divides a length of time evenly, in steps that one can count in, by
// no more than most ticks. It takes whole units where the length has a few.
func Ruler(length time.Duration, most int) (ticks []Tick) {
	for i, u := range units {
		if i+1 < len(units) && length >= 3*units[i+1].length {
			continue
		}
		for _, n := range u.steps {
			step := n * u.length
			if length/step >= time.Duration(max(most, 2)) {
				continue
			}
			label := labeller(step, length, u)
			for i := range length/step + 1 {
				ticks = append(ticks, Tick{i * step, label(i * step)})
			}
			return ticks
		}
	}
	return []Tick{{0, "0 h"}} // never: the last step is older than Go's clock can tell
}

// labeller counts in the step's own unit; or, where that takes no more than
// one decimal, in the next: 0.5 s rather than 500 ms, if there are seconds.
func labeller(step, length time.Duration, u unit) func(time.Duration) string {
	for _, next := range units {
		coarser := next.length > u.length && next.length <= length
		if coarser && next.name != "min" && step*10%next.length == 0 {
			u = next
		}
	}
	if length == 0 {
		u = unit{time.Second, "s", nil}
	}
	return func(at time.Duration) string { return count(at, u) }
}

// count is d in a unit, with three digits at most after the point.
func count(d time.Duration, u unit) string {
	n := strconv.FormatFloat(float64(d)/float64(u.length), 'f', 3, 64)
	return strings.TrimRight(strings.TrimRight(n, "0"), ".") + " " + u.name
}

// Duration is d as one would say it, with three digits that count: 3 s,
// 1.25 s, 60 ms, 2 min 30 s.
func Duration(d time.Duration) string {
	if d <= 0 {
		return "0 s"
	}
	switch {
	case d >= time.Hour-time.Second/2:
		return pair(d.Round(time.Minute), units[5], units[4])
	case d >= 2*time.Minute-time.Second/2:
		return pair(d.Round(time.Second), units[4], units[3])
	}
	digit := time.Duration(1)
	for digit <= d/1000 {
		digit *= 10
	}
	d = d.Round(digit)
	u := units[0]
	for _, next := range units[:4] {
		if next.length <= d {
			u = next
		}
	}
	return count(d, u)
}

// pair is d in two units, 2 min 30 s, or in one if that says it all.
func pair(d time.Duration, big, small unit) string {
	rest := d % big.length
	if rest == 0 {
		return count(d, big)
	}
	return count(d-rest, big) + " " + count(rest, small)
}
