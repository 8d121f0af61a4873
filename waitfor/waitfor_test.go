package waitfor_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

var (
	errFire  = errors.New("fire in the kitchen")
	errSpilt = errors.New("the tea is spilt")
)

// tea takes d, and is left alone as soon as ctx ends.
func tea(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, d, "tea") }
}

// deaf takes d and never looks at its ctx.
func deaf(d time.Duration, then task.Func[string]) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		time.Sleep(d)
		return then(ctx)
	}
}

// tidy works until it is cancelled, tidies up for d, and only then answers.
func tidy(d time.Duration, then task.Func[string]) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		<-ctx.Done()
		time.Sleep(d)
		return then(ctx)
	}
}

// What a cook may answer in the end.
func served(context.Context) (string, error)      { return "tea", nil }
func spilt(context.Context) (string, error)       { return "half a cup", errSpilt }
func gaveUp(ctx context.Context) (string, error)  { return "", ctx.Err() }
func because(ctx context.Context) (string, error) { return "", context.Cause(ctx) }
func grumbled(ctx context.Context) (string, error) {
	return "", fmt.Errorf("left the kitchen: %w", ctx.Err())
}
func sulked(ctx context.Context) (string, error) {
	return "", fmt.Errorf("left the kitchen: %w", context.Cause(ctx))
}
func exited(context.Context) (string, error) { runtime.Goexit(); return "", nil }

// A way is one of the two spellings, with the time that is left from now on.
type way func(ctx context.Context, d time.Duration, f task.Func[string]) (string, error)

func until(ctx context.Context, d time.Duration, f task.Func[string]) (string, error) {
	return waitfor.Until(ctx, time.Now().Add(d), f)
}

// bothWays plays a scene in virtual time, once with each spelling.
func bothWays(t *testing.T, name string, scene func(t *testing.T, atMost way)) {
	t.Run(name, func(t *testing.T) {
		for _, tc := range []struct {
			spelling string
			atMost   way
		}{{"AtMost", waitfor.AtMost[string]}, {"Until", until}} {
			t.Run(tc.spelling, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { scene(t, tc.atMost) })
			})
		}
	})
}

// assertTimeout checks all that is promised of the error of a timeout.
func assertTimeout(t *testing.T, err error, d time.Duration, why ...any) {
	t.Helper()
	assert.ErrorIs(t, err, waitfor.ErrTimeout, why...)
	assert.ErrorIs(t, err, context.DeadlineExceeded, why...)
	assert.NotErrorIs(t, err, context.Canceled, why...)
	assert.EqualError(t, err, "waitfor: timed out after "+d.String(), why...)
	assert.NoError(t, errors.Unwrap(err), "it wraps nothing")
	assert.True(t, os.IsTimeout(err), "it is a timeout to the net package's friends too")
}

// assertNoTimeout checks that err is all of want and no timeout of ours.
func assertNoTimeout(t *testing.T, err error, want ...error) {
	t.Helper()
	assert.NotErrorIs(t, err, waitfor.ErrTimeout)
	for _, want := range want {
		assert.ErrorIs(t, err, want)
	}
}

