package task_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

var (
	errBurnt = errors.New("burnt")
	errFire  = errors.New("fire in the kitchen")
)

// cook takes d and gives what.
func cook(d time.Duration, what string) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, d, what) }
}

// burn takes d and fails.
func burn(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) { return "", errors.Join(sleep.For(ctx, d), errBurnt) }
}

// deaf takes d and gives what, whatever ctx says.
func deaf(d time.Duration, what string) task.Func[string] {
	return func(context.Context) (string, error) {
		time.Sleep(d)
		return what, nil
	}
}

// flee leaves its goroutine without returning.
func flee(d time.Duration) task.Func[string] {
	return func(context.Context) (string, error) {
		time.Sleep(d)
		runtime.Goexit()
		return "nobody sees this", nil
	}
}

// fate says how a task ended, in one word.
func fate[T any](t *task.Task[T]) string {
	word := "finished"
	switch {
	case t.Failed():
		word = "failed"
	case t.Cancelled():
		word = "cancelled"
	}
	return word
}

// bubbles runs each test of a table in a bubble of its own.
func bubbles(t *testing.T, claims []claim) {
	t.Helper()
	for _, claim := range claims {
		t.Run(claim.name, func(t *testing.T) { synctest.Test(t, claim.test) })
	}
}

type claim struct {
	name string
	test func(t *testing.T)
}

// is asserts that errors.Is finds each of want, and that there's no error if
// there are none.
func is(t *testing.T, err error, why string, want ...error) {
	t.Helper()
	if want == nil {
		assert.NoError(t, err, why)
	}
	for _, w := range want {
		assert.ErrorIs(t, err, w, why)
	}
}

