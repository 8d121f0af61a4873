package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		out  string
		want map[string]float64
	}{
		"it reads every figure by its unit": {
			out:  "goos: linux\nBenchmarkAll/100/gather-2 \t 50 \t 1234.5 ns/op\t 96 B/op\t 2 allocs/op\nPASS\n",
			want: map[string]float64{ns: 1234.5, "B/op": 96, allocs: 2},
		},
		"a skipped benchmark has no figures": {
			out:  "--- SKIP: BenchmarkDrain/CPython\nPASS\n",
			want: map[string]float64{},
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, parse(tc.out)) })
	}
}

func TestRender(t *testing.T) {
	before := rows
	t.Cleanup(func() { rows = before })
	rows = []row{
		{what: "tea", against: "water", bench: "tea", base: "water", unit: ns, bound: 1.5},
		{what: "toast", bench: "toast", unit: bytesEach, bound: 3},
		{what: "eggs", against: "CPython", bench: "eggs", base: "CPython", unit: ns},
	}
	round := func(tea float64) figures {
		return figures{
			"tea": {ns: tea, allocs: 2}, "water": {ns: 10, allocs: 1},
			"toast": {bytesEach: 2},
			"eggs":  {ns: 1}, "CPython": {},
		}
	}
	assert.Equal(t, strings.TrimLeft(`
| what | against | measured | at most | allocations |
|---|---|--:|--:|--:|
| tea | water | 1.20 × | 1.50 × | 2 : 1 |
| toast |  | 2 bytes | 3 bytes |  |
| eggs | CPython | not here | – |  |
`, "\n"), render([]figures{round(12), round(11), round(90)}), "the median is told, one bad round changes nothing")
}

func TestMedian(t *testing.T) {
	tea := func(f figures) (float64, bool) { v, ok := f["tea"][ns]; return v, ok }
	for name, tc := range map[string]struct {
		rounds []float64
		want   float64
		ok     bool
	}{
		"no figure, no median":               {rounds: nil},
		"the middle one of three":            {rounds: []float64{9, 1, 2}, want: 2, ok: true},
		"halfway between the middle of four": {rounds: []float64{9, 1, 2, 4}, want: 3, ok: true},
	} {
		t.Run(name, func(t *testing.T) {
			runs := []figures{{}} // a round in which it was skipped
			for _, v := range tc.rounds {
				runs = append(runs, figures{"tea": {ns: v}})
			}
			got, ok := median(runs, tea)
			assert.Equal(t, tc.ok, ok)
			assert.InDelta(t, tc.want, got, math.SmallestNonzeroFloat64)
		})
	}
}

func TestReplace(t *testing.T) {
	page := filepath.Join(t.TempDir(), "README.md")
	write := func(text string) { require.NoError(t, os.WriteFile(page, []byte(text), 0o644)) }

	write("# Costs\n" + begin + "old\n" + end + "the rest\n")
	require.NoError(t, replace(page, "new\n"))
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, "# Costs\n"+begin+"new\n"+end+"the rest\n", string(text))

	write("# no markers\n")
	assert.ErrorContains(t, replace(page, "new\n"), "lacks the lines")
}
