package waitfor_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// fireAfter ends ctx with errFire after d.
func fireAfter(ctx context.Context, d time.Duration) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	time.AfterFunc(d, func() { cancel(errFire) })
	return ctx
}

// foreign is a context of somebody's own making: package context does not know
// what it descends from.
type foreign struct{ context.Context }

func (foreign) Value(any) any { return nil }

// ringAfter ends such a context after d.
func ringAfter(ctx context.Context, d time.Duration) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(d, cancel)
	return foreign{ctx}
}

// lateAfter ends ctx with a deadline of somebody else's after d.
func lateAfter(ctx context.Context, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeoutCause(ctx, d, errFire)
	context.AfterFunc(ctx, cancel)
	return ctx
}

func TestTheCallersCtxEnds(t *testing.T) {
	cancelled := []error{context.Canceled, errFire}
	for _, tc := range []struct {
		name string
		ends func(context.Context, time.Duration) context.Context
		then task.Func[string]
		want string
		errs []error
		why  string
	}{
		{
			name: "f is cancelled and waited for, its bare error comes with the cause (WF9)",
			ends: fireAfter, then: gaveUp, errs: cancelled,
		},
		{
			name: "a bare cause comes with the ctx's error (WF9)",
			ends: fireAfter, then: because, errs: cancelled,
		},
		{
			name: "a wrapped error comes with the cause (WF9)",
			ends: fireAfter, then: grumbled, errs: cancelled,
		},
		{
			name: "a wrapped cause comes with the ctx's error (WF9)",
			ends: fireAfter, then: sulked, errs: cancelled,
		},
		{
			name: "a value counts, though ctx ended (WF9)",
			ends: fireAfter, then: served, want: "tea",
		},
		{
			name: "an error of f's own counts (WF9)",
			ends: fireAfter, then: spilt, want: "half a cup", errs: []error{errSpilt},
		},
		{
			name: "a deadline of the caller's is not our timeout (TO8)",
			ends: lateAfter, then: gaveUp, errs: []error{context.DeadlineExceeded, errFire},
		},
		{
			name: "the end of a ctx of somebody's own making is not our timeout (TO8)",
			ends: ringAfter, then: gaveUp, errs: []error{context.Canceled},
		},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			start := time.Now()

			got, err := atMost(tc.ends(t.Context(), time.Second), time.Hour, tidy(time.Second, tc.then))

			assert.Equal(t, 2*time.Second, time.Since(start), "a second of work, a second of tidying")
			assert.Equal(t, tc.want, got)
			assertNoTimeout(t, err, tc.errs...)
			if tc.errs == nil {
				assert.NoError(t, err)
			}
		})
	}
	bothWays(t, "the clock also ends a ctx of somebody's own making (WF4)", func(t *testing.T, atMost way) {
		_, err := atMost(ringAfter(t.Context(), time.Minute), time.Second, tea(time.Hour))
		assertTimeout(t, err, time.Second)
	})
	bothWays(t, "to cancel the task around it is to cancel f (WF9)", func(t *testing.T, atMost way) {
		brewing := task.Go(t.Context(), func(ctx context.Context) (string, error) {
			return atMost(ctx, time.Hour, tea(24*time.Hour))
		})
		time.AfterFunc(time.Second, func() { brewing.Cancel(errFire) })
		_, err := brewing.Await(t.Context())
		assertNoTimeout(t, err, cancelled...)
		assert.True(t, brewing.Cancelled())
	})
}

func TestADeadCtx(t *testing.T) {
	for _, tc := range []struct {
		name string
		ends func(context.Context, time.Duration) context.Context
		d    time.Duration
		errs []error
	}{
		{
			name: "a ctx that is done already never calls f (K2)",
			ends: fireAfter, d: time.Hour, errs: []error{context.Canceled, errFire},
		},
		{
			name: "a ctx whose deadline has passed never calls f (K2)",
			ends: lateAfter, d: time.Hour, errs: []error{context.DeadlineExceeded, errFire},
		},
		{
			name: "a ctx of somebody's own making that is done never calls f (K2)",
			ends: ringAfter, d: time.Hour, errs: []error{context.Canceled},
		},
		{
			name: "with no time left it is still the ctx that is named (TO10)",
			ends: fireAfter, d: 0, errs: []error{context.Canceled, errFire},
		},
		{
			name: "with a deadline long past it is still the ctx that is named (TO10)",
			ends: lateAfter, d: -time.Hour, errs: []error{context.DeadlineExceeded, errFire},
		},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			ctx := tc.ends(t.Context(), time.Second)
			<-ctx.Done()
			start := time.Now()
			_, err := atMost(ctx, tc.d, uncalled(t))
			assertNoTimeout(t, err, tc.errs...)
			assert.Zero(t, time.Since(start))
		})
	}
}

// tardy is a ctx whose deadline has passed while its timer is late, as may
// happen on a busy machine.
type tardy struct{ context.Context }

func (c tardy) Deadline() (time.Time, bool) { return time.Now().Add(-time.Minute), true }

// Under a parent with an earlier deadline there is no timer of AtMost's own,
// and the parent's may be late.
func TestNoTimeLeftUnderATardyCtx(t *testing.T) {
	bothWays(t, "a deadline that has passed never calls f, whatever the caller's (WF8)", func(t *testing.T, atMost way) {
		_, err := atMost(tardy{t.Context()}, 0, uncalled(t))
		assertTimeout(t, err, 0)
	})
}

func TestWhatFSees(t *testing.T) {
	var inside context.Context
	lookAround := func(ctx context.Context) (string, error) {
		inside = ctx
		return tidy(0, gaveUp)(ctx)
	}
	bothWays(t, "from inside a timeout is a cancellation (WF14)", func(t *testing.T, atMost way) {
		atMost(t.Context(), time.Second, lookAround)
		assert.Equal(t, context.DeadlineExceeded, inside.Err())
		cause := context.Cause(inside)
		assertNoTimeout(t, cause, context.DeadlineExceeded, context.Canceled)
		assert.ErrorContains(t, cause, "1s")
	})
	bothWays(t, "f's ctx ends when the call returns", func(t *testing.T, atMost way) {
		_, err := atMost(t.Context(), time.Hour, func(ctx context.Context) (string, error) {
			inside = ctx
			return "tea", ctx.Err()
		})
		assert.NoError(t, err)
		assert.ErrorIs(t, inside.Err(), context.Canceled)
	})
	bothWays(t, "f's ctx has the caller's values", func(t *testing.T, atMost way) {
		type table struct{}
		ctx := context.WithValue(t.Context(), table{}, "by the window")
		got, _ := atMost(ctx, time.Hour, func(ctx context.Context) (string, error) {
			return ctx.Value(table{}).(string), nil
		})
		assert.Equal(t, "by the window", got)
	})
}

// nested puts one AtMost into the next, the outermost first, and notes what
// each returned. A guest that is told of a timeout gets toast instead.
func nested(ctx context.Context, limits []time.Duration, errs []error) error {
	if len(limits) == 0 {
		return sleep.For(ctx, time.Hour)
	}
	_, errs[0] = waitfor.AtMost(ctx, limits[0], func(ctx context.Context) (string, error) {
		err := nested(ctx, limits[1:], errs[1:])
		if errors.Is(err, waitfor.ErrTimeout) {
			return sleep.Then(ctx, time.Second, "toast")
		}
		return "", err
	})
	return errs[0]
}
