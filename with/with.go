package with

import (
	"context"
	"errors"
	"io"

	"gosyncio/internal/arg"
	"gosyncio/internal/ctxerr"
	"gosyncio/task"
)

// A Manager acquires something and gives it back.
//
// Python: an asynchronous context manager.
type Manager[T any] interface {
	// Enter acquires the thing. If it fails it must give back by itself what it
	// had got so far: there will be no Exit (AW3).
	Enter(ctx context.Context) (T, error)

	// Exit gives the thing back. It gets the error that the body returned. Its
	// ctx never ends, so that it can always finish; give it a deadline yourself
	// if it may take long. To return nil lets the body's error pass, [Suppress]
	// swallows it, and any other error is joined to it, unless it wraps it.
	Exit(ctx context.Context, err error) error
}

// Suppress is what Exit returns to swallow the body's error.
//
// Python: return True from __aexit__.
var Suppress = errors.New("with: suppress the body's error")

// Do enters m, calls body with what it got, and exits m: exactly once, however
// the body ends, by return, error, cancellation, panic or [runtime.Goexit]. In
// the last two cases Exit gets [task.ErrExited] and its answer changes nothing.
//
// Do returns the error of Enter, or else the body's error as Exit lets it
// pass, joined with Exit's own (AW5). If ctx is done already, nothing is
// entered. Do waits for body and Exit; both run on the caller's goroutine.
//
// Python: async with m as v: body.
func Do[T any](ctx context.Context, m Manager[T], body func(ctx context.Context, v T) error) (err error) {
	arg.NotNil("with: Do", "ctx, m, body", ctx != nil, m != nil, body != nil)
	if err := ctxerr.Of(ctx); err != nil {
		return err
	}
	v, err := m.Enter(ctx)
	if err != nil {
		err, _ = ctxerr.Classify(ctx, err)
		return err
	}
	err = task.ErrExited // unless the body returns
	defer func() {
		err = combine(err, m.Exit(context.WithoutCancel(ctx), err))
	}()
	err, _ = ctxerr.Classify(ctx, body(ctx, v))
	return err
}

// combine returns what is left of the body's error after Exit has answered.
func combine(body, exit error) error {
	switch {
	case exit == nil:
		return body
	case errors.Is(exit, Suppress):
		return withoutSuppress(exit)
	case body == nil, errors.Is(exit, body): // or exit wraps the body's error itself
		return exit
	default:
		return errors.Join(body, exit)
	}
}

// withoutSuppress returns what Exit has joined to Suppress: an error of the
// cleanup, which is Exit's own and not swallowed.
func withoutSuppress(err error) (left error) {
	if !errors.Is(err, Suppress) {
		return err
	}
	switch wrapped := err.(type) {
	case interface{ Unwrap() error }:
		return withoutSuppress(wrapped.Unwrap())
	case interface{ Unwrap() []error }:
		for _, branch := range wrapped.Unwrap() {
			left = combine(left, withoutSuppress(branch))
		}
	}
	return left
}

// Open opens something, calls body with it, and closes it, however the body
// ends. It returns open's error, or else the body's and Close's, joined.
//
// Python: async with open(…) as c: body, and contextlib.aclosing.
func Open[C io.Closer](ctx context.Context, open task.Func[C], body func(ctx context.Context, c C) error) error {
	arg.NotNil("with: Open", "ctx, open, body", ctx != nil, open != nil, body != nil)
	return Do(ctx, &closing[C]{open: open}, body)
}

// closing is the Manager of a thing that only needs to be closed.
type closing[C io.Closer] struct {
	open   task.Func[C]
	closer C
}

func (m *closing[C]) Enter(ctx context.Context) (_ C, err error) {
	m.closer, err = m.open(ctx)
	return m.closer, err
}

func (m *closing[C]) Exit(context.Context, error) error { return m.closer.Close() }
