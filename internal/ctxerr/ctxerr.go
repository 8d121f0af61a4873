// Package ctxerr says how a context ended, and whether an error is that end
// and nothing else.
package ctxerr

import (
	"context"
	"errors"
	"reflect"
	"slices"
)

// Of returns how ctx ended, nil while it is alive: an error in which errors.Is
// finds both ctx's Err and its cause. It is the cause itself if that holds for it.
func Of(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	cause := context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return &cancellation{err, []error{err, cause}}
}

// Classify reports whether err, returned under ctx, is the cancellation of ctx
// and nothing else (K6). In the error it returns then, errors.Is finds both ctx's
// Err and its cause; any other error comes back as it is.
func Classify(ctx context.Context, err error) (_ error, cancelled bool) {
	if err == nil {
		return nil, false
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	switch {
	case end == nil, !isOnly(err, end, cause):
		return err, false
	case err == end:
		return Of(ctx), true
	case !errors.Is(err, cause):
		return &cancellation{end, []error{err, cause}}, true
	case !errors.Is(err, end):
		return &cancellation{end, []error{end, err}}, true
	case !IsCancellation(err): // the cause stands beside the end in it, as we would put it
		return &cancellation{end, []error{err}}, true
	default:
		return err, true
	}
}

// IsCancellation reports whether err is a cancellation of any context, by a
// deadline or otherwise, and nothing else.
func IsCancellation(err error) bool {
	return isOnly(err, context.Canceled, context.DeadlineExceeded)
}

// A Failure is never a mere cancellation, although errors.Is finds a context's
// error in it: a limit that was set inside the work is the work's own (WF13).
type Failure interface {
	error
	Failure()
}

// Matches reports whether errors.Is finds both ctx's Err and its cause in err.
func Matches(err error, ctx context.Context) bool {
	return errors.Is(err, ctx.Err()) && errors.Is(err, context.Cause(ctx))
}

// isOnly reports whether every branch of err is one of the targets. An error
// beside them, such as that of a failed cleanup, must not pass for one of them,
// however the two were put together.
func isOnly(err error, targets ...error) bool {
	if slices.ContainsFunc(targets, func(target error) bool { return is(err, target) }) {
		return true
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		return isOnly(err.Unwrap(), targets...)
	case interface{ Unwrap() []error }:
		branches := slices.DeleteFunc(slices.Clone(err.Unwrap()), func(branch error) bool { return branch == nil })
		other := func(branch error) bool { return !isOnly(branch, targets...) }
		return len(branches) > 0 && !slices.ContainsFunc(branches, other)
	default:
		return false
	}
}

// is reports whether err itself, not what it wraps, is target. The answer of an Is
// method counts, whatever Unwrap returns.
func is(err, target error) bool {
	if _, own := err.(Failure); own {
		return false
	}
	if reflect.TypeOf(target).Comparable() && err == target {
		return true
	}
	says, ok := err.(interface{ Is(error) bool })
	return ok && says.Is(target)
}

// A cancellation is an error that says how a context ended and why, and is a
// cancellation as a whole, whatever the cause is: also for a task around whose
// own context ended for another cause.
type cancellation struct {
	end  error // of the context
	says []error
}

func (c *cancellation) Error() string {
	text := c.says[0].Error()
	for _, more := range c.says[1:] {
		text += ": " + more.Error()
	}
	return text
}

func (c *cancellation) Is(target error) bool { return target == c.end }

func (c *cancellation) Unwrap() []error { return c.says }
