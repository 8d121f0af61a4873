package main

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/sleep"
)

var procs = runtime.GOMAXPROCS(0)

// Each way runs eight jobs of a second, which take exactly as long as they
// should on a bubble's clock. Each job looks how many cores there are.
func TestWays(t *testing.T) {
	assert.Equal(t, procs, cores)
	want := []struct {
		name  string
		cores int
		took  time.Duration
	}{
		{name: "in sequence", cores: 1, took: 8 * time.Second},
		{name: "goroutines, 1 core", cores: 1, took: time.Second},
		{name: "goroutines, all cores", cores: cores, took: time.Second},
	}
	_, _, ways := work()
	require.Len(t, ways, len(want))
	for i, way := range ways {
		want := want[i]
		t.Run(want.name, func(t *testing.T) {
			assert.Equal(t, want.name, way.name)
			before := runtime.GOMAXPROCS(0)
			synctest.Test(t, func(t *testing.T) {
				seen := make(chan int, 8)
				job := func(ctx context.Context) error {
					seen <- runtime.GOMAXPROCS(0)
					return sleep.For(ctx, time.Second)
				}
				took, err := way.time(t.Context(), job, 8)
				require.NoError(t, err)
				assert.Equal(t, want.took, took)
				require.Len(t, seen, 8, "each job runs once")
				for range 8 {
					assert.Equal(t, want.cores, <-seen)
				}
			})
			assert.Equal(t, before, runtime.GOMAXPROCS(0), "the number of cores is restored")
		})
	}
}

// A kettle only takes time. A dough takes none on a bubble's clock, which does
// not move while something is computed.
func TestWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kettle, dough, _ := work()
		start := time.Now()
		require.NoError(t, kettle(t.Context()))
		assert.Equal(t, 25*ms, time.Since(start))
		before := sink.Load()
		require.NoError(t, dough(t.Context()))
		assert.Equal(t, 25*ms, time.Since(start))
		assert.NotEqual(t, before, sink.Load(), "the result of the computation is used")
	})
}

func TestTheBestRoundCounts(t *testing.T) {
	for _, tc := range []struct {
		name            string
		jobs            int
		kettles, doughs []time.Duration // what a job takes, round by round
		want            figure
	}{
		{
			name: "one round counts as it is",
			jobs: 1, kettles: []time.Duration{3}, doughs: []time.Duration{4},
			want: figure{"Go", "in a row", 3, 4},
		},
		{
			name: "many jobs count together",
			jobs: 8, kettles: []time.Duration{3}, doughs: []time.Duration{4},
			want: figure{"Go", "in a row", 24, 32},
		},
		{
			name: "the best round may differ between kettles and doughs",
			jobs: 1, kettles: []time.Duration{3, 1, 2}, doughs: []time.Duration{6, 5, 4},
			want: figure{"Go", "in a row", 1, 4},
		},
		{
			name: "the first round may be the best",
			jobs: 2, kettles: []time.Duration{1, 2}, doughs: []time.Duration{2, 3},
			want: figure{"Go", "in a row", 2, 4},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := load{jobs: tc.jobs, rounds: len(tc.kettles)}
				r, err := l.measure(t.Context(), l.taking(tc.kettles), l.taking(tc.doughs), []way{{"in a row", 1, inSequence}})
				require.NoError(t, err)
				assert.Equal(t, result{tc.want}, r)
			})
		})
	}
}

// taking is a job that takes another time in each round.
func (l load) taking(times []time.Duration) job {
	done := 0
	return func(ctx context.Context) error {
		done++
		return sleep.For(ctx, times[(done-1)/l.jobs])
	}
}

func TestMeasureReturnsTheErrorOfAJob(t *testing.T) {
	errBurnt := errors.New("burnt")
	ok := func(context.Context) error { return nil }
	burns := func(context.Context) error { return errBurnt }
	_, _, ways := work()
	for _, w := range ways {
		l := load{jobs: 2, rounds: 1}
		_, err := l.measure(t.Context(), burns, ok, []way{w})
		assert.ErrorIs(t, err, errBurnt, w.name)
		_, err = l.measure(t.Context(), ok, burns, []way{w})
		assert.ErrorIs(t, err, errBurnt, w.name)
	}
}
