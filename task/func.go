package task

import (
	"context"
	"errors"

	"gosyncio/internal/arg"
	"gosyncio/internal/scope"
)

// Func is work described, not started: call it, or give it to a function that
// does. It must return soon after ctx ends, with ctx's error or cause; nothing
// can stop a Func that doesn't look.
//
// Python: a coroutine, except that a Func can be called more than once (C2).
type Func[T any] = func(ctx context.Context) (T, error)

// None is the result of work that has none.
//
// Python: None.
type None = struct{}

// NoResult makes a [Func] of work that returns nothing but an error.
//
// Python: a coroutine without a return statement.
func NoResult(f func(ctx context.Context) error) Func[None] {
	arg.NotNil("task: NoResult", "f", f != nil)
	return func(ctx context.Context) (None, error) { return None{}, f(ctx) }
}

// Each describes the same work for every x in xs, in order, and starts none of
// it: gather.All(ctx, task.Each(orders, cook)...).
//
// Python: [cook(order) for order in orders].
func Each[A, T any](xs []A, f func(ctx context.Context, x A) (T, error)) []Func[T] {
	arg.NotNil("task: Each", "f", f != nil)
	fs := make([]Func[T], len(xs))
	for i, x := range xs {
		fs[i] = func(ctx context.Context) (T, error) {
			scope.Rename(ctx, x)
			return f(ctx, x)
		}
	}
	return fs
}

var (
	// ErrNotDone is what [Task.Result] returns while the task is running.
	//
	// Python: asyncio.InvalidStateError.
	ErrNotDone = errors.New("task: not done yet")

	// ErrExited is the error of a function that never returned because it
	// called [runtime.Goexit], as t.FailNow does in a test.
	ErrExited = errors.New("task: the function did not return (runtime.Goexit)")
)
