package gather

import (
	"context"
	"fmt"

	"gosyncio/task"
)

// All calls every function in a goroutine of its own and returns their values
// in the order of the arguments, whoever is ready first (G3).
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
	check("All", fs)
	values := make([]T, len(fs))
	err := run(ctx, len(fs), firstError, func(ctx context.Context, i int) (err error) {
		values[i], err = call(ctx, fs[i])
		return err
	})
	if err != nil {
		return nil, err // the others may still be writing
	}
	return values, nil
}

// Outcome is what one function returned, as it returned it.
//
// Python: an element of the list that return_exceptions=True gives.
type Outcome[T any] struct {
	Value T
	Err   error
}

// Outcomes is [All] for those who want to hear everybody out: it waits for all
// functions, and errors stand in the list at their place (G12).
//
// Its own error is not nil only if ctx ended before all had returned: then all
// are cancelled and waited for, and the outcomes are lost (G13).
//
// Python: await asyncio.gather(*coroutines, return_exceptions=True).
func Outcomes[T any](ctx context.Context, fs ...task.Func[T]) ([]Outcome[T], error) {
	check("Outcomes", fs)
	outcomes := make([]Outcome[T], len(fs))
	for i := range outcomes {
		outcomes[i].Err = task.ErrExited // unless it returns
	}
	err := run(ctx, len(fs), hearAll, func(ctx context.Context, i int) error {
		v, err := call(ctx, fs[i])
		outcomes[i] = Outcome[T]{v, err}
		return err
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// Two is [All] for two functions of different types.
//
// Python: a, b = await asyncio.gather(one(), another()).
func Two[A, B any](ctx context.Context, a task.Func[A], b task.Func[B]) (va A, vb B, err error) {
	var got struct {
		a A
		b B
	}
	if _, err = All(ctx, into(&got.a, "Two: a", a), into(&got.b, "Two: b", b)); err != nil {
		return va, vb, err // not got: the other one may still be writing
	}
	return got.a, got.b, nil
}

// Three is [All] for three functions of different types.
//
// Python: a, b, c = await asyncio.gather(one(), another(), third()).
func Three[A, B, C any](ctx context.Context, a task.Func[A], b task.Func[B], c task.Func[C]) (va A, vb B, vc C, err error) {
	var got struct {
		a A
		b B
		c C
	}
	if _, err = All(ctx, into(&got.a, "Three: a", a), into(&got.b, "Three: b", b), into(&got.c, "Three: c", c)); err != nil {
		return va, vb, vc, err
	}
	return got.a, got.b, got.c, nil
}

// into makes f store its value at p, so that functions of different types can
// be gathered.
func into[T any](p *T, name string, f task.Func[T]) task.Func[task.None] {
	if f == nil {
		panic("gather: " + name + " is nil")
	}
	return task.NoResult(func(ctx context.Context) (err error) {
		*p, err = f(ctx)
		tellEnd(ctx, *p, err)
		return err
	})
}

func check[T any](name string, fs []task.Func[T]) {
	for i, f := range fs {
		if f == nil {
			panic(fmt.Sprintf("gather: %s: fs[%d] is nil", name, i))
		}
	}
}
