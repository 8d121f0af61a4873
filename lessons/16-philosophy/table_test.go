//go:build !exercise

package main

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

// The table, from recorded figures: its shape and its conclusions.
func TestTable(t *testing.T) {
	r := result{
		oneInSequence: measurement{7, 7, 360 * time.Millisecond}, oneAtOnce: measurement{7, 7, 360 * time.Millisecond},
		manyInSequence: measurement{73, 7, 3800 * time.Millisecond}, manyAtOnce: measurement{73, 7, 380 * time.Millisecond},
	}
	slow := r
	slow.manyAtOnce.took = time.Second
	o, err := parse(nil)
	require.NoError(t, err)
	for _, tc := range []struct {
		name    string
		figures result
		python  error
		want    []string
	}{
		{name: "a good run", figures: r, want: []string{
			"                           one chain     16 chains",
			"pages read                         7            73",
			"Go, in sequence               0.36 s        3.80 s",
			"Go, concurrently              0.36 s        0.38 s",
			"  times faster                 1.0 ×        10.0 ×",
			"at most                        1.0 ×        10.4 ×",
			"Python, in sequence           0.36 s        3.80 s",
			"one chain: does not get faster",
			"many chains: get faster (0.96 of what is possible; wanted: 0.8)",
		}},
		{name: "a busy machine", figures: slow, want: []string{
			"many chains: get less fast than possible; does Crawl read many pages at the same time, and is the machine idle? (0.36 of what is possible; wanted: 0.8)",
		}},
		{
			name: "a single worker has nothing to win",
			figures: result{
				oneInSequence: measurement{7, 7, 360 * time.Millisecond}, oneAtOnce: measurement{7, 7, 360 * time.Millisecond},
				manyInSequence: measurement{7, 7, 360 * time.Millisecond}, manyAtOnce: measurement{7, 7, 360 * time.Millisecond},
			},
			want: []string{"many chains: cannot get faster (1.00 of what is possible; wanted: 0.8)"},
		},
		{
			name: "the first run was disturbed",
			figures: result{
				oneInSequence: measurement{7, 7, 720 * time.Millisecond}, oneAtOnce: measurement{7, 7, 360 * time.Millisecond},
				manyInSequence: r.manyInSequence, manyAtOnce: r.manyAtOnce,
			},
			want: []string{"one chain: gets faster; the first run was disturbed"},
		},
		{name: "no Python", figures: r, python: python.ErrNone, want: []string{
			"Python: not measured (no python3 ≥ 3.11 on PATH runs)",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			table := table{&out, &o}
			table.head(tc.figures)
			table.rows("Go", tc.figures)
			most := maxSpeedup(tc.figures.manyAtOnce, 16)
			table.row("at most", "%12.1f ×", maxSpeedup(tc.figures.oneAtOnce, 16), most)
			require.NoError(t, table.python(t.Context(), "", func(context.Context, string, command) (result, error) {
				return tc.figures, tc.python
			}))
			table.conclude(tc.figures, most)
			for _, line := range tc.want {
				assert.Contains(t, out.String(), line+"\n")
			}
		})
	}
}
