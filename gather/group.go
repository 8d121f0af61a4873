package gather

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/trace"
	"slices"
	"sync"
	"sync/atomic"

	"gosyncio/sleep"
	"gosyncio/task"
)

// A mode says when the caller hears of errors.
type mode bool

const (
	firstError mode = false // at the first one
	hearAll    mode = true  // never: they are outcomes like any other
)

// A group is n functions at work and one caller who waits for them.
type group struct {
	ctx    context.Context
	mode   mode
	call   func(ctx context.Context, i int) error
	left   atomic.Int64
	failed chan struct{} // closed at the first error, if ctx is alive then
	all    chan struct{} // closed when all have returned
	late   bool          // ctx had ended before all had returned
	mu     sync.Mutex
	err    error // the first that counts
}

// name tells the children of a group apart. Making one takes an allocation, as
// long as it takes to start a goroutine is long: beyond the first few only
// somebody who takes a trace pays for it.
func name(i int) string {
	switch {
	case i < len(names):
		return names[i]
	case trace.IsEnabled():
		return fmt.Sprintf("gather[%d]", i)
	default:
		return "gather[…]"
	}
}

var names = func() (names [16]string) {
	for i := range names {
		names[i] = fmt.Sprintf("gather[%d]", i)
	}
	return names
}()

// run calls call(ctx, 0) … call(ctx, n-1), each in a goroutine of its own, and
// waits as [All] says.
func run(ctx context.Context, n int, mode mode, call func(ctx context.Context, i int) error) error {
	if n == 0 {
		return nil
	}
	if ctx.Err() != nil {
		return sleep.For(ctx, 0) // which says how ctx ended
	}
	g := &group{ctx: ctx, mode: mode, call: call, failed: make(chan struct{}), all: make(chan struct{})}
	g.left.Store(int64(n))
	defer trace.StartRegion(ctx, "wait").End() // whoever is started in it is waited for
	for i := range n {
		task.Start(ctx, name(i), func(ctx context.Context) { g.work(ctx, i) })
	}
	return g.wait()
}

func (g *group) work(ctx context.Context, i int) {
	err := task.ErrExited // unless call returns
	defer func() {
		if p := recover(); p != nil {
			panic(p) // the program ends here; nobody goes on
		}
		tellEnd(ctx, task.None{}, err) // for f didn't, if it wasn't called or didn't return
		g.end(err)
	}()
	err = g.call(ctx, i)
}

// call calls f, unless ctx has ended since f's goroutine was started (K2).
func call[T any](ctx context.Context, f task.Func[T]) (v T, err error) {
	if ctx.Err() != nil {
		return v, sleep.For(ctx, 0)
	}
	v, err = f(ctx)
	tellEnd(ctx, v, err)
	return v, err
}

func (g *group) end(err error) {
	if err != nil && g.mode == firstError {
		g.fail(err)
	}
	if g.left.Add(-1) == 0 {
		g.late = g.ctx.Err() != nil
		close(g.all)
	}
}

func (g *group) fail(err error) {
	end := g.ctx.Err()
	if end != nil && !own(err, end, context.Cause(g.ctx)) {
		return // it did as it was told
	}
	g.mu.Lock()
	first := g.err == nil
	if first {
		g.err = err
	}
	g.mu.Unlock()
	if first && end == nil {
		close(g.failed)
	}
}

// joined is the type of what errors.Join makes: several errors.
var joined = reflect.TypeOf(errors.Join(task.ErrExited))

// own reports whether err holds something besides a cancellation, such as the
// error of a cleanup that was joined to it.
func own(err, end, cause error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok && reflect.TypeOf(err) == joined {
		return slices.ContainsFunc(several.Unwrap(), func(err error) bool { return own(err, end, cause) })
	}
	if inner := errors.Unwrap(err); inner != nil {
		return own(inner, end, cause)
	}
	return !errors.Is(err, end) && !errors.Is(err, cause)
}

// wait returns at the first error, or when all have returned. When ctx ends it
// is too late for the first, unless it came already.
func (g *group) wait() error {
	select {
	case <-g.failed:
		return g.err
	case <-g.all:
	case <-g.ctx.Done():
		select {
		case <-g.failed:
			return g.err
		case <-g.all:
		}
	}
	if g.err == nil && g.late {
		return sleep.For(g.ctx, 0)
	}
	return g.err
}
