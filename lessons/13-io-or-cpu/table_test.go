package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/machine"
	"gosyncio/lessons/internal/python"
)

const recordedOn = "linux/amd64, AMD EPYC, 2 cores, go1.26.8, on 2026-11-22"

// recorded is what it took there, rounded. The slide shows these figures: who
// measures anew writes them here, and draws the bars by go test . -redraw
var recorded = result{
	{"Go", "in sequence", 202 * ms, 82 * ms},
	{"Go", "goroutines, 1 core", 26 * ms, 82 * ms},
	{"Go", "goroutines, all cores", 25 * ms, 41 * ms},
	{"Python 3.11.7", "in sequence", 202 * ms, 297 * ms},
	{"Python 3.11.7", "asyncio", 27 * ms, 286 * ms},
	{"Python 3.11.7", "threads", 27 * ms, 280 * ms},
}

const conclusions = `kettles, goroutines, 1 core: faster
doughs, goroutines, 1 core: nothing won
kettles, goroutines, all cores: faster
doughs, goroutines, all cores: faster
kettles, asyncio: faster
doughs, asyncio: nothing won
kettles, threads: faster
doughs, threads: nothing won
`

func TestTable(t *testing.T) {
	var out strings.Builder
	recorded.table(&out, recordedOn, nil)
	recorded.conclude(&out)
	assert.Equal(t, recordedOn+`

times faster              kettles             doughs
Go
  in sequence              1.0 × █             1.0 × █
  goroutines, 1 core       7.8 × ████████      1.0 × █
  goroutines, all cores    8.1 × ████████      2.0 × ██
Python 3.11.7
  in sequence              1.0 × █             1.0 × █
  asyncio                  7.5 × ███████       1.0 × █
  threads                  7.5 × ███████       1.1 × █

`+conclusions, out.String())
}

func TestTableWithoutPython(t *testing.T) {
	var out strings.Builder
	recorded[:3].table(&out, recordedOn, python.ErrNone)
	assert.Contains(t, out.String(), "\nPython: not measured (no python3 ≥ 3.11 on PATH runs)\n")
}

func TestBar(t *testing.T) {
	for name, tc := range map[string]struct {
		times float64
		want  string
	}{
		"a bar is rounded up":         {times: 1.5, want: " 1.5 × ██"},
		"or down":                     {times: 1.49, want: " 1.5 × █"},
		"less than half is none":      {times: 0.4, want: " 0.4 × "},
		"eleven are eleven":           {times: 11.2, want: "11.2 × ███████████"},
		"there is no room for twelve": {times: 64, want: "64.0 × ███████████"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, bar(tc.times)) })
	}
}

func TestTelling(t *testing.T) {
	var out strings.Builder
	assert.NoError(t, telling(&out)(recorded, nil))
	assert.True(t, strings.HasPrefix(out.String(), machine.Label(cores)+"\n\ntimes faster "), out.String())
	assert.True(t, strings.HasSuffix(out.String(), "\n\n"+conclusions), out.String())
	assert.ErrorIs(t, telling(full{})(recorded, nil), errFull)
}

// The conclusions follow from the ratios, and from nothing else.
func TestConclusions(t *testing.T) {
	for name, tc := range map[string]struct {
		took time.Duration // where one after the other took 150 ms
		want string
		why  string
	}{
		"eight times as fast":   {took: 16 * ms, want: "faster"},
		"twice as fast":         {took: 75 * ms, want: "faster"},
		"just as much as asked": {took: 100 * ms, want: "faster"},
		"not quite so much":     {took: 100*ms + 1, want: "nothing won", why: "a shared machine does that by itself"},
		"as fast as before":     {took: 150 * ms, want: "nothing won"},
		"slower for the fuss":   {took: 170 * ms, want: "nothing won"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			result{
				{"Go", "in sequence", 150 * ms, 150 * ms},
				{"Go", "at once", tc.took, tc.took},
			}.conclude(&out)
			assert.Equal(t, "kettles, at once: "+tc.want+"\ndoughs, at once: "+tc.want+"\n", out.String(), tc.why)
		})
	}
}

// Kettles and doughs are judged apart, and each language by its own first row.
func TestConclusionsAreApart(t *testing.T) {
	var out strings.Builder
	result{
		{"Go", "in sequence", 100 * ms, 100 * ms},
		{"Go", "kneading", 100 * ms, 50 * ms},
		{"Python", "in sequence", 200 * ms, 200 * ms},
		{"Python", "boiling", 100 * ms, 200 * ms},
	}.conclude(&out)
	assert.Equal(t, `kettles, kneading: nothing won
doughs, kneading: faster
kettles, boiling: faster
doughs, boiling: nothing won
`, out.String())
}
