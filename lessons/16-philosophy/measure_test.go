//go:build !exercise

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
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
	for _, tc := range []struct {
		name            string
		workers, atOnce int
		one, many, most float64
	}{
		{"sixteen workers, as fast as the longest chain", 16, 16, 1, 73.0 / 7, 73.0 / 7},
		{"four at once are polite", 4, 4, 1, 73.0 / 19, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o, err := parse(nil)
			require.NoError(t, err)
			o.plan.Workers = tc.workers
			r := inMemory(t, o, tc.atOnce)
			assert.Equal(t, 73, r.manyAtOnce.reads)
			assert.Equal(t, 7, r.manyAtOnce.rounds)
			assert.Equal(t, 7*quick, r.oneAtOnce.took)
			assert.InDelta(t, tc.one, speedup(r.oneInSequence, r.oneAtOnce), 1e-9)
			assert.InDelta(t, tc.most, maxSpeedup(r.manyAtOnce, tc.workers), 1e-9)
			assert.GreaterOrEqual(t, speedup(r.manyInSequence, r.manyAtOnce), 0.8*tc.most)
			assert.InDelta(t, tc.many, speedup(r.manyInSequence, r.manyAtOnce), 0.3)
		})
	}
}

func inMemory(t *testing.T, o command, atOnce int) (r result) {
	synctest.Test(t, func(t *testing.T) {
		ours := encyclopedia.InMemory(encyclopedia.Handler(quick))
		require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) (err error) {
			r, err = o.measureGo(ctx, wiki.Options{AtOnce: atOnce, Dial: s.Dial}, s.URL)
			return err
		}))
	})
	return r
}

// Who has moved is asked for, too, in one chain and in many: nobody can be
// faster than page after page.
func TestTheBoundCountsEachRead(t *testing.T) {
	for start, reads := range map[string]int{"Loaf": 7, "Pepper": 3, "Toast": 7} {
		t.Run(start, func(t *testing.T) {
			o, err := parse([]string{"-start", start})
			require.NoError(t, err)
			r := inMemory(t, o, 16)
			assert.Equal(t, measurement{reads: reads, rounds: reads, took: time.Duration(reads) * quick}, r.oneAtOnce)
			assert.InDelta(t, 1, maxSpeedup(r.oneAtOnce, 16), 1e-9)
		})
	}
}

// At strangers' each crawl is made once, and what a busy server was asked in
// vain is no read.
func TestStrangersAreReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		page := encyclopedia.Handler(0)
		busy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1)%2 == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			page.ServeHTTP(w, r)
		})
		require.NoError(t, with.Open(t.Context(), encyclopedia.InMemory(busy), func(ctx context.Context, s *encyclopedia.Server) error {
			o, err := parse([]string{"-base", s.URL, "-start", "Plate"})
			require.NoError(t, err)
			r, err := o.measureGo(ctx, wiki.Options{Dial: s.Dial}, s.URL)
			require.NoError(t, err)
			for _, f := range []measurement{r.oneInSequence, r.oneAtOnce, r.manyInSequence, r.manyAtOnce} {
				assert.Equal(t, 2, f.reads)
			}
			assert.EqualValues(t, 4*2*2, asked.Load())
			return nil
		}))
	})
}

// Where nothing was read, or not all, there is no figure.
func TestCompareRefuses(t *testing.T) {
	for start, want := range map[string]string{
		"Philosophy": errNothing.Error(),
		"Nosuch":     "1 of 1 chain failed: Nosuch: there is no such page",
	} {
		t.Run(start, func(t *testing.T) {
			o, err := parse([]string{"-compare", "-start", start})
			require.NoError(t, err)
			err = o.measure(t.Context(), io.Discard)
			assert.EqualError(t, err, want)
		})
	}
}

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

