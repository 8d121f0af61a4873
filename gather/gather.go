package gather

import (
	"context"
	"slices"

	"gosyncio/internal/arg"
	"gosyncio/task"
)

// All calls every function in a goroutine of its own and returns their values
// in the order of the arguments, whichever is ready first (G3).
//
// The first error comes back at once, with no values; the other functions run
// on under ctx, and their values and errors are lost (G7, G8). If ctx ends
// first, all of them are cancelled with it and All waits until each has
// returned (G9); then it returns the first error that one of them raised of
// its own (G30), else ctx's error and cause. If ctx is done already, nothing is
// called. No functions give an empty slice (G1). A function that never returns
// because of [runtime.Goexit] counts as failed with [task.ErrExited].
//
// Python: await asyncio.gather(*coroutines).
func All[T any](ctx context.Context, fs ...task.Func[T]) ([]T, error) {
	check("gather: All", ctx, fs)
	values := make([]T, len(fs))
	g := open(ctx, true, len(fs), func(i int) any { return fs[i] })
	for i, f := range fs {
		start(g, i, f, &values[i], nil)
	}
	if err := g.wait(); err != nil {
		return nil, err // the others may still be writing
	}
	return values, nil
}

// Outcome is what one function returned, as it returned it: a value beside an
// error is kept, and a function that called [runtime.Goexit] has
// [task.ErrExited].
//
// Python: an element of the list that return_exceptions=True gives.
type Outcome[T any] struct {
	Value T
	Err   error
}

// Outcomes is [All] for a caller that wants every outcome: it waits for all
// functions, and returns each error at its function's place in the list (G12).
//
// Its own error is not nil only if ctx ended before all had returned: then all
// are cancelled and waited for, and the outcomes are lost (G13).
//
// Python: await asyncio.gather(*coroutines, return_exceptions=True).
func Outcomes[T any](ctx context.Context, fs ...task.Func[T]) ([]Outcome[T], error) {
	check("gather: Outcomes", ctx, fs)
	outcomes := make([]Outcome[T], len(fs))
	g := open(ctx, false, len(fs), func(i int) any { return fs[i] })
	for i, f := range fs {
		start(g, i, f, &outcomes[i].Value, &outcomes[i].Err)
	}
	if err := g.wait(); err != nil {
		return nil, err
	}
	return outcomes, nil
}

// Two is [All] for two functions of different types. After an error both values
// are zero, also where one function had returned its value already.
//
// Python: a, b = await asyncio.gather(one(), another()).
func Two[A, B any](ctx context.Context, a task.Func[A], b task.Func[B]) (va A, vb B, err error) {
	arg.NotNil("gather: Two", "ctx, a, b", ctx != nil, a != nil, b != nil)
	g := open(ctx, true, 2, func(i int) any { return []any{a, b}[i] })
	pa, pb := start(g, 0, a, new(A), nil), start(g, 1, b, new(B), nil)
	if err = g.wait(); err == nil { // else the other one may still be writing
		va, vb = *pa, *pb
	}
	return va, vb, err
}

// Three is [All] for three functions of different types. After an error all
// values are zero, as with [Two].
//
// Python: a, b, c = await asyncio.gather(one(), another(), third()).
func Three[A, B, C any](ctx context.Context, a task.Func[A], b task.Func[B], c task.Func[C]) (va A, vb B, vc C, err error) {
	arg.NotNil("gather: Three", "ctx, a, b, c", ctx != nil, a != nil, b != nil, c != nil)
	g := open(ctx, true, 3, func(i int) any { return []any{a, b, c}[i] })
	pa, pb, pc := start(g, 0, a, new(A), nil), start(g, 1, b, new(B), nil), start(g, 2, c, new(C), nil)
	if err = g.wait(); err == nil {
		va, vb, vc = *pa, *pb, *pc
	}
	return va, vb, vc, err
}

// check panics if ctx or one of the functions is nil, before any is called.
func check[T any](function string, ctx context.Context, fs []task.Func[T]) {
	arg.NotNil(function, "ctx", ctx != nil)
	arg.NoneNil(function, "fs", slices.IndexFunc(fs, func(f task.Func[T]) bool { return f == nil }))
}
