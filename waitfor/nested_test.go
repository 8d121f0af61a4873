package waitfor_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/waitfor"
)

func TestNested(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name   string
		limits []time.Duration // the outermost first
		fires  int             // which of them times out
	}{
		{
			name:   "the outer clock first: the inner two pass the cancellation on (TO6)",
			limits: []time.Duration{10 * s, 20 * s, 30 * s}, fires: 0,
		},
		{
			name:   "the middle one first: each takes only its own (WF14)",
			limits: []time.Duration{30 * s, 10 * s, 20 * s}, fires: 1,
		},
		{
			name:   "the middle one first, the inner one last to come (WF14)",
			limits: []time.Duration{20 * s, 10 * s, 30 * s}, fires: 1,
		},
		{
			name:   "the inner clock first: the outer two go on (TO7)",
			limits: []time.Duration{30 * s, 20 * s, 10 * s}, fires: 2,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				errs := make([]error, len(tc.limits))

				nested(t.Context(), tc.limits, errs)

				for i, err := range errs {
					switch {
					case i < tc.fires:
						assert.NoError(t, err, "level %d made toast", i)
					case i == tc.fires:
						assertTimeout(t, err, tc.limits[i])
					default:
						assertNoTimeout(t, err, context.DeadlineExceeded, context.Canceled)
					}
				}
			})
		})
	}
}

// WF10 differs: asyncio raises the cancellation later; up to 3.11 it lost it.
func TestTheResultIsThereAlready(t *testing.T) {
	bothWays(t, "the result comes back, and ctx still tells of the cancellation (WF10)", func(t *testing.T, atMost way) {
		ctx, cancel := context.WithCancelCause(t.Context())
		got, err := atMost(ctx, time.Hour, func(context.Context) (string, error) {
			cancel(errFire)
			return "tea", nil
		})
		assert.NoError(t, err)
		assert.Equal(t, "tea", got)
		assert.ErrorIs(t, sleep.For(ctx, 0), errFire, "the next wait says so")
	})
}

// WF13 differs in part: only an ErrTimeout is mistaken for ours.
func TestTimeoutsOfOthers(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		ours bool
	}{
		{name: "an ErrTimeout from inside looks like ours (WF13)", err: waitfor.ErrTimeout, ours: true},
		{name: "a wrapped ErrTimeout looks like ours, and keeps its text (WF13)", err: fmt.Errorf("the kettle: %w", waitfor.ErrTimeout), ours: true},
		{name: "a deadline from elsewhere does not look like ours (WF13)", err: context.DeadlineExceeded},
		{name: "a cancellation from elsewhere does not look like ours (K10)", err: context.Canceled},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			_, err := atMost(t.Context(), time.Hour, func(context.Context) (string, error) { return "", tc.err })
			assert.Equal(t, tc.err, err, "it comes back as it was")
			assert.Equal(t, tc.ours, errors.Is(err, waitfor.ErrTimeout))
		})
	}
}

// TO9 differs: asyncio always names the cancellation.
func TestClockAndCtxBothEnd(t *testing.T) {
	bothWays(t, "the cancellation came first (TO9)", func(t *testing.T, atMost way) {
		ctx := fireAfter(t.Context(), time.Second)
		_, err := atMost(ctx, 2*time.Second, tidy(time.Minute, gaveUp))
		assertNoTimeout(t, err, context.Canceled, errFire)
	})
	bothWays(t, "the clock came first, and ctx still tells of the cancellation (TO9)", func(t *testing.T, atMost way) {
		ctx := fireAfter(t.Context(), 2*time.Second)
		_, err := atMost(ctx, time.Second, tidy(time.Minute, gaveUp))
		assertTimeout(t, err, time.Second)
		assert.ErrorIs(t, context.Cause(ctx), errFire)
	})
}
