package waitfor_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// The cases of CPython's own tests that no other test here covers, each with
// the name it has there.

func TestCPythonWaitFor(t *testing.T) {
	bothWays(t, "an error of the task's own comes out through Await (WF7, test_wait_for_reraises_exception_during_cancellation)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), tidy(0, spilt))
		_, err := atMost(t.Context(), time.Second, brewing.Await)
		assert.Equal(t, errSpilt, err)
		assert.True(t, brewing.Failed())
	})
	bothWays(t, "a cancelled wait cancels the awaited task (WF9, test_cancel_wait_for)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), tea(24*time.Hour))
		guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
			return atMost(ctx, time.Hour, brewing.Await)
		})
		time.Sleep(time.Second)
		guest.Cancel(errFire)
		_, err := guest.Await(t.Context())
		assertNoTimeout(t, err, context.Canceled, errFire)
		assert.True(t, guest.Cancelled())
		assert.True(t, brewing.Cancelled())
	})
	bothWays(t, "a cancelled wait still waits for a deaf function (WF9, test_asyncio_wait_for_cancelled)", func(t *testing.T, atMost way) {
		start := time.Now()
		guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
			return atMost(ctx, time.Hour, deaf(time.Minute, served))
		})
		time.Sleep(time.Second)
		guest.Cancel(errFire)
		got, err := guest.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "tea", got)
		assert.Equal(t, time.Minute, time.Since(start))
	})
	bothWays(t, "with no time left a shielded task cooks on (WF8, WF11, test_zero_timeout)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), tea(time.Minute))
		_, err := atMost(t.Context(), 0, brewing.Shield)
		assertTimeout(t, err, 0)
		got, err := brewing.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "tea", got)
	})
	for _, tc := range []struct {
		name  string
		takes time.Duration
		want  string
	}{
		{name: "a timeout ends the block, not the code after it (K17, test_uncancel_structured_blocks)", takes: time.Hour, want: "water"},
		{name: "without a timeout the block goes on to its end (K17, test_uncancel_structured_blocks)", takes: 0, want: "tea"},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				drink, err := atMost(ctx, time.Second, tea(tc.takes))
				if err != nil {
					drink = "water"
				}
				return sleep.Then(ctx, time.Minute, drink)
			})
			got, err := guest.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestCPythonTimeout(t *testing.T) {
	bothWays(t, "a timeout inside a task does not cancel the task (TO1, test_outer_task_is_not_cancelled)", func(t *testing.T, atMost way) {
		guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
			_, err := atMost(ctx, time.Second, tea(time.Hour))
			assertTimeout(t, err, time.Second)
			return "water", ctx.Err()
		})
		got, err := guest.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "water", got)
	})
	bothWays(t, "both clocks have run out while f was busy: the outer one counts (TO6, test_nested_timeouts_concurrent)", func(t *testing.T, atMost way) {
		var inner error
		_, err := atMost(t.Context(), 2*time.Second, func(ctx context.Context) (got string, err error) {
			got, inner = atMost(ctx, time.Minute, deaf(10*time.Second, tea(time.Hour)))
			return got, inner
		})
		assertNoTimeout(t, inner, context.DeadlineExceeded, context.Canceled)
		assertTimeout(t, err, 2*time.Second)
	})
	bothWays(t, "the inner clock ran out while f was busy, the outer one stops what comes next (TO7, test_nested_timeouts_loop_busy)", func(t *testing.T, atMost way) {
		start := time.Now()
		var inner error
		_, err := atMost(t.Context(), 10*time.Second, func(ctx context.Context) (string, error) {
			_, inner = atMost(ctx, time.Second, deaf(9*time.Second, tea(time.Hour)))
			return tea(time.Hour)(ctx)
		})
		assertTimeout(t, inner, time.Second)
		assertTimeout(t, err, 10*time.Second)
		assert.Equal(t, 10*time.Second, time.Since(start))
	})
	t.Run("differs: a deadline that is to move is a timer of your own (TO12, test_reschedule)", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			ctx, cancel := context.WithCancelCause(t.Context())
			clock := time.AfterFunc(10*time.Second, func() { cancel(waitfor.ErrTimeout) })
			time.AfterFunc(5*time.Second, func() { clock.Reset(25 * time.Second) })
			_, err := tea(time.Hour)(ctx)
			assert.ErrorIs(t, err, waitfor.ErrTimeout)
			assert.Equal(t, 30*time.Second, time.Since(start))
		})
	})
}

// TO15 differs: a ctx that has ended stays ended, so the cleanup has to leave
// it before it can have a timeout of its own.
func TestCPythonTimeoutInTheCleanup(t *testing.T) {
	const patience = 2 * time.Second
	// cleanup works until ctx ends, and then once more.
	cleanup := func(atMost way, leave func(context.Context) context.Context) task.Func[string] {
		return func(ctx context.Context) (string, error) {
			tea(time.Hour)(ctx)
			return atMost(leave(ctx), patience, tea(time.Hour))
		}
	}
	bothWays(t, "after a cancellation (TO15, test_timeout_after_cancellation)", func(t *testing.T, atMost way) {
		start := time.Now()
		_, err := cleanup(atMost, context.WithoutCancel)(fireAfter(t.Context(), time.Minute))
		assertTimeout(t, err, patience)
		assert.Equal(t, time.Minute+patience, time.Since(start))
	})
	bothWays(t, "a timeout during the cleanup after a timeout (TO15, test_nested_timeout_in_finally)", func(t *testing.T, atMost way) {
		var inner error
		_, err := atMost(t.Context(), time.Minute, func(ctx context.Context) (got string, err error) {
			got, inner = cleanup(atMost, context.WithoutCancel)(ctx)
			return got, inner
		})
		assertTimeout(t, inner, patience)
		assertTimeout(t, err, patience, "the inner timeout is an error of f's own (WF7)")
	})
	bothWays(t, "a timeout under a ctx that was detached can be cancelled (TO15, test_cancel_in_timeout_after_cancellation)", func(t *testing.T, atMost way) {
		again := func(ctx context.Context) context.Context { return fireAfter(context.WithoutCancel(ctx), time.Second) }
		start := time.Now()
		_, err := cleanup(atMost, again)(fireAfter(t.Context(), time.Minute))
		assertNoTimeout(t, err, context.Canceled, errFire)
		assert.Equal(t, time.Minute+time.Second, time.Since(start))
	})
}
