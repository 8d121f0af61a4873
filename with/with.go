package with

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"

	"gosyncio/sleep"
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
	if m == nil {
		panic("with: Do: m is nil")
	}
	if body == nil {
		panic("with: Do: body is nil")
	}
	if ctx.Err() != nil {
		return sleep.For(ctx, 0) // which says how ctx ended
	}
	v, err := m.Enter(ctx)
	if err != nil {
		return explain(ctx, err)
	}
	err = task.ErrExited // unless the body returns
	defer func() {
		err = settle(err, m.Exit(context.WithoutCancel(ctx), err))
	}()
	err = explain(ctx, body(ctx, v))
	return err
}

// joined is the type of what errors.Join makes: several errors.
var joined = reflect.TypeOf(errors.Join(Suppress))

// explain adds to a cancellation by ctx what it doesn't tell of it. Of several
// errors that were joined it leaves each as it is.
func explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	if end == nil || errors.Is(err, end) == errors.Is(err, cause) || reflect.TypeOf(err) == joined {
		return err
	}
	if errors.Is(err, end) {
		return fmt.Errorf("%w: %w", err, cause)
	}
	return fmt.Errorf("%w: %w", end, err)
}

// settle says what is left of the body's error after Exit has answered.
func settle(body, exit error) error {
	switch {
	case exit == nil:
		return body
	case errors.Is(exit, Suppress):
		return nil
	case body == nil, errors.Is(exit, body): // or exit tells of the body's error itself
		return exit
	default:
		return errors.Join(body, exit)
	}
}

// Open opens something, calls body with it, and closes it, however the body
// ends. It returns open's error, or else the body's and Close's, joined.
//
// Python: async with open(…) as c: body, and contextlib.aclosing.
func Open[C io.Closer](ctx context.Context, open task.Func[C], body func(ctx context.Context, c C) error) error {
	if open == nil {
		panic("with: Open: open is nil")
	}
	if body == nil {
		panic("with: Open: body is nil")
	}
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
