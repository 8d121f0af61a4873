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
	"gosyncio/task"
)

var given = runtime.GOMAXPROCS(0)

// Each way does eight jobs of a second, which on a bubble's clock takes as long
// as it should, and each job looks how many cores there are.
func TestWays(t *testing.T) {
	assert.Equal(t, given, cores, "all that we're given")
	want := map[string]struct {
		cores int
		took  time.Duration
	}{
		"in sequence":           {cores: 1, took: 8 * time.Second},
		"goroutines, 1 core":    {cores: 1, took: time.Second},
		"goroutines, all cores": {cores: cores, took: time.Second},
	}
	_, _, ways := work()
	require.Len(t, ways, len(want))
	before := runtime.GOMAXPROCS(0)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen := make(chan int, 8)
				job := task.NoResult(func(ctx context.Context) error {
					seen <- runtime.GOMAXPROCS(0)
					return sleep.For(ctx, time.Second)
				})
				took, err := way.time(t.Context(), job, 8)
				require.NoError(t, err)
				assert.Equal(t, want[way.name].took, took)
				require.Len(t, seen, 8, "each is done once")
				for range 8 {
					assert.Equal(t, want[way.name].cores, <-seen)
				}
			})
			assert.Equal(t, before, runtime.GOMAXPROCS(0), "it gives the cores back")
		})
	}
}

// A kettle needs time and nothing else. A dough needs none on a bubble's clock,
// which stands still while somebody works.
func TestWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boil, knead, _ := work()
		start := time.Now()
		_, err := boil(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 25*ms, time.Since(start))
		before := dough.Load()
		_, err = knead(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 25*ms, time.Since(start))
		assert.NotEqual(t, before, dough.Load(), "the work is done, and used")
	})
}

// The best of all rounds counts, for the kettles and for the doughs.
func TestMeasure(t *testing.T) {
	for name, tc := range map[string]struct {
		jobs        int
		boil, knead []time.Duration // what a job takes, round by round
		want        figure
	}{
		"one round": {
			jobs: 1, boil: []time.Duration{3}, knead: []time.Duration{4},
			want: figure{"Go", "in a row", 3, 4},
		},
		"many jobs": {
			jobs: 8, boil: []time.Duration{3}, knead: []time.Duration{4},
			want: figure{"Go", "in a row", 24, 32},
		},
		"the best round isn't the same": {
			jobs: 1, boil: []time.Duration{3, 1, 2}, knead: []time.Duration{6, 5, 4},
			want: figure{"Go", "in a row", 1, 4},
		},
		"the first round was the best": {
			jobs: 2, boil: []time.Duration{1, 2}, knead: []time.Duration{2, 3},
			want: figure{"Go", "in a row", 2, 4},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := load{jobs: tc.jobs, rounds: len(tc.boil)}
				r, err := l.measure(t.Context(), l.taking(tc.boil), l.taking(tc.knead), []way{{"in a row", 1, inSequence}})
				require.NoError(t, err)
				assert.Equal(t, result{tc.want}, r)
			})
		})
	}
}

// taking is a job that takes another time in each round.
func (l load) taking(times []time.Duration) task.Func[task.None] {
	done := 0
	return task.NoResult(func(ctx context.Context) error {
		done++
		return sleep.For(ctx, times[(done-1)/l.jobs])
	})
}

func TestMeasureFails(t *testing.T) {
	burnt := errors.New("burnt")
	fine := task.NoResult(func(context.Context) error { return nil })
	burns := task.NoResult(func(context.Context) error { return burnt })
	_, _, ways := work()
	for _, w := range ways {
		l := load{jobs: 2, rounds: 1}
		_, err := l.measure(t.Context(), burns, fine, []way{w})
		assert.ErrorIs(t, err, burnt, w.name)
		_, err = l.measure(t.Context(), fine, burns, []way{w})
		assert.ErrorIs(t, err, burnt, w.name)
	}
}
