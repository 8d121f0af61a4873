package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/ratios/measure"
)

var kitchen = []row{
	{what: "tea", against: "water", bench: "tea", base: "water", unit: ns, bound: 1.5},
	{what: "toast", bench: "toast", unit: bytesEach, bound: 3, kind: alone},
	{what: "jam", bench: "jam", unit: allocsEach, bound: 3, kind: inRun},
	{what: "eggs", against: "CPython", bench: "eggs", base: "CPython", unit: ns},
}

func round(tea float64) measure.Figures {
	return measure.Figures{
		"tea": {ns: tea, allocs: 2}, "tea_under_Run": {ns: tea + 1, allocs: 3}, "water": {ns: 10, allocs: 1},
		"toast":         {bytesEach: 2},
		"jam_under_Run": {allocsEach: 1},
		"eggs":          {ns: 1}, "eggs_under_Run": {ns: 1}, "CPython": {},
	}
}

func TestRender(t *testing.T) {
	assert.Equal(t, strings.TrimLeft(`
| what | against | measured | under `+"`task.Run`"+` | at most | allocations |
|---|---|--:|--:|--:|--:|
| tea | water | 1.20 × | 1.30 × | 1.50 × | 2, 3 : 1 |
| toast |  | 2 bytes |  | 3 bytes |  |
| jam |  |  | 1.0 allocations | 3.0 allocations |  |
| eggs | CPython | not here | not here | – |  |
`, "\n"), render(kitchen, []measure.Figures{round(12), round(11), round(90)}), "the median counts, one bad round changes nothing")
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		name string
		tea  float64
		all  bool
		want []string
	}{
		{name: "a figure at its bound is no fault", tea: 14},
		{name: "a figure above its bound is a fault", tea: 15, want: []string{"tea_under_Run is above its bound: 1.60 ×, at most 1.50 ×"}},
		{
			name: "CPython without a figure is a fault where all are wanted", tea: 14, all: true,
			want: []string{
				"CPython has no figure: want a python3 ≥ 3.11 on PATH",
				"CPython has no figure: want a python3 ≥ 3.11 on PATH",
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, faults(kitchen, []measure.Figures{round(tc.tea)}, tc.all))
		})
	}
}

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		name string
		args string
		want options
		rows int
		err  string
	}{
		{name: "without flags it measures all rows", want: options{Options: measure.Options{Rounds: 9, Span: 200 * time.Millisecond}, cpus: []int{0}}, rows: len(rows)},
		{name: "-only selects rows", args: "-only Drain -rounds 3 -time 1s", want: options{Options: measure.Options{Rounds: 3, Span: time.Second}, cpus: []int{0}}, rows: 1},
		{name: "-cpu is a list", args: "-cpu 2,4,8 -only Drain", want: options{Options: measure.Options{Rounds: 9, Span: 200 * time.Millisecond}, cpus: []int{2, 4, 8}}, rows: 1},
		{name: "an argument is refused", args: "gather", err: `unknown argument "gather": want only flags, -h lists them`},
		{name: "an unknown flag is refused", args: "-fast", err: "flag provided but not defined: -fast: -h lists the flags"},
		{name: "no rounds are refused", args: "-rounds 0", err: "-rounds is 0: want at least 1"},
		{name: "no time is refused", args: "-time 0s", err: "-time is 0s: want more than 0s"},
		{name: "no processor is refused", args: "-cpu 4,0", err: `-cpu has "0": want numbers above 0, such as 2,4,8`},
		{name: "-only without a row is refused", args: "-only coffee", err: `-only "coffee" matches no row: want a part of a benchmark's name, such as gather or Drain`},
		{name: "a part of the table is not written", args: "-only Drain -write README.md", err: "-write replaces the whole table: leave out -only, -cpu and -busy"},
		{name: "-h is help", args: "-h", err: flag.ErrHelp.Error()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			got, err := parse(strings.Fields(tc.args), &out)
			if tc.err != "" {
				assert.EqualError(t, err, tc.err)
				assert.Equal(t, tc.args == "-h", strings.Contains(out.String(), "usage: "))
				return
			}
			require.NoError(t, err)
			assert.Len(t, got.rows, tc.rows)
			got.rows = nil
			assert.Equal(t, tc.want, got)
		})
	}
}

// What fails leaves the file as it was.
func TestNothingIsWritten(t *testing.T) {
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tc := range []struct {
		name string
		text string
		ctx  context.Context
		err  string
	}{
		{name: "where the table has no place", text: "# Costs\n", ctx: t.Context(), err: "has no place for the table"},
		{name: "after a Ctrl-C", text: "<!-- ratios -->\nold\n<!-- /ratios -->\n", ctx: interrupted, err: "interrupted"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "README.md")
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			var out, progress bytes.Buffer
			err := run(tc.ctx, options{Options: measure.Options{Rounds: 1, Span: time.Millisecond, Write: file}, cpus: []int{0}, rows: rows}, &out, &progress)
			assert.ErrorContains(t, err, tc.err)
			assert.Empty(t, out.String())
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, tc.text, string(text))
		})
	}
}

const kitchenBench = `package tea

import "testing"

func BenchmarkTea(b *testing.B) {
	for name, took := range map[string]float64{"water": 2, "tea": 3, "tea under Run": 3} {
		b.Run(name, func(b *testing.B) { for b.Loop() {}; b.ReportMetric(took, "ns/op") })
	}
}
`

// A table is written if each figure is there and within its bound.
func TestWrite(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	const before = "<!-- ratios -->\nold\n<!-- /ratios -->\n"
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("tea", 0o700))
	for _, tc := range []struct {
		name    string
		bench   string
		bound   float64
		err     string
		written bool
	}{
		{name: "within its bound", bench: "tea.BenchmarkTea/tea", bound: 1.5, written: true},
		{name: "above its bound", bench: "tea.BenchmarkTea/tea", bound: 1.4, err: "tea.BenchmarkTea/tea is above its bound: 1.50 ×, at most 1.40 ×"},
		{name: "without a figure", bench: "tea.BenchmarkTea/coffee", bound: 1.5, err: `tea.BenchmarkTea/coffee or its baseline "tea.BenchmarkTea/water" has no figure: is there such a benchmark?`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for name, text := range map[string]string{"go.mod": "module kitchen\n\ngo 1.26\n", "tea/tea_test.go": kitchenBench, "README.md": before} {
				require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
			}
			o := options{Options: measure.Options{Rounds: 1, Span: time.Millisecond, Write: "README.md"}, cpus: []int{0}}
			o.rows = []row{{what: "tea", against: "water", bench: tc.bench, base: "tea.BenchmarkTea/water", unit: ns, bound: tc.bound}}
			var out, progress bytes.Buffer

			err := run(t.Context(), o, &out, &progress)

			again := strings.Contains(progress.String(), "1 of 1 rows are above their bounds or have no figure: they are measured again")
			assert.Equal(t, !tc.written, again, "it can be noise")
			text, _ := os.ReadFile("README.md")
			if tc.written {
				require.NoError(t, err)
				assert.Equal(t, "<!-- ratios -->\n"+out.String()+"<!-- /ratios -->\n", string(text))
				assert.Contains(t, out.String(), "| tea | water | 1.50 × | 1.50 × | 1.50 × |  |")
				return
			}
			assert.ErrorContains(t, err, tc.err)
			assert.ErrorContains(t, err, "README.md is unchanged")
			assert.Equal(t, before, string(text))
		})
	}
}
