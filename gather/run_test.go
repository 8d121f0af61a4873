package gather_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestShield(t *testing.T) {
	bubble(t, "a detached gather goes on when its waiter is cancelled (G28)", func(t *testing.T) {
		ctx, start := fire(t, time.Minute), time.Now()
		breakfast := task.Go(context.WithoutCancel(ctx), func(ctx context.Context) ([]string, error) {
			return gather.All(ctx, cook(time.Hour, "tea"), cook(time.Hour, "toast"))
		})
		got, err := breakfast.Shield(ctx)
		assertFire(t, err)
		assert.Empty(t, got)
		assert.Equal(t, time.Minute, time.Since(start))

		got, err = breakfast.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, []string{"tea", "toast"}, got)
		assert.Equal(t, time.Hour, time.Since(start))
	})
	everyWay(t, "a gather of shields ends, the tasks don't (G28)", func(t *testing.T, call gathering) {
		ctx, start := fire(t, time.Minute), time.Now()
		tea, toast := task.Go(t.Context(), cook(time.Hour, "tea")), task.Go(t.Context(), cook(2*time.Hour, "toast"))
		_, err := call(ctx, tea.Shield, toast.Shield)
		assertFire(t, err)
		assert.Equal(t, time.Minute, time.Since(start))

		got, err := call(t.Context(), tea.Await, toast.Await)
		assert.NoError(t, err)
		assert.Equal(t, []string{"tea", "toast"}, got)
		assert.Equal(t, 2*time.Hour, time.Since(start))
	})
}

// Run's main returns after a minute. What has it left behind?
func TestRun(t *testing.T) {
	bubble(t, "Run cancels the siblings left behind, and waits for them (G7)", func(t *testing.T) {
		start := time.Now()
		_, err := task.Run(t.Context(), func(ctx context.Context) ([]string, error) {
			return gather.All(ctx, spoil(time.Minute, errBurnt), scrub(time.Second, cook(time.Hour, "tea")))
		})
		assertSame(t, errBurnt, err)
		assert.Equal(t, time.Minute+time.Second, time.Since(start))
		assert.NoError(t, t.Context().Err())
	})
	everyWay(t, "Run ends a detached gather too", func(t *testing.T, call gathering) {
		start := time.Now()
		var ends atomic.Int64
		forever := func(ctx context.Context) (string, error) {
			<-ctx.Done()
			ends.Add(1)
			return "", ctx.Err()
		}
		leaveBehind(t, func(ctx context.Context) {
			call(context.WithoutCancel(ctx), forever, scrub(time.Second, forever))
		})
		assert.EqualValues(t, 2, ends.Load())
		assert.Equal(t, time.Minute+time.Second, time.Since(start))
	})
	everyWay(t, "Run ends a gather under a detached ctx with a deadline (SH7)", func(t *testing.T, call gathering) {
		start := time.Now()
		leaveBehind(t, func(ctx context.Context) {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Hour)
			defer cancel()
			_, err := call(ctx, cook(time.Hour, "tea"), cook(time.Hour, "toast"))
			assert.ErrorContains(t, err, "main has returned")
		})
		assert.Equal(t, time.Minute, time.Since(start))
	})
	everyWay(t, "a detached gather that starts while Run closes calls nothing (R8)", func(t *testing.T, call gathering) {
		var calls atomic.Int64
		tea := func(context.Context) (string, error) { calls.Add(1); return "tea", nil }
		leaveBehind(t, func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(time.Second) // Run is closing now
			got, _ := call(context.WithoutCancel(ctx), tea, tea)
			assert.Empty(t, served(got...))
		})
		assert.Zero(t, calls.Load())
	})
	bubble(t, "Outcomes says that main has returned, and not that a function has exited (R8)", func(t *testing.T) {
		leaveBehind(t, func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(time.Second)
			got, err := gather.Outcomes(context.WithoutCancel(ctx), cook(time.Hour, "tea"))
			assert.Empty(t, got)
			assert.ErrorIs(t, err, context.Canceled)
			assert.ErrorContains(t, err, "main has returned")
		})
	})
}

// leaveBehind runs a main that starts f and returns after a minute.
func leaveBehind(t *testing.T, f func(ctx context.Context)) {
	_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
		task.Start(ctx, "left behind", f)
		return sleep.For(ctx, time.Minute)
	}))
	assert.NoError(t, err)
}
