package gather_test

import (
	"context"
	"runtime/trace"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/semaphore"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTwoAndThree(t *testing.T) {
	// The eggs are ready first. What is left of them when the tea fails?
	for _, tc := range []struct {
		name  string
		tea   task.Func[string]
		took  time.Duration
		drink string
		count int
		large bool
		err   error
	}{
		{
			name: "each value has its place and its type (G3)",
			tea:  cook(time.Hour, "tea"), took: time.Hour, drink: "tea", count: 2, large: true,
		},
		{name: "after an error all values are zero (G7)", tea: spoil(time.Minute, errSpilt), took: time.Minute, err: errSpilt},
		{name: "Goexit gives ErrExited", tea: exit, err: task.ErrExited},
	} {
		eggs, large := cook(time.Second, 2), cook(time.Minute/2, true)
		t.Run(tc.name, func(t *testing.T) {
			bubble(t, "Two", func(t *testing.T) {
				start := time.Now()
				drink, count, err := gather.Two(t.Context(), tc.tea, eggs)
				assert.Equal(t, tc.took, time.Since(start))
				assert.Equal(t, tc.drink, drink)
				assert.Equal(t, tc.count, count)
				assertSame(t, tc.err, err)
			})
			bubble(t, "Three", func(t *testing.T) {
				start := time.Now()
				count, big, drink, err := gather.Three(t.Context(), eggs, large, tc.tea)
				assert.Equal(t, tc.took, time.Since(start))
				assert.Equal(t, tc.drink, drink)
				assert.Equal(t, tc.count, count)
				assert.Equal(t, tc.large, big)
				assertSame(t, tc.err, err)
			})
		})
	}
}

func TestWhatIsGathered(t *testing.T) {
	bubble(t, "differs: nothing runs before the call, and the call waits (G2)", func(t *testing.T) {
		var lit atomic.Int64
		fs := task.Each([]string{"tea", "toast"}, func(ctx context.Context, dish string) (string, error) {
			lit.Add(1)
			return sleep.Then(ctx, time.Minute, dish)
		})
		time.Sleep(time.Hour)
		assert.Zero(t, lit.Load())

		start := time.Now()
		got, err := gather.All(t.Context(), fs...)
		assert.NoError(t, err)
		assert.Equal(t, []string{"tea", "toast"}, got)
		assert.Equal(t, time.Minute, time.Since(start))
	})
	bubble(t, "differs: any may start first, so wait for each other (G4)", func(t *testing.T) {
		var all sync.WaitGroup
		all.Add(3)
		meet := func(context.Context) (string, error) {
			all.Done()
			all.Wait()
			return "here", nil
		}
		got, err := gather.All(t.Context(), meet, meet, meet)
		assert.NoError(t, err)
		assert.Equal(t, []string{"here", "here", "here"}, got)
	})
	for _, tc := range []struct {
		name  string
		start func(ctx context.Context, tea task.Func[string]) task.Func[string]
		calls int64
	}{
		{
			name:  "differs: a function given twice is called twice (G5)",
			start: func(_ context.Context, tea task.Func[string]) task.Func[string] { return tea },
			calls: 2,
		},
		{
			name:  "a task awaited twice runs once and fills both places (G5)",
			start: func(ctx context.Context, tea task.Func[string]) task.Func[string] { return task.Go(ctx, tea).Await },
			calls: 1,
		},
	} {
		bubble(t, tc.name, func(t *testing.T) {
			var calls atomic.Int64
			tea := tc.start(t.Context(), func(ctx context.Context) (string, error) {
				calls.Add(1)
				return sleep.Then(ctx, time.Minute, "tea")
			})
			got, err := gather.All(t.Context(), tea, tea)
			assert.NoError(t, err)
			assert.Equal(t, []string{"tea", "tea"}, got)
			assert.Equal(t, tc.calls, calls.Load())
		})
	}
	bubble(t, "tasks, finished ones too, mix with functions (G6)", func(t *testing.T) {
		tea, toast := task.Go(t.Context(), cook(time.Second, "tea")), task.Go(t.Context(), cook(time.Hour, "toast"))
		<-tea.Done()
		start := time.Now()
		got, err := gather.All(t.Context(), toast.Await, tea.Await, cook(time.Minute, "eggs"), tea.Shield)
		assert.NoError(t, err)
		assert.Equal(t, []string{"toast", "tea", "eggs", "tea"}, got)
		assert.Equal(t, time.Hour-time.Second, time.Since(start))
	})
	bubble(t, "if all have finished, their results are there at once (G6)", func(t *testing.T) {
		tea, toast := task.Go(t.Context(), cook(time.Second, "tea")), task.Go(t.Context(), spoil(time.Second, errBurnt))
		time.Sleep(time.Minute)
		start := time.Now()
		got, err := gather.Outcomes(t.Context(), tea.Await, toast.Await)
		assert.NoError(t, err)
		assert.Equal(t, []gather.Outcome[string]{{Value: "tea"}, {Err: errBurnt}}, got)
		assert.Zero(t, time.Since(start))
	})
	bubble(t, "differs: of two errors in one instant either may come back (G22)", func(t *testing.T) {
		_, err := gather.All(t.Context(), spoil(time.Minute, errBurnt), spoil(time.Minute, errSpilt))
		assert.Contains(t, []error{errBurnt, errSpilt}, err)
	})
}

