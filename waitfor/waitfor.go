package waitfor

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/trace"
	"slices"
	"time"

	"gosyncio/sleep"
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
	if f == nil {
		panic("waitfor: AtMost: f is nil")
	}
	return call(ctx, time.Now().Add(d), d, f)
}

// Until is [AtMost] with a point in time instead of a duration.
//
// Python: async with asyncio.timeout_at(when).
func Until[T any](ctx context.Context, deadline time.Time, f task.Func[T]) (T, error) {
	if f == nil {
		panic("waitfor: Until: f is nil")
	}
	return call(ctx, deadline, time.Until(deadline), f)
}

func call[T any](ctx context.Context, deadline time.Time, d time.Duration, f task.Func[T]) (T, error) {
	var zero T
	mine := &expiry{d}
	ctx, cancel := context.WithDeadlineCause(ctx, deadline, mine)
	defer cancel()
	switch {
	case ctx.Err() == nil && d > 0:
	case ctx.Err() == nil, context.Cause(ctx) == mine: // the former if ctx's own deadline is overdue
		return zero, mine.timeout()
	default:
		return zero, sleep.For(ctx, 0) // which says how ctx ended
	}
	if trace.IsEnabled() {
		trace.Log(ctx, "deadline", d.String())
	}
	v, err := f(ctx)
	switch {
	case err == nil:
		return v, nil
	case cancelled(err) && context.Cause(ctx) == mine:
		return zero, mine.timeout()
	default:
		return v, explain(ctx, err)
	}
}

// joined is the type of what errors.Join makes: several errors.
var joined = reflect.TypeOf(errors.Join(ErrTimeout))

// cancelled reports whether err is a cancellation of any kind, and nothing
// else: the error of a cleanup that was joined to it is f's own (WF7).
func cancelled(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok && reflect.TypeOf(err) == joined {
		return !slices.ContainsFunc(several.Unwrap(), func(err error) bool { return !cancelled(err) })
	}
	if inner := errors.Unwrap(err); inner != nil {
		return cancelled(inner)
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// explain adds to a cancellation by ctx what it doesn't tell of it. Of several
// errors that were joined it leaves each as it is.
func explain(ctx context.Context, err error) error {
	end, cause := ctx.Err(), context.Cause(ctx)
	if end == nil || errors.Is(err, end) == errors.Is(err, cause) || reflect.TypeOf(err) == joined {
		return err
	}
	if errors.Is(err, end) {
		return fmt.Errorf("%w: %w", err, cause)
	}
	return fmt.Errorf("%w: %w", end, err)
}

// expiry is the cause that f sees when the time is up. It is a value of its
// own for each call, so that of two nested timeouts each knows its own, and no
// ErrTimeout, for inside nothing has timed out: it was cancelled (WF14).
type expiry struct{ d time.Duration }

func (e *expiry) Error() string { return fmt.Sprintf("not done within %v", e.d) }

func (e *expiry) Is(target error) bool {
	return target == context.Canceled || target == context.DeadlineExceeded
}

func (e *expiry) timeout() error {
	return &timeout{fmt.Sprintf("waitfor: timed out after %v", max(e.d, 0))}
}

type timeout struct{ text string }

func (e *timeout) Error() string { return e.text }

func (e *timeout) Is(target error) bool {
	return target == ErrTimeout || target == context.DeadlineExceeded
}

// Timeout makes a timeout a net.Error's kind of timeout, as DeadlineExceeded is.
func (e *timeout) Timeout() bool { return true }