// What f returns counts: the fates of one task, cancelled after a second or not.
func TestFate(t *testing.T) {
	const never = -1
	for _, tc := range []struct {
		name   string
		f      task.Func[string]
		cancel time.Duration // when
		fate   string
		value  string
		errs   []error
		took   time.Duration
		why    string
	}{
		{
			name: "a task runs by itself and keeps what f returned (T2)",
			f:    cook(time.Minute, "tea"), cancel: never,
			fate: "finished", value: "tea", took: time.Minute,
		},
		{
			name: "an error of f's own is a failure",
			f:    burn(time.Minute), cancel: never,
			fate: "failed", errs: []error{errBurnt}, took: time.Minute,
		},
		{
			name: "a cancelled task ends with error and cause (K14)",
			f:    cook(time.Minute, "tea"), cancel: time.Second,
			fate: "cancelled", errs: []error{context.Canceled, errFire}, took: time.Second,
		},
		{
			name: "the cause is added to a bare ctx.Err() (K14)",
			f: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			},
			cancel: time.Second,
			fate:   "cancelled", errs: []error{context.Canceled, errFire}, took: time.Second,
		},
		{
			name: "the error is added to a bare cause (K14)",
			f: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", context.Cause(ctx)
			},
			cancel: time.Second,
			fate:   "cancelled", errs: []error{context.Canceled, errFire}, took: time.Second,
		},
		{
			name: "a cancellation that f wrapped stays a cancellation",
			f: func(ctx context.Context) (string, error) {
				return "", fmt.Errorf("tea: %w", sleep.For(ctx, time.Minute))
			},
			cancel: time.Second,
			fate:   "cancelled", errs: []error{context.Canceled, errFire}, took: time.Second,
		},
		{
			name: "cancelled before its first step f is never called (K2)",
			f:    deaf(time.Minute, "tea"), cancel: 0,
			fate: "cancelled", errs: []error{context.Canceled, errFire}, took: 0,
			why: "asyncio throws into a coroutine that hasn't started, so no finally runs; here f isn't called",
		},
		{
			name: "f swallows the cancellation and returns a value: success (K5)",
			f: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "half a tea", nil
			},
			cancel: time.Second,
			fate:   "finished", value: "half a tea", took: time.Second,
		},
		{
			name: "an error of its own beside the cancellation is a failure (K6)",
			f:    burn(time.Minute), cancel: time.Second,
			fate: "failed", errs: []error{context.Canceled, errFire, errBurnt}, took: time.Second,
			why: "burn joins the two; a cleanup that failed must not pass for a mere cancellation",
		},
		{
			name: "an error of its own beside a bare ctx.Err() is a failure, whatever the cause (K6)",
			f: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", errors.Join(ctx.Err(), errBurnt)
			},
			cancel: time.Second,
			fate:   "failed", errs: []error{context.Canceled, errBurnt}, took: time.Second,
		},
		{
			name: "f raises something else while unwinding: failure (K6)",
			f: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", errBurnt
			},
			cancel: time.Second,
			fate:   "failed", errs: []error{errBurnt}, took: time.Second,
		},
		{
			name: "differs: f returns a value although a cancel is pending: the value counts (K4)",
			f:    deaf(time.Minute, "tea"), cancel: time.Second,
			fate: "finished", value: "tea", took: time.Minute,
			why: "asyncio throws the value away",
		},
		{
			name:   "differs: context.Canceled under a live ctx is a plain error (K10)",
			f:      func(context.Context) (string, error) { return "", context.Canceled },
			cancel: never,
			fate:   "failed", errs: []error{context.Canceled},
			why: "raising CancelledError by hand marks an asyncio task as cancelled",
		},
		{
			name: "a timeout of f's own is no cancellation of the task",
			f: func(ctx context.Context) (string, error) {
				ctx, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				return "", sleep.For(ctx, time.Minute)
			},
			cancel: never,
			fate:   "failed", errs: []error{context.DeadlineExceeded}, took: time.Second,
		},
		{
			name: "runtime.Goexit in f gives ErrExited",
			f:    flee(time.Minute), cancel: never,
			fate: "failed", errs: []error{task.ErrExited}, took: time.Minute,
		},
		{
			name: "runtime.Goexit after a cancel gives ErrExited too",
			f:    flee(time.Minute), cancel: time.Second,
			fate: "failed", errs: []error{task.ErrExited}, took: time.Minute,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				switch {
				case tc.cancel == 0:
					cancel(errFire)
				case tc.cancel > 0:
					time.AfterFunc(tc.cancel, func() { cancel(errFire) })
				}
				start := time.Now()

				order := task.Go(ctx, tc.f)
				<-order.Done()

				assert.Equal(t, tc.took, time.Since(start), tc.why)
				assert.Equal(t, tc.fate, fate(order), tc.why)
				value, err := order.Result()
				assert.Equal(t, tc.value, value, tc.why)
				is(t, err, tc.why, tc.errs...)
				assert.Equal(t, err, order.Err())
			})
		})
	}
}

func TestAFuncIsNotStarted(t *testing.T) {
	bubbles(t, []claim{
		{"describing work runs none of it (C1)", func(t *testing.T) {
			calls := 0
			brew := task.NoResult(func(context.Context) error { calls++; return errBurnt })
			brews := task.Each([]string{"tea", "coffee"}, func(_ context.Context, what string) (string, error) {
				calls++
				return what, nil
			})
			synctest.Wait()
			assert.Zero(t, calls)

			_, err := brew(t.Context())
			assert.ErrorIs(t, err, errBurnt)
			coffee, err := brews[1](t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "coffee", coffee)
			assert.Equal(t, 2, calls)
		}},
		{"differs: a Func can be called twice (C2)", func(t *testing.T) {
			for _, brew := range []task.Func[string]{cook(time.Minute, "tea"), cook(time.Minute, "tea")} {
				tea, err := brew(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "tea", tea)
			}
		}},
		{"calling a Func is a plain call, without a task (C4)", func(t *testing.T) {
			slip := task.NoResult(func(context.Context) error { panic("slipped") })
			assert.PanicsWithValue(t, "slipped", func() { slip(t.Context()) }, "on the caller's own stack")
		}},
		{"Each of nothing is an empty slice", func(t *testing.T) {
			fs := task.Each(nil, func(context.Context, string) (string, error) { return "", nil })
			assert.NotNil(t, fs)
			assert.Empty(t, fs)
		}},
	})
}