// A fresh run, over TCP and with fewer and faster pages, in Go and in Python:
// the table has its rows, and in both many chains get faster.
func TestTwinIsMeasured(t *testing.T) {
	needPython(t)
	o, err := parse([]string{"-workers", "8", "-start", "Egg", "-start", "Crumb", "-start", "Plant"})
	require.NoError(t, err)
	o.delay = 20 * time.Millisecond
	var out bytes.Buffer
	err = o.measure(t.Context(), &out)
	require.NoError(t, err)
	assert.Regexp(t, `8 workers

 +one chain +3 chains
pages read +2 +9
  in rounds, at least +2 +4
Go, in sequence .*
Go, concurrently .*
  times faster .*
at most +1\.0 × +2\.2 ×
Python, in sequence .*
Python, concurrently .*
  times faster .*

"at most" `, out.String())
	faster := regexp.MustCompile(`times faster .* ([\d.]+) ×\n`).FindAllStringSubmatch(out.String(), -1)
	require.Len(t, faster, 2)
	for _, m := range faster {
		times, err := strconv.ParseFloat(m[1], 64)
		require.NoError(t, err)
		assert.Greater(t, times, 1.3, out.String())
	}
}

// Python reads as many pages as Go does, in each of the four crawls, also where
// a limit ends the chains.
func TestPythonReadsAsMuch(t *testing.T) {
	needPython(t)
	o, err := parse([]string{"-limit", "2", "-workers", "16", "-start", "Egg", "-start", "Crumb"})
	require.NoError(t, err)
	ours := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(0))
	require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) error {
		r, err := measurePython(ctx, s.URL, o)
		require.NoError(t, err)
		for i, f := range []measurement{r.oneInSequence, r.oneAtOnce, r.manyInSequence, r.manyAtOnce} {
			assert.Equal(t, []int{2, 2, 4, 4}[i], f.reads)
			assert.Positive(t, f.took)
		}
		return nil
	}))
}

func TestRounds(t *testing.T) {
	chains := func(ways ...string) (chains []chain.Chain) {
		for _, way := range ways {
			chains = append(chains, chain.Chain{Asked: strings.Fields(way)})
		}
		return chains
	}
	assert.Equal(t, 0, rounds(nil))
	assert.Equal(t, 3, rounds(chains("tea leaf plant", "egg hen")))
	assert.Equal(t, 3, rounds(chains("toast bread heat end", "bread heat end")), "the second is ahead of the first")
	assert.Equal(t, 2, rounds(chains("jam jam", "chai tea")), "who has moved takes a round")
}

// Who waits long hears how far it is.
func TestProgress(t *testing.T) {
	slowly := func(ctx context.Context, title string) (chain.Page, error) {
		return chain.Page{Title: title}, sleep.For(ctx, 25*time.Second)
	}
	watching := func(columns func() int) twin.Kitchen {
		return func(ctx context.Context, out io.Writer) error {
			w := &progress{out: out, columns: columns, chains: 1, delay: 2 * time.Second, every: 10 * time.Second}
			_, err := w.crawl(ctx, slowly, chain.Plan{Starts: []string{"Tea"}, Limit: 1, Workers: 1})
			return err
		}
	}
	twin.Writes(t, watching(nil), `
		2s  0 pages read, 1 being read; 0 of 1 chains ended
		12s  0 pages read, 1 being read; 0 of 1 chains ended
		22s  0 pages read, 1 being read; 0 of 1 chains ended
	`)
	for columns, line := range map[int]string{
		80: "\r0 pages read, 1 being read; 0 of 1 chains ended",
		21: "\r0 pages read, 1 bein",
		0:  "\r",
	} {
		var out bytes.Buffer
		synctest.Test(t, func(t *testing.T) {
			_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				return watching(func() int { return columns })(ctx, &out)
			}))
			require.NoError(t, err)
		})
		wiped := "\r" + strings.Repeat(" ", len(line)-1) + "\r"
		if columns == 0 {
			wiped = ""
		}
		assert.Equal(t, line+line+line+wiped, out.String())
	}
}

func TestFailedError(t *testing.T) {
	burnt := chain.Chain{End: chain.Failed, Err: errors.New("burnt")}
	assert.NoError(t, failedError([]chain.Chain{{End: chain.Loop}}))
	assert.EqualError(t, failedError([]chain.Chain{burnt, {End: chain.Goal}}), "1 of 2 chains failed")
}
