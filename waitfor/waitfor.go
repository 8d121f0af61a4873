package waitfor

import (
	"context"
	"fmt"
	"runtime/trace"
	"time"

	"gosyncio/internal/arg"
	"gosyncio/internal/ctxerr"
	"gosyncio/task"
)

// ErrTimeout is what errors.Is finds in the error that [AtMost] and [Until]
// return when the time was up. It is a [context.DeadlineExceeded] too, and
// never a [context.Canceled].
//
// Python: TimeoutError.
var ErrTimeout error = &timeout{text: "waitfor: timed out"}

// AtMost calls f and, if it has not returned after d, cancels it and waits
// until it really returns (WF4). What f returns wins over the clock: a value
// is returned however late (WF6), an error of f's own too (WF7); only a
// cancellation becomes [ErrTimeout], its text telling d. So a function that
// ignores its ctx is waited for as long as it takes (WF20).
//
// f runs on the caller's goroutine, under a ctx that ends after d and, in any
// case, when AtMost returns. With a d of zero or less f isn't called. If the
// caller's ctx ends, f is cancelled by that and what it returns comes back;
// if it is done already, f isn't called.
//
// To stop waiting without cancelling, wait through a shield:
// waitfor.AtMost(ctx, time.Second, tea.Shield).
//
// Python: await asyncio.wait_for(f(), timeout=d).
func AtMost[T any](ctx context.Context, d time.Duration, f task.Func[T]) (T, error) {
	arg.NotNil("waitfor: AtMost", "ctx, f", ctx != nil, f != nil)
	return call(ctx, time.Now().Add(d), d, f)
}

// Until is [AtMost] with a point in time instead of a duration.
//
// Python: async with asyncio.timeout_at(when).
func Until[T any](ctx context.Context, deadline time.Time, f task.Func[T]) (T, error) {
	arg.NotNil("waitfor: Until", "ctx, f", ctx != nil, f != nil)
	return call(ctx, deadline, time.Until(deadline), f)
}

func call[T any](ctx context.Context, deadline time.Time, d time.Duration, f task.Func[T]) (zero T, _ error) {
	cause := &timeoutCause{d}
	ctx, cancel := context.WithDeadlineCause(ctx, deadline, cause)
	defer cancel()
	switch end := ctxerr.Of(ctx); {
	case end == cause, end == nil && d <= 0: // the latter if ctx's own deadline is overdue
		return zero, cause.timeout()
	case end != nil:
		return zero, end
	}
	if trace.IsEnabled() {
		trace.Log(ctx, "deadline", d.String())
	}
	v, err := f(ctx)
	if context.Cause(ctx) == cause && ctxerr.IsCancellation(err) {
		return zero, cause.timeout()
	}
	err, _ = ctxerr.Classify(ctx, err)
	return v, err
}

// A timeoutCause is the cause that f sees when the time is up. It is a value of its
// own for each call, so that of two nested timeouts each knows its own, and no
// ErrTimeout, for inside nothing has timed out: it was cancelled (WF14).
type timeoutCause struct{ d time.Duration }

func (c *timeoutCause) Error() string { return fmt.Sprintf("not done within %v", c.d) }

func (c *timeoutCause) Is(target error) bool {
	return target == context.Canceled || target == context.DeadlineExceeded
}

func (c *timeoutCause) timeout() error {
	return &timeout{fmt.Sprintf("waitfor: timed out after %v", max(c.d, 0))}
}

type timeout struct{ text string }

func (e *timeout) Error() string { return e.text }

func (e *timeout) Is(target error) bool {
	return target == ErrTimeout || target == context.DeadlineExceeded
}

// Timeout makes a timeout a net.Error's kind of timeout, as DeadlineExceeded is.
func (e *timeout) Timeout() bool { return true }

// Failure says to internal/ctxerr that an inner timeout is an error of f's own,
// also where ctx has ended by a deadline.
func (e *timeout) Failure() {}