func TestHowManyAtOnce(t *testing.T) {
	const orders = 1000
	for _, tc := range []struct {
		name   string
		places int64
	}{
		{"all of them run at once (G26)", orders},
		{"a semaphore is a limit (G26)", 3},
	} {
		bubble(t, tc.name, func(t *testing.T) {
			stove := semaphore.NewWeighted(tc.places)
			var busy, most atomic.Int64
			fry := func(ctx context.Context, _ int) (int64, error) {
				if err := stove.Acquire(ctx, 1); err != nil {
					return 0, err
				}
				defer stove.Release(1)
				defer busy.Add(-1)
				for now := busy.Add(1); ; {
					if m := most.Load(); now <= m || most.CompareAndSwap(m, now) {
						return now, sleep.For(ctx, time.Minute)
					}
				}
			}
			_, err := gather.All(t.Context(), task.Each(make([]int, orders), fry)...)
			assert.NoError(t, err)
			assert.Equal(t, tc.places, most.Load())
		})
	}
}

func TestNilArguments(t *testing.T) {
	var none context.Context
	called := false
	tea := func(context.Context) (string, error) { called = true; return "tea", nil }
	for _, tc := range []struct {
		name string
		call func(ctx context.Context)
	}{
		{"gather: All: ctx is nil", func(context.Context) { gather.All(none, tea) }},
		{"gather: Outcomes: ctx is nil", func(context.Context) { gather.Outcomes(none, tea) }},
		{"gather: Two: ctx is nil", func(context.Context) { gather.Two(none, tea, tea) }},
		{"gather: Three: ctx is nil", func(context.Context) { gather.Three(none, tea, tea, tea) }},
		{"gather: All: fs[1] is nil", func(ctx context.Context) { gather.All(ctx, tea, nil, tea) }},
		{"gather: Outcomes: fs[0] is nil", func(ctx context.Context) { gather.Outcomes(ctx, nil, tea) }},
		{"gather: Two: a is nil", func(ctx context.Context) { gather.Two[string](ctx, nil, tea) }},
		{"gather: Two: b is nil", func(ctx context.Context) { gather.Two[string, int](ctx, tea, nil) }},
		{"gather: Three: a is nil", func(ctx context.Context) { gather.Three[int](ctx, nil, tea, tea) }},
		{"gather: Three: b is nil", func(ctx context.Context) { gather.Three[string, int](ctx, tea, nil, tea) }},
		{"gather: Three: c is nil", func(ctx context.Context) { gather.Three[string, string, int](ctx, tea, tea, nil) }},
	} {
		bubble(t, tc.name, func(t *testing.T) {
			require.PanicsWithValue(t, tc.name, func() { tc.call(t.Context()) })
			synctest.Wait()
			assert.False(t, called, "nobody was started on the way")
		})
	}
}

// Two allocations: the child's closure, and the go statement's.
func TestAllocations(t *testing.T) {
	if trace.IsEnabled() {
		t.Skip("to tell a trace takes some more")
	}
	cost := func(n int) float64 {
		fs := make([]task.Func[int], n)
		for i := range fs {
			fs[i] = one
		}
		return testing.AllocsPerRun(50, func() { gather.All(t.Context(), fs...) })
	}
	few, many := cost(100), cost(200)
	t.Logf("100 functions: %v allocations, 200: %v", few, many)
	assert.LessOrEqual(t, many-few, 100*2*1.02)
}
