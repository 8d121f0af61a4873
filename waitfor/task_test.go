package waitfor_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
)

func TestWithTasks(t *testing.T) {
	// finishes checks that tea is served after all, at the given time.
	finishes := func(t *testing.T, brewing *task.Task[string], start time.Time, after time.Duration) {
		t.Helper()
		got, err := brewing.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "tea", got)
		assert.Equal(t, after, time.Since(start))
	}
	bothWays(t, "through a Shield only the waiting ends (WF11)", func(t *testing.T, atMost way) {
		start := time.Now()
		brewing := task.Go(t.Context(), tea(time.Minute))
		_, err := atMost(t.Context(), time.Second, brewing.Shield)
		assertTimeout(t, err, time.Second)
		assert.Equal(t, time.Second, time.Since(start))
		finishes(t, brewing, start, time.Minute)
	})
	// WF22 differs: to abandon a deaf function takes a task and its Shield.
	bothWays(t, "even a deaf task is left in time through its Shield (WF22)", func(t *testing.T, atMost way) {
		start := time.Now()
		brewing := task.Go(t.Context(), deaf(time.Hour, served))
		_, err := atMost(t.Context(), time.Second, brewing.Shield)
		assertTimeout(t, err, time.Second)
		assert.Equal(t, time.Second, time.Since(start))
		finishes(t, brewing, start, time.Hour)
	})
	bothWays(t, "a task that somebody else cancels is cancelled, not timed out (WF12)", func(t *testing.T, atMost way) {
		start := time.Now()
		brewing := task.Go(t.Context(), tea(time.Hour))
		time.AfterFunc(time.Second, func() { brewing.Cancel(errFire) })
		_, err := atMost(t.Context(), time.Minute, brewing.Await)
		assertNoTimeout(t, err, context.Canceled, errFire)
		assert.NotErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(start))
	})
	bothWays(t, "a timeout around Await cancels the task for everybody (WF18)", func(t *testing.T, atMost way) {
		start := time.Now()
		brewing := task.Go(t.Context(), tea(time.Hour))
		guest := task.Go(t.Context(), brewing.Await)
		_, err := atMost(t.Context(), time.Second, brewing.Await)
		assertTimeout(t, err, time.Second)
		assert.True(t, brewing.Cancelled())
		_, err = guest.Await(t.Context())
		assertNoTimeout(t, err, context.Canceled)
		assert.Equal(t, time.Second, time.Since(start))
	})
}

// WF15 differs: f has no task of its own, so what happens to f happens to the
// caller.
func TestOnTheCallersGoroutine(t *testing.T) {
	bothWays(t, "a panic in f can be recovered by the caller (WF15)", func(t *testing.T, atMost way) {
		assert.PanicsWithValue(t, "spilt", func() {
			atMost(t.Context(), time.Second, func(context.Context) (string, error) { panic("spilt") })
		})
	})
	bothWays(t, "Goexit in f exits the caller, and nobody hangs (WF15)", func(t *testing.T, atMost way) {
		left, returned := make(chan struct{}), false
		go func() {
			defer close(left)
			atMost(t.Context(), time.Second, exited)
			returned = true
		}()
		<-left
		assert.False(t, returned)
	})
	bothWays(t, "a task around it ends with ErrExited (WF15)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), func(ctx context.Context) (string, error) {
			return atMost(ctx, time.Second, exited)
		})
		_, err := brewing.Await(t.Context())
		assert.ErrorIs(t, err, task.ErrExited)
	})
}
