package gather_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
)

var (
	errFire    = errors.New("fire in the kitchen")
	errWrapped = fmt.Errorf("%w: cleaning up: %w", context.Canceled, errSpilt)
)

// fire ends ctx with errFire after d.
func fire(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithCancelCause(t.Context())
	timer := time.AfterFunc(d, func() { cancel(errFire) })
	t.Cleanup(func() { timer.Stop(); cancel(nil) })
	return ctx
}

// assertFire wants to hear both how ctx ended and why (G10).
func assertFire(t *testing.T, err error) {
	t.Helper()
	assert.ErrorIs(t, err, context.Canceled)
	assert.ErrorIs(t, err, errFire)
}

// scrub takes d longer than f if f fails: a clean-up that can't be hurried.
func scrub(d time.Duration, f task.Func[string]) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		dish, err := f(ctx)
		if err != nil {
			time.Sleep(d)
		}
		return dish, err
	}
}

// deaf doesn't look at its ctx.
func deaf(d time.Duration, dish string) task.Func[string] {
	return func(context.Context) (string, error) {
		time.Sleep(d)
		return dish, nil
	}
}

// cut waits for the end of its ctx and returns as told.
func cut(dish string, err error) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return dish, err
	}
}

// The fire breaks out after a minute.
func TestWhenCtxEnds(t *testing.T) {
	for _, tc := range []struct {
		name       string
		tea, toast task.Func[string]
		took       time.Duration
		want       []string
		own        error // comes back itself, but not from Outcomes
		why        string
	}{
		{
			name: "all are cancelled (G9)",
			tea:  cook(time.Hour, "tea"), toast: cook(time.Hour, "toast"), took: time.Minute,
		},
		{
			name: "the value of one who was ready is lost (G9)",
			tea:  cook(time.Second, "tea"), toast: cook(time.Hour, "toast"), took: time.Minute,
		},
		{
			name:  "differs: the slowest clean-up is waited for (G13, G14)",
			tea:   scrub(10*time.Second, cook(time.Hour, "tea")),
			toast: scrub(20*time.Second, cook(time.Hour, "toast")), took: 80 * time.Second,
			why: "asyncio's All would be back after 70 s, and leave one at work",
		},
		{
			name: "a function that doesn't look is waited for",
			tea:  deaf(time.Hour, "tea"), toast: cook(time.Hour, "toast"), took: time.Hour,
		},
		{
			name: "values that come after the end don't count (G15)",
			tea:  deaf(time.Hour, "tea"), toast: cut("half a toast", nil), took: time.Hour,
		},
		{
			name: "if all have returned before, the results count",
			tea:  deaf(58*time.Second, "tea"), toast: cook(59*time.Second, "toast"),
			took: 59 * time.Second, want: []string{"tea", "toast"},
		},
		{
			name: "an error of its own comes out instead (G30)",
			tea:  cook(time.Hour, "tea"), toast: cut("", errSpilt), took: time.Minute, own: errSpilt,
		},
		{
			name:  "the first one in time, once all have returned (G30)",
			tea:   scrub(20*time.Second, cut("", errSpilt)),
			toast: scrub(10*time.Second, cut("", errBurnt)), took: 80 * time.Second, own: errBurnt,
		},
		{
			name: "a value doesn't stand against it (G30)",
			tea:  deaf(2*time.Minute, "tea"), toast: cut("", errBurnt), took: 2 * time.Minute, own: errBurnt,
		},
		{
			name: "an exit is such an error (G30)",
			tea:  cook(time.Hour, "tea"), toast: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return exit(ctx)
			}, took: time.Minute, own: task.ErrExited,
		},
		{
			name: "an error wrapped beside ctx's is one's own (G30)",
			tea:  cook(time.Hour, "tea"), toast: cut("", errWrapped), took: time.Minute, own: errWrapped,
		},
		{
			name: "ctx's error is nobody's own (G30)",
			tea:  cut("", context.Canceled), toast: cut("", context.Canceled), took: time.Minute,
		},
		{
			name: "the cause in other words is nobody's own (G30)",
			tea:  cut("", errFire), toast: cut("", fmt.Errorf("no toast: %w", errFire)), took: time.Minute,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, g := range gatherers {
				bubble(t, g.name, func(t *testing.T) {
					ctx, start := fire(t, time.Minute), time.Now()
					got, err := g.call(ctx, tc.tea, tc.toast)
					assert.Equal(t, tc.took, time.Since(start), tc.why)
					assert.Equal(t, tc.want, got, tc.why)
					switch {
					case tc.want != nil:
						assert.NoError(t, err)
					case tc.own != nil && g.name != "Outcomes":
						assertSame(t, tc.own, err)
					default:
						assertFire(t, err)
					}
				})
			}
		})
	}
}

// A function that ends ctx, and then returns, has returned too late.
func TestTheLastOneEndsCtx(t *testing.T) {
	everyWay(t, "a value after the end doesn't count (G15)", func(t *testing.T, call gathering) {
		for range 1000 {
			ctx, cancel := context.WithCancelCause(t.Context())
			arsonist := func(context.Context) (string, error) { cancel(errFire); return "ash", nil }
			got, err := call(ctx, cook(0, "tea"), arsonist)
			assertFire(t, err)
			assert.Empty(t, got)
		}
	})
	everyWay(t, "results win over a ctx that ends when all have returned", func(t *testing.T, call gathering) {
		alive, cancel := context.WithCancel(t.Context())
		ctx := &brink{foreign: foreign{alive}, cancel: cancel}
		last := func(context.Context) (string, error) {
			time.Sleep(time.Minute)
			ctx.armed.Store(true)
			return "toast", nil
		}
		got, err := call(ctx, cook(0, "tea"), last)
		assert.NoError(t, err)
		assert.Equal(t, []string{"tea", "toast"}, got)
		assert.Error(t, ctx.Err())
	})
	everyWay(t, "in a photo finish it's all values or the cause", func(t *testing.T, call gathering) {
		for range 1000 {
			ctx := fire(t, time.Minute)
			got, err := call(ctx, deaf(time.Second, "tea"), deaf(time.Minute, "toast"))
			if err == nil {
				assert.Equal(t, []string{"tea", "toast"}, got)
				continue
			}
			assertFire(t, err)
			assert.Empty(t, got)
		}
	})
}

func TestADeadCtx(t *testing.T) {
	everyWay(t, "nothing is called", func(t *testing.T, call gathering) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errFire)
		var calls atomic.Int64
		tea := func(context.Context) (string, error) { calls.Add(1); return "tea", nil }
		ready := task.Go(t.Context(), cook(0, "toast"))
		<-ready.Done()

		for range 1000 { // a select between two ready channels tosses a coin
			got, err := call(ctx, tea, ready.Await)
			assertFire(t, err)
			assert.Empty(t, got, "not even what is ready")
		}
		synctest.Wait()
		assert.Zero(t, calls.Load())
	})
}
