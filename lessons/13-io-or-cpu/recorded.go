package main

import (
	"fmt"
	"strings"
	"time"
)

const ms = time.Millisecond

// recordedOn is the machine of the recorded figures.
const recordedOn = "linux/amd64, AMD EPYC, 2 cores, go1.26.8, on 2026-11-22"

// recorded is one run on an idle machine, rounded. The slide shows these
// figures, and claims what follows from them. To record new ones, write them
// here and draw the bars: go test ./lessons/13-io-or-cpu -redraw
var recorded = result{
	{"Go", "in sequence", 202 * ms, 82 * ms},
	{"Go", "goroutines, 1 core", 26 * ms, 82 * ms},
	{"Go", "goroutines, all cores", 25 * ms, 41 * ms},
	{"Python 3.11.7", "in sequence", 202 * ms, 297 * ms},
	{"Python 3.11.7", "asyncio", 27 * ms, 286 * ms},
	{"Python 3.11.7", "threads", 27 * ms, 280 * ms},
}

// noGIL is at the end of a Python's name if its threads run in parallel.
const noGIL = "free-threaded"

// differences lists the ratios from which something else follows than from the
// recorded ones.
func (r result) differences() (differ []string) {
	claims := map[string]ratio{}
	for _, row := range recorded.ratios() {
		claims[row.way] = row
	}
	for _, row := range r.ratios() {
		claim, known := claims[row.way]
		if !known {
			continue
		}
		if verdict(row.kettles) != verdict(claim.kettles) {
			differ = append(differ, fmt.Sprintf("kettles, %s: %.1f ×", row.way, row.kettles))
		}
		if row.way == "threads" && strings.HasSuffix(row.language, noGIL) {
			continue // its doughs are as fast as there are cores
		}
		if verdict(row.doughs) != verdict(claim.doughs) {
			differ = append(differ, fmt.Sprintf("doughs, %s: %.1f ×", row.way, row.doughs))
		}
	}
	return differ
}
