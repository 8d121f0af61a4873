package measure_test

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/ratios/measure"
)

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		name string
		out  string
		want map[string]float64
	}{
		{
			name: "it reads every figure by its unit",
			out:  "goos: linux\nBenchmarkAll/100/gather-2 \t 50 \t 1234.5 ns/op\t 96 B/op\t 2 allocs/op\nPASS\n",
			want: map[string]float64{"runs": 50, "ns/op": 1234.5, "B/op": 96, "allocs/op": 2},
		},
		{
			name: "a skipped benchmark has no figures",
			out:  "--- SKIP: BenchmarkDrain/CPython\nPASS\n",
			want: map[string]float64{},
		},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, measure.Parse(tc.out)) })
	}
}

func TestMedian(t *testing.T) {
	tea := func(f measure.Figures) (float64, bool) { v, ok := f["tea"]["ns/op"]; return v, ok }
	for _, tc := range []struct {
		name   string
		rounds []float64
		want   float64
		ok     bool
	}{
		{name: "no figure, no median", rounds: nil},
		{name: "the middle one of three", rounds: []float64{9, 1, 2}, want: 2, ok: true},
		{name: "halfway between the middle of four", rounds: []float64{9, 1, 2, 4}, want: 3, ok: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rounds := []measure.Figures{{}} // one in which it was skipped
			for _, v := range tc.rounds {
				rounds = append(rounds, measure.Figures{"tea": {"ns/op": v}})
			}
			got, ok := measure.Median(rounds, tea)
			assert.Equal(t, tc.ok, ok)
			assert.InDelta(t, tc.want, got, math.SmallestNonzeroFloat64)
		})
	}
}

func TestPage(t *testing.T) {
	for _, tc := range []struct {
		name    string
		before  string
		after   string
		missing bool
	}{
		{
			name:   "the table between the two lines is replaced, and nothing else",
			before: "# Costs\n<!-- ratios -->\nold\n<!-- /ratios -->\nthe rest\n",
			after:  "# Costs\n<!-- ratios -->\nnew\n<!-- /ratios -->\nthe rest\n",
		},
		{
			name:   "a table of another name stays",
			before: "<!-- peers -->\nold\n<!-- /peers -->\n<!-- ratios -->\n<!-- /ratios -->\n",
			after:  "<!-- peers -->\nold\n<!-- /peers -->\n<!-- ratios -->\nnew\n<!-- /ratios -->\n",
		},
		{name: "no line, no place", before: "# Costs\n", missing: true},
		{name: "no second line, no place", before: "<!-- ratios -->\n", missing: true},
		{name: "the second line before the first, no place", before: "<!-- /ratios -->\n<!-- ratios -->\n", missing: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "README.md")
			require.NoError(t, os.WriteFile(file, []byte(tc.before), 0o640))
			page := measure.Page{File: file, Name: "ratios"}
			if tc.missing {
				assert.ErrorContains(t, page.Check(), "add the lines <!-- ratios --> and <!-- /ratios -->")
				assert.Error(t, page.Replace("new\n"))
				tc.after = tc.before
			} else {
				require.NoError(t, page.Check())
				require.NoError(t, page.Replace("new\n"))
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, tc.after, string(text))
			entries, err := os.ReadDir(filepath.Dir(file))
			require.NoError(t, err)
			assert.Len(t, entries, 1, "no other file is left")
		})
	}
}

// kitchen is a package with benchmarks, in a module of its own.
func kitchen(t *testing.T) (root string) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	root = t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module kitchen\n\ngo 1.26\n",
		"tea/tea_test.go": `package tea

import "testing"

func BenchmarkBrew(b *testing.B) {
	b.Run("green tea", func(b *testing.B) { for b.Loop() {}; b.ReportMetric(7, "leaves") })
	b.Run("slow tea", func(b *testing.B) { for b.Loop() {}; b.ReportMetric(1e15, "ns/op") })
	b.Run("no tea", func(b *testing.B) { b.Skip("it is finished") })
	b.Run("cold tea", func(b *testing.B) { b.Fatal("it is cold") })
}
`,
	} {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	return root
}

// Where others use the processors, what a benchmark reports grows with the time
// that it waits for one. Busy looks at what the process used.
func TestBusy(t *testing.T) {
	root := kitchen(t)
	for _, busy := range []bool{false, true} {
		plan := measure.Plan{Root: root, Benchmarks: []string{"tea.BenchmarkBrew/slow_tea"}, Rounds: 1, Span: time.Millisecond, Busy: busy, Progress: io.Discard}
		rounds, err := plan.Run(t.Context())
		require.NoError(t, err)
		assert.Equal(t, !busy, rounds[0][plan.Benchmarks[0]][measure.NS] == 1e15, "it says that it takes 11 days")
	}
}

func TestPlan(t *testing.T) {
	root := kitchen(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tc := range []struct {
		name       string
		ctx        context.Context
		benchmarks []string
		rounds     []float64
		err        string
	}{
		{
			name: "each round has the figures of each benchmark", ctx: t.Context(),
			benchmarks: []string{"tea.BenchmarkBrew/green_tea", "tea.BenchmarkBrew/green_tea"}, rounds: []float64{7, 7},
		},
		{
			name: "a skipped benchmark has no figures", ctx: t.Context(),
			benchmarks: []string{"tea.BenchmarkBrew/no_tea"}, rounds: []float64{0, 0},
		},
		{
			name: "a benchmark that fails ends the plan", ctx: t.Context(),
			benchmarks: []string{"tea.BenchmarkBrew/cold_tea"}, err: "it is cold",
		},
		{
			name: "the end of ctx ends the plan", ctx: ended,
			benchmarks: []string{"tea.BenchmarkBrew/green_tea"}, err: "interrupted",
		},
		{
			name: "a package that does not exist ends the plan", ctx: t.Context(),
			benchmarks: []string{"coffee.BenchmarkBrew"}, err: "coffee",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var progress bytes.Buffer
			plan := measure.Plan{Root: root, Benchmarks: tc.benchmarks, Rounds: 2, Span: time.Millisecond, CPU: 1, Progress: &progress}
			rounds, err := plan.Run(tc.ctx)
			assert.Contains(t, progress.String(), "1 benchmarks in 2 rounds: this takes about ")
			if tc.err != "" {
				assert.ErrorContains(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			for i, want := range tc.rounds {
				assert.Equal(t, want, rounds[i][tc.benchmarks[0]]["leaves"])
			}
			assert.Contains(t, progress.String(), "round 2 of 2 is done, 0s left\n")
		})
	}
}
