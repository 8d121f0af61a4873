package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/machine"
	"gosyncio/lessons/internal/python"
)

// conclusions follow from the recorded figures: they are what the slide claims.
const conclusions = `kettles, goroutines, 1 core: faster
doughs, goroutines, 1 core: not faster
kettles, goroutines, all cores: faster
doughs, goroutines, all cores: faster
kettles, asyncio: faster
doughs, asyncio: not faster
kettles, threads: faster
doughs, threads: not faster
`

const recordedTable = recordedOn + `

times faster              kettles             doughs
Go
  in sequence              1.0 × █             1.0 × █
  goroutines, 1 core       7.8 × ████████      1.0 × █
  goroutines, all cores    8.1 × ████████      2.0 × ██
Python 3.11.7
  in sequence              1.0 × █             1.0 × █
  asyncio                  7.5 × ███████       1.0 × █
  threads                  7.5 × ███████       1.1 × █

`

func TestTable(t *testing.T) {
	var out strings.Builder
	recorded.table(&out, recordedOn, nil)
	assert.Equal(t, recordedTable, out.String())
}

func TestTableWithoutPython(t *testing.T) {
	var out strings.Builder
	recorded[:3].table(&out, recordedOn, python.ErrNone)
	assert.Contains(t, out.String(), "\nPython: not measured ("+python.ErrNone.Error()+")\n")
}

func TestBar(t *testing.T) {
	for _, tc := range []struct {
		name  string
		times float64
		want  string
	}{
		{name: "half a block is rounded up", times: 1.5, want: " 1.5 × ██"},
		{name: "less than half a block is rounded down", times: 1.49, want: " 1.5 × █"},
		{name: "0.4 has no block", times: 0.4, want: " 0.4 × "},
		{name: "11 blocks fit", times: 11.2, want: "11.2 × ███████████"},
		{name: "more than 11 blocks are cut", times: 64, want: "64.0 × ███████████"},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, bar(tc.times)) })
	}
}

func TestReportTo(t *testing.T) {
	var out strings.Builder
	assert.NoError(t, reportTo(&out)(recorded, nil))
	assert.True(t, strings.HasPrefix(out.String(), machine.Label(cores)+"\n\ntimes faster "), out.String())
	assert.True(t, strings.HasSuffix(out.String(), "\n\n"+conclusions), out.String())
	assert.ErrorIs(t, reportTo(fullDisk{})(recorded, nil), errFull)
}

// with returns the recorded result with other figures for one way.
func (r result) with(way string, kettles, doughs time.Duration) result {
	r = append(result(nil), r...)
	for i := range r {
		if r[i].way == way {
			r[i].kettles, r[i].doughs = kettles, doughs
		}
	}
	return r
}

// freeThreaded returns the result with a Python that has no GIL.
func (r result) freeThreaded() result {
	r = append(result(nil), r...)
	for i := range r {
		if r[i].language != "Go" {
			r[i].language = "Python 3.14.0 free-threaded"
		}
	}
	return r
}

// What the program prints never contradicts the slide.
func TestReport(t *testing.T) {
	const nothing = "This machine had nothing to give just now:\n"
	for _, tc := range []struct {
		name    string
		r       result
		cores   int
		explain string // between the table and the conclusions
		ends    string
	}{
		{
			name: "the ratios agree with the slide: they are concluded from", r: recorded, cores: 2,
			ends: conclusions,
		},
		{
			name: "a busy machine: the recorded figures follow",
			r:    recorded.with("goroutines, all cores", 25*ms, 80*ms), cores: 2,
			explain: nothing + "other programs probably use its cores.\n  doughs, goroutines, all cores: 1.0 ×\n",
			ends:    conclusions,
		},
		{
			name: "a very busy machine: each ratio that differs is listed",
			r:    recorded.with("asyncio", 190*ms, 150*ms).with("threads", 150*ms, 280*ms), cores: 2,
			explain: nothing + "other programs probably use its cores.\n" +
				"  kettles, asyncio: 1.1 ×\n  doughs, asyncio: 2.0 ×\n  kettles, threads: 1.3 ×\n",
			ends: conclusions,
		},
		{
			name: "one core: the recorded figures follow",
			r:    recorded.with("goroutines, all cores", 25*ms, 82*ms), cores: 1,
			explain: nothing + "this program may use one core only.\n  doughs, goroutines, all cores: 1.0 ×\n",
			ends:    conclusions,
		},
		{
			name: "without Python Go's conclusions remain", r: recorded[:3], cores: 2,
			ends: conclusions[:strings.Index(conclusions, "kettles, asyncio")],
		},
		{
			name: "a Python without a GIL may have faster threads",
			r:    recorded.freeThreaded().with("threads", 27*ms, 150*ms), cores: 2,
			ends: strings.Replace(conclusions, "doughs, threads: not faster", "doughs, threads: faster", 1),
		},
		{
			name: "a Python without a GIL on a busy machine may not",
			r:    recorded.freeThreaded().with("threads", 27*ms, 280*ms), cores: 2,
			ends: conclusions,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var table, out strings.Builder
			tc.r.table(&table, "here", nil)
			tc.r.report(&out, "here", tc.cores, nil)
			want := table.String()
			if tc.explain != "" {
				want += tc.explain + "These figures were recorded on a machine that was idle:\n\n" + recordedTable
			}
			assert.Equal(t, want+tc.ends, out.String())
		})
	}
}

// The conclusions depend on the ratios only.
func TestConclusions(t *testing.T) {
	for _, tc := range []struct {
		name string
		took time.Duration // in sequence it is 150 ms
		want string
		why  string
	}{
		{name: "eight times as fast", took: 16 * ms, want: "faster"},
		{name: "twice as fast", took: 75 * ms, want: "faster"},
		{name: "exactly the minimum", took: 100 * ms, want: "faster"},
		{name: "less than the minimum", took: 100*ms + 1, want: "not faster", why: "on a shared machine this may be chance"},
		{name: "as fast as in sequence", took: 150 * ms, want: "not faster"},
		{name: "slower than in sequence", took: 170 * ms, want: "not faster"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out strings.Builder
			result{
				{"Go", "in sequence", 150 * ms, 150 * ms},
				{"Go", "at once", tc.took, tc.took},
			}.conclude(&out)
			assert.Equal(t, "kettles, at once: "+tc.want+"\ndoughs, at once: "+tc.want+"\n", out.String(), tc.why)
		})
	}
}

func TestKettlesDoughsAndLanguagesAreConcludedSeparately(t *testing.T) {
	var out strings.Builder
	result{
		{"Go", "in sequence", 100 * ms, 100 * ms},
		{"Go", "computing", 100 * ms, 50 * ms},
		{"Python", "in sequence", 200 * ms, 200 * ms},
		{"Python", "waiting", 100 * ms, 200 * ms},
	}.conclude(&out)
	assert.Equal(t, `kettles, computing: not faster
doughs, computing: faster
kettles, waiting: faster
doughs, waiting: not faster
`, out.String())
}
