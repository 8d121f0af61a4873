package sleep_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
)

var errFire = errors.New("fire in the kitchen")

// after ends ctx with errFire after d; a negative d lets it live.
func after(ctx context.Context, d time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if d >= 0 {
		time.AfterFunc(d, func() { cancel(errFire) })
	}
	return ctx, func() { cancel(nil) }
}

func TestFor(t *testing.T) {
	const never = -1
	for _, tc := range []struct {
		name    string
		d, fire time.Duration // fire: when ctx ends
		took    time.Duration
		errs    []error // that errors.Is finds
		why     string
	}{
		{name: "it sleeps as long as asked", d: time.Hour, fire: never, took: time.Hour},
		{name: "zero does not sleep (S2)", d: 0, fire: never, took: 0},
		{
			name: "a negative time behaves as zero (S2)",
			d:    -time.Hour, fire: never, took: 0,
		},
		{
			name: "a cancelled sleep ends at once, with error and cause (S4)",
			d:    time.Hour, fire: time.Second, took: time.Second,
			errs: []error{context.Canceled, errFire},
		},
		{
			name: "only the ctx ends a sleep of three centuries (S6)",
			d:    1<<63 - 1, fire: time.Minute, took: time.Minute,
			errs: []error{context.Canceled, errFire},
			why:  "Go has no infinite duration; the largest is 292 years",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := after(t.Context(), tc.fire)
				defer stop()
				start := time.Now()

				err := sleep.For(ctx, tc.d)

				assert.Equal(t, tc.took, time.Since(start), tc.why)
				if tc.errs == nil {
					assert.NoError(t, err, tc.why)
				}
				for _, want := range tc.errs {
					assert.ErrorIs(t, err, want, tc.why)
				}
			})
		})
	}
}

func TestForUnderADeadCtx(t *testing.T) {
	for _, tc := range []struct {
		name string
		d    time.Duration
	}{
		{"a long sleep fails at once (S7)", time.Hour},
		{"a sleep of nothing fails at once (S7)", 0},
		{"a sleep of less than nothing fails at once (S7)", -1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				cancel(errFire)
				start := time.Now()
				for range 1000 { // a select between two ready channels tosses a coin
					err := sleep.For(ctx, tc.d)
					assert.ErrorIs(t, err, context.Canceled)
					assert.ErrorIs(t, err, errFire)
				}
				assert.Zero(t, time.Since(start))
			})
		})
	}
}

// On the real clock the shortest of timers is due before anybody looks (S7).
func TestADeadCtxWinsAgainstTheShortestSleep(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errFire)
	for range 1000 {
		assert.ErrorIs(t, sleep.For(ctx, time.Nanosecond), errFire)
	}
}

func TestErrorOfTheCtx(t *testing.T) {
	burnt := errors.New("burnt")
	for _, tc := range []struct {
		name string
		ctx  func(context.Context) (context.Context, context.CancelFunc)
		want string
		errs []error
	}{
		{
			name: "a deadline without a cause is its own cause",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, time.Second)
			},
			want: "context deadline exceeded",
			errs: []error{context.DeadlineExceeded},
		},
		{
			name: "a cause that doesn't tell of the cancellation is joined to it",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeoutCause(ctx, time.Second, burnt)
			},
			want: "context deadline exceeded: burnt",
			errs: []error{context.DeadlineExceeded, burnt},
		},
		{
			name: "a cause that tells comes back itself",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeoutCause(ctx, time.Second, late{})
			},
			want: "the guests have left",
			errs: []error{context.DeadlineExceeded, late{}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := tc.ctx(t.Context())
				defer cancel()
				err := sleep.For(ctx, time.Hour)
				assert.EqualError(t, err, tc.want)
				for _, want := range tc.errs {
					assert.ErrorIs(t, err, want)
				}
			})
		})
	}
}

// late is a cause that is a kind of DeadlineExceeded.
type late struct{}

func (late) Error() string        { return "the guests have left" }
func (late) Is(target error) bool { return target == context.DeadlineExceeded }

// A time that has come counts, whichever of the two timers is the first (WF16).
func TestTheSleepWinsATie(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 1000 {
			ctx, stop := after(t.Context(), time.Second)
			assert.NoError(t, sleep.For(ctx, time.Second))
			stop()
		}
	})
}

func TestUntil(t *testing.T) {
	for _, tc := range []struct {
		name     string
		at, took time.Duration
	}{
		{"it sleeps until the instant", time.Minute, time.Minute},
		{"an instant that has passed is now (S2)", -time.Minute, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				assert.NoError(t, sleep.Until(t.Context(), start.Add(tc.at)))
				assert.Equal(t, tc.took, time.Since(start))
			})
		})
	}
}

func TestThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tea, err := sleep.Then(t.Context(), time.Minute, "tea")
		assert.NoError(t, err)
		assert.Equal(t, "tea", tea)

		ctx, stop := after(t.Context(), time.Second)
		defer stop()
		tea, err = sleep.Then(ctx, time.Minute, "tea")
		assert.ErrorIs(t, err, errFire)
		assert.Empty(t, tea, "a cut sleep has no result")
	})
}

func TestACustomCtx(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		assert.ErrorIs(t, sleep.For(foreign{ctx}, time.Hour), context.Canceled)
	})
}

// foreign is a context of somebody's own making: package context does not know
// what it descends from.
type foreign struct{ context.Context }

func (foreign) Value(any) any { return nil }

// It differs: asyncio needs sleep(0) to let others in. A Go loop that never
// yields is preempted, so this one ends.
func TestNoGoroutineNeedsToYield(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly has one thread and no preemption: here For(ctx, 0) is needed, as in asyncio")
	}
	t.Run("a loop that never yields does not keep others from running (S8)", func(t *testing.T) {
		var done atomic.Bool
		go done.Store(true)
		for !done.Load() {
		}
	})
}

// S1 differs: For(ctx, 0) yields, which is all that WebAssembly has.
func TestForZeroYields(t *testing.T) {
	var done atomic.Bool
	go done.Store(true)
	for !done.Load() {
		assert.NoError(t, sleep.For(t.Context(), 0))
	}
}

func TestNilCtxPanics(t *testing.T) {
	var none context.Context
	assert.PanicsWithValue(t, "sleep: For: ctx is nil", func() { sleep.For(none, 1) })
}
