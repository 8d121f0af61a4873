//go:build !exercise

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
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
	"gosyncio/with"
)

// Virtual time has no noise: the sixteen chains are as fast as possible, and the
// one chain is as fast as before.
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

// A page that has moved takes a request, too, in one chain and in many: it cannot
// be faster than one request after the other.
func TestTheBoundCountsEachRead(t *testing.T) {
	for _, tc := range []struct {
		start string
		reads int
	}{{"Loaf", 7}, {"Pepper", 3}, {"Toast", 7}} {
		t.Run(tc.start, func(t *testing.T) {
			o, err := parse([]string{"-start", tc.start})
			require.NoError(t, err)
			r := inMemory(t, o, 16)
			assert.Equal(t, measurement{reads: tc.reads, rounds: tc.reads, took: time.Duration(tc.reads) * quick}, r.oneAtOnce)
			assert.InDelta(t, 1, maxSpeedup(r.oneAtOnce, 16), 1e-9)
		})
	}
}

// A server that is not ours is read once per crawl. A try that a busy server
// refuses is not counted.
func TestOtherServersAreReadOnce(t *testing.T) {
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

// Without any read, and with a failed chain, there is no result.
func TestCompareRefuses(t *testing.T) {
	for _, tc := range []struct {
		start string
		want  string
	}{
		{"Philosophy", errNothing.Error()},
		{"Nosuch", "1 of 1 chain failed: Nosuch: there is no such page"},
	} {
		start, want := tc.start, tc.want
		t.Run(start, func(t *testing.T) {
			o, err := parse([]string{"-compare", "-start", start})
			require.NoError(t, err)
			err = o.measure(t.Context(), io.Discard)
			assert.EqualError(t, err, want)
		})
	}
}

// A fresh run, over TCP and with fewer and faster pages, in Go and in Python:
// the table has its rows.
func TestTwinIsMeasured(t *testing.T) {
	needPython(t)
	o, err := parse(threeChains)
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
  times faster +[\d.]+ × +[\d.]+ ×
at most +1\.0 × +2\.2 ×
Python, in sequence .*
Python, concurrently .*
  times faster +[\d.]+ × +[\d.]+ ×

"at most" `, out.String())
}

var threeChains = []string{"-workers", "8", "-start", "Egg", "-start", "Crumb", "-start", "Plant"}

// With eight workers Python asks for the first pages of three chains at the same
// time: no one of them is answered before all three have been asked for.
func TestPythonReadsAtOnce(t *testing.T) {
	needPython(t)
	const before = 2 + 3*2 + 9 // reads in the crawls that come first
	o, err := parse(threeChains)
	require.NoError(t, err)
	var asked atomic.Int64
	page, allAsked := encyclopedia.Handler(0), make(chan struct{})
	meet := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := asked.Add(1)
		if n == before+3 {
			close(allAsked)
		}
		if n > before {
			select {
			case <-allAsked:
			case <-time.After(20 * time.Second): // or a failed test would hang
				t.Error("Python waits for a page before it asks for the next")
			}
		}
		page.ServeHTTP(w, r)
	})
	require.NoError(t, with.Open(t.Context(), encyclopedia.At("127.0.0.1:0", meet), func(ctx context.Context, s *encyclopedia.Server) error {
		r, err := measurePython(ctx, s.URL, o)
		require.NoError(t, err)
		assert.Equal(t, 9, r.manyAtOnce.reads)
		assert.EqualValues(t, before+3*9, asked.Load())
		return nil
	}))
}

// Python reads as many pages as Go, in each of the four crawls, also with a limit.
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
	assert.Equal(t, 2, rounds(chains("jam jam", "chai tea")), "a page that has moved takes a round")
}

func TestFailedError(t *testing.T) {
	burnt := chain.Chain{End: chain.Failed, Err: errors.New("burnt")}
	assert.NoError(t, failedError([]chain.Chain{{End: chain.Loop}}))
	assert.EqualError(t, failedError([]chain.Chain{burnt, {End: chain.Goal}}), "1 of 2 chains failed")
}
