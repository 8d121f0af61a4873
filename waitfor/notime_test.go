package waitfor_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
	"gosyncio/waitfor"
)

func TestNoTimeLeft(t *testing.T) {
	for _, tc := range []struct {
		name string
		d    time.Duration
	}{
		{"with no time f is never called (WF8)", 0},
		{"with a deadline that has passed f is never called (WF8)", -time.Hour},
		{"with the smallest duration there is f is never called (WF8)", -1 << 63},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			start := time.Now()
			got, err := atMost(t.Context(), tc.d, uncalled(t))
			assertTimeout(t, err, 0) // the text never tells a negative time
			assert.Empty(t, got)
			assert.Zero(t, time.Since(start))
		})
	}

	// WF8 differs: asyncio looks at a task first, here no Await is called.
	bothWays(t, "with no time even a finished task isn't asked (WF8)", func(t *testing.T, atMost way) {
		ready := task.Go(t.Context(), served)
		<-ready.Done()
		_, err := atMost(t.Context(), 0, ready.Await)
		assertTimeout(t, err, 0)
	})
	bothWays(t, "with no time a running task isn't cancelled (WF8)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), tea(time.Second))
		_, err := atMost(t.Context(), 0, brewing.Await)
		assertTimeout(t, err, 0)
		got, err := brewing.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "tea", got)
	})
}

// f is cancelled by the clock, and its clean-up fails.
func TestAnErrorBesideTheCancellation(t *testing.T) {
	errRollback := errors.New("rolling back failed")
	for _, tc := range []struct {
		name string
		end  func(ctx context.Context) error
		own  bool
	}{
		{"ctx's error and cause are the timeout (WF7)", func(ctx context.Context) error {
			return fmt.Errorf("%w: %w", ctx.Err(), context.Cause(ctx))
		}, false},
		{"an error joined to it comes back (WF7)", func(ctx context.Context) error { return errors.Join(ctx.Err(), errRollback) }, true},
		{"an error wrapped beside it comes back (WF7)", func(ctx context.Context) error {
			return fmt.Errorf("%w: rolling back: %w", ctx.Err(), errRollback)
		}, true},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			var returned error
			_, err := atMost(t.Context(), time.Second, func(ctx context.Context) (string, error) {
				<-ctx.Done()
				returned = tc.end(ctx)
				return "", returned
			})
			if !tc.own {
				assertTimeout(t, err, time.Second)
				return
			}
			assert.Equal(t, returned, err)
			assert.NotErrorIs(t, err, waitfor.ErrTimeout)
		})
	}
}

func TestErrTimeout(t *testing.T) {
	assert.ErrorIs(t, waitfor.ErrTimeout, context.DeadlineExceeded)
	assert.NotErrorIs(t, waitfor.ErrTimeout, context.Canceled)
	assert.NotErrorIs(t, context.DeadlineExceeded, waitfor.ErrTimeout, "not every deadline is ours")
	assert.EqualError(t, waitfor.ErrTimeout, "waitfor: timed out")
	assert.True(t, os.IsTimeout(waitfor.ErrTimeout))
}

func TestNil(t *testing.T) {
	var none context.Context
	assert.PanicsWithValue(t, "waitfor: AtMost: ctx is nil", func() { waitfor.AtMost(none, time.Second, served) })
	assert.PanicsWithValue(t, "waitfor: Until: ctx is nil", func() { waitfor.Until(none, time.Now(), served) })
	assert.PanicsWithValue(t, "waitfor: AtMost: f is nil", func() {
		waitfor.AtMost[string](t.Context(), time.Second, nil)
	})
	assert.PanicsWithValue(t, "waitfor: Until: f is nil", func() {
		waitfor.Until[string](t.Context(), time.Now(), nil)
	})
}