func TestTheClock(t *testing.T) {
	const d = 2 * time.Second
	for _, tc := range []struct {
		name    string
		cook    task.Func[string]
		took    time.Duration
		want    string
		err     error // itself, not only its kind
		timeout bool
		why     string
	}{
		{
			name: "done in time, the value comes back (WF2)",
			cook: tea(time.Second), took: time.Second, want: "tea",
		},
		{
			name: "failed in time, the very error comes back (WF3)",
			cook: deaf(time.Second, spilt), took: time.Second,
			want: "half a cup", err: errSpilt,
			why: "the value beside an error is f's business",
		},
		{
			name: "too late, f is cancelled and waited for (WF4)",
			cook: tidy(time.Second, gaveUp), took: 3 * time.Second, timeout: true,
			why: "it may take longer than d: nobody is left behind",
		},
		{
			name: "a cook who stops at once is waited for no longer than d (WF4)",
			cook: tea(time.Hour), took: d, timeout: true,
		},
		{
			name: "the cause is a cancellation (WF5)",
			cook: tidy(time.Second, because), took: 3 * time.Second, timeout: true,
		},
		{
			name: "a wrapped cancellation is the timeout (WF5)",
			cook: tidy(0, grumbled), took: d, timeout: true,
		},
		{
			name: "after the clock any cancellation is the timeout (WF5)",
			cook: tidy(0, func(context.Context) (string, error) { return "", context.Canceled }),
			took: d, timeout: true,
			why: "which one it was can't be told any more",
		},
		{
			name: "a value that comes late is a value (WF6)",
			cook: tidy(time.Second, served), took: 3 * time.Second, want: "tea",
		},
		{
			name: "a cook who swallows the cancellation hasn't failed (TO5)",
			cook: func(ctx context.Context) (string, error) {
				tea(time.Hour)(ctx)
				return "toast", nil
			},
			took: d, want: "toast",
		},
		{
			name: "an error of f's own wins over the clock (WF7)",
			cook: tidy(time.Second, spilt), took: 3 * time.Second,
			want: "half a cup", err: errSpilt,
		},
		{
			name: "a function that never looks at its ctx is not timed out (WF17)",
			cook: deaf(time.Hour, served), took: time.Hour, want: "tea",
		},
		{
			name: "a stubborn cook is waited for, however long (WF20)",
			cook: deaf(24*time.Hour, gaveUp), took: 24 * time.Hour, timeout: true,
			why: "AtMost cancels AND waits: a deaf function can't be stopped",
		},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			start := time.Now()

			got, err := atMost(t.Context(), d, tc.cook)

			assert.Equal(t, tc.took, time.Since(start), tc.why)
			assert.Equal(t, tc.want, got, tc.why)
			switch {
			case tc.timeout:
				assertTimeout(t, err, d, tc.why)
			case tc.err != nil:
				assert.Same(t, tc.err, err, tc.why)
			default:
				assert.NoError(t, err, tc.why)
			}
		})
	}
}

// WF1 differs: there is no None. What has no limit is a plain call, and the
// largest duration is as good as none.
func TestWithoutALimit(t *testing.T) {
	for _, tc := range []struct {
		name  string
		serve task.Func[string]
	}{
		{"without a timeout f is simply called (WF1)", tea(24 * time.Hour)},
		{"three centuries are enough (WF1)", func(ctx context.Context) (string, error) {
			return waitfor.AtMost(ctx, 1<<63-1, tea(24*time.Hour))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				got, err := tc.serve(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "tea", got)
				assert.Equal(t, 24*time.Hour, time.Since(start))
			})
		})
	}
}

// Of two timers that are due together either may fire first; the clock decides (WF16).
func TestTheResultWinsATie(t *testing.T) {
	for _, tc := range []struct {
		name string
		cook task.Func[string]
	}{
		{"a cook who looks at the clock (WF16)", tea(time.Second)},
		{"a cook who doesn't (WF16)", deaf(time.Second, served)},
		{"a task that is awaited (WF16)", func(ctx context.Context) (string, error) {
			return task.Go(ctx, tea(time.Second)).Await(ctx)
		}},
	} {
		bothWays(t, tc.name, func(t *testing.T, atMost way) {
			for range 1000 { // once would prove nothing: a select tosses a coin
				start := time.Now()
				got, err := atMost(t.Context(), time.Second, tc.cook)
				assert.NoError(t, err)
				assert.Equal(t, "tea", got)
				assert.Equal(t, time.Second, time.Since(start))
			}
		})
	}
}

// uncalled is a cook who must not be called.
func uncalled(t *testing.T) task.Func[string] {
	return func(context.Context) (string, error) {
		t.Error("f was called")
		return "tea", nil
	}
}
