//go:build !exercise

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

// In virtual time there's no noise: the sixteen chains are as fast as they can
// be, and the one chain is as fast as it was.
func TestCompareReachesTheBound(t *testing.T) {
	for name, tc := range map[string]struct {
		workers, atOnce int
		one, many, most float64
	}{
		"sixteen workers, as fast as the longest chain": {16, 16, 1, 73.0 / 7, 73.0 / 7},
		"four at once are polite":                       {4, 4, 1, 73.0 / 19, 4},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := parse(nil)
			require.NoError(t, err)
			o.plan.Workers = tc.workers
			r := inMemory(t, o, tc.atOnce)
			assert.Equal(t, 73, r.manyAtOnce.reads)
			assert.Equal(t, 7, r.manyAtOnce.longest)
			assert.Equal(t, 7*quick, r.oneAtOnce.took)
			assert.InDelta(t, tc.one, faster(r.oneInSequence, r.oneAtOnce), 1e-9)
			assert.InDelta(t, tc.most, bound(r.manyAtOnce, tc.workers), 1e-9)
			assert.GreaterOrEqual(t, faster(r.manyInSequence, r.manyAtOnce), 0.8*tc.most)
			assert.InDelta(t, tc.many, faster(r.manyInSequence, r.manyAtOnce), 0.3)
		})
	}
}

func inMemory(t *testing.T, o order, atOnce int) (r result) {
	synctest.Test(t, func(t *testing.T) {
		ours := encyclopedia.InMemory(encyclopedia.Handler(quick))
		require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) (err error) {
			r, err = o.race(ctx, wiki.Options{AtOnce: atOnce, Dial: s.Dial}, s.URL)
			return err
		}))
	})
	return r
}

// Where nothing was read, or not all, there is no figure.
func TestCompareRefuses(t *testing.T) {
	for start, want := range map[string]string{
		"Philosophy": errNothing.Error(),
		"Nosuch":     "1 of 1 chains failed: Nosuch: there's no such page",
	} {
		t.Run(start, func(t *testing.T) {
			o, err := parse([]string{"-compare", "-start", start})
			require.NoError(t, err)
			_, err = task.Run(t.Context(), o.measure(io.Discard))
			assert.EqualError(t, err, want)
		})
	}
}

// The table, from recorded figures: its shape and its conclusions.
func TestTable(t *testing.T) {
	r := result{
		oneInSequence: figure{7, 7, 360 * time.Millisecond}, oneAtOnce: figure{7, 7, 360 * time.Millisecond},
		manyInSequence: figure{73, 7, 3800 * time.Millisecond}, manyAtOnce: figure{73, 7, 380 * time.Millisecond},
	}
	slow := r
	slow.manyAtOnce.took = time.Second
	o, err := parse(nil)
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		figures result
		python  error
		want    []string
	}{
		"as it should be": {figures: r, want: []string{
			"                           one chain     16 chains",
			"pages read                         7            73",
			"Go, in sequence               0.36 s        3.80 s",
			"Go, concurrently              0.36 s        0.38 s",
			"  times faster                 1.0 ×        10.0 ×",
			"at most                        1.0 ×        10.4 ×",
			"Python, in sequence           0.36 s        3.80 s",
			"one chain: doesn't get faster",
			"many chains: get faster (0.96 of what is possible; we ask for 0.8)",
		}},
		"a busy machine": {figures: slow, want: []string{
			"many chains: don't get as fast as they should; is the machine busy? (0.36 of what is possible; we ask for 0.8)",
		}},
		"no Python": {figures: r, python: python.ErrNone, want: []string{
			"Python: not measured (no python3 ≥ 3.11 on PATH runs)",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			table := table{&out, &o}
			table.head(tc.figures)
			table.rows("Go", tc.figures)
			most := bound(tc.figures.manyAtOnce, 16)
			table.row("at most", "%12.1f ×", bound(tc.figures.oneAtOnce, 16), most)
			require.NoError(t, table.beside(t.Context(), "", func(context.Context, string, order) (result, error) {
				return tc.figures, tc.python
			}))
			table.conclude(tc.figures, most)
			for _, line := range tc.want {
				assert.Contains(t, out.String(), line+"\n")
			}
		})
	}
}

// A fresh run, over TCP and with fewer and faster pages, has the same rows; so
// has Python's.
func TestPythonMeasuresTheSame(t *testing.T) {
	text := fromPython(t, "measure.py", "Philosophy", "2", "16", "Egg", "Crumb")
	var got []string
	for line := range strings.Lines(text) {
		name, rest, _ := strings.Cut(line, "\t")
		reads, _, _ := strings.Cut(rest, "\t")
		got = append(got, name+": "+reads)
	}
	assert.Equal(t, []string{
		"one chain in sequence: 2", "one chain concurrently: 2",
		"many chains in sequence: 4", "many chains concurrently: 4",
	}, got)
}

// Who waits long hears how far it is.
func TestProgress(t *testing.T) {
	slowly := func(ctx context.Context, title string) (chain.Page, error) {
		return chain.Page{Title: title}, sleep.For(ctx, 25*time.Second)
	}
	watching := func(live bool) twin.Kitchen {
		return func(out io.Writer) task.Func[task.None] {
			return task.Do(func(ctx context.Context) error {
				w := &watcher{out: out, live: live, chains: 1, patient: 2 * time.Second, every: 10 * time.Second}
				_, err := w.crawl(ctx, slowly, chain.Plan{Starts: []string{"Tea"}, Limit: 1, Workers: 1})
				return err
			})
		}
	}
	twin.Writes(t, watching(false), `
		2s  0 pages read, 1 on the way; 0 of 1 chains ended
		12s  0 pages read, 1 on the way; 0 of 1 chains ended
		22s  0 pages read, 1 on the way; 0 of 1 chains ended
	`)
	var out bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		_, err := task.Run(t.Context(), watching(true)(&out))
		require.NoError(t, err)
	})
	line := "\r0 pages read, 1 on the way; 0 of 1 chains ended"
	assert.Equal(t, line+line+line+"\r"+strings.Repeat(" ", len(line)-1)+"\r", out.String())
}

func TestComplaint(t *testing.T) {
	burnt := chain.Chain{End: chain.Failed, Err: errors.New("burnt")}
	assert.NoError(t, complaint([]chain.Chain{{End: chain.Loop}}))
	assert.EqualError(t, complaint([]chain.Chain{burnt, {End: chain.Goal}}), "1 of 2 chains failed")
}
