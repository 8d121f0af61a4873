package task

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync/atomic"
)

// lazy is the context that a task's function gets. Making a context
// cancellable costs more than starting a goroutine, and most tasks are neither
// cancelled nor asked whether they were. So lazy answers from its parent until
// somebody calls Done or cancel, and only then becomes a real one.
type lazy struct {
	context.Context // the parent
	run             *run
	real            atomic.Pointer[cancellable]
}

type cancellable struct {
	context.Context
	cancel context.CancelCauseFunc
}

// over is the real context of every task that ended before anybody asked for
// one: what such a task left behind finds it cancelled.
var over = func() *cancellable {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errReturned)
	return &cancellable{ctx, cancel}
}()

var errReturned = errors.New("the task that this was started under has returned")

// become makes c a real context, once.
func (c *lazy) become() *cancellable {
	if real := c.real.Load(); real != nil {
		return real
	}
	ctx, cancel := context.WithCancelCause(c.Context)
	if !c.real.CompareAndSwap(nil, &cancellable{ctx, cancel}) {
		cancel(nil) // somebody was faster
	}
	return c.real.Load()
}

func (c *lazy) Done() <-chan struct{} { return c.become().Done() }

func (c *lazy) Err() error {
	if real := c.real.Load(); real != nil {
		return real.Err()
	}
	return c.Context.Err()
}

// Value asks the real context first, for that is where [context.Cause] finds
// the cause and where derived contexts find the one they hang on.
func (c *lazy) Value(key any) any {
	if key == (runKey{}) {
		return c.run
	}
	switch real := c.real.Load(); real {
	case nil:
		return c.Context.Value(key)
	case over:
		if v := over.Value(key); v != nil {
			return v
		}
		return c.Context.Value(key)
	default:
		return real.Value(key)
	}
}

func (c *lazy) cancel(cause error) { c.become().cancel(cause) }

// end ends c when its task has returned.
func (c *lazy) end() {
	if c.real.Load() == nil {
		if c.Context.Err() != nil || c.real.CompareAndSwap(nil, over) {
			return
		}
	}
	c.real.Load().cancel(errReturned)
}

// detached is a context that nobody can cancel, made to end with another one:
// Run's, when main has returned. Whatever is started under it ends then, too.
type detached struct {
	context.Context // for its values
	end             context.Context
}

func (c detached) Done() <-chan struct{} { return c.end.Done() }

func (c detached) Err() error { return c.end.Err() }

// Value finds the cause at end, since a context that can't end has none.
func (c detached) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	return c.end.Value(key)
}

// ended says how ctx ended, nil while it is alive: its cause if that also
// tells its Err, else the two together.
func ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	cause := context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// judge tells whether err, returned under ctx, is the cancellation of ctx and
// nothing else. If it is, what comes back tells both ctx's Err and its cause.
func judge(ctx context.Context, err error) (_ error, cancelled bool) {
	if err == nil {
		return nil, false
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	if end == nil {
		return err, false
	}
	isEnd, isCause := errors.Is(err, end), errors.Is(err, cause)
	switch {
	case !isEnd && !isCause, own(err, end, cause):
		return err, false
	case err == end:
		return ended(ctx), true
	case !isCause:
		return fmt.Errorf("%w: %w", err, cause), true
	case !isEnd:
		return fmt.Errorf("%w: %w", end, err), true
	default:
		return err, true
	}
}

// joined is the type of what errors.Join makes: several errors, where two %w
// make one error and its reason.
var joined = reflect.TypeOf(errors.Join(ErrExited))

// own reports whether err holds something besides a cancellation, such as the
// error of a cleanup that was joined to it: that must not pass for one.
func own(err, end, cause error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok && reflect.TypeOf(err) == joined {
		return slices.ContainsFunc(several.Unwrap(), func(err error) bool { return own(err, end, cause) })
	}
	if inner := errors.Unwrap(err); inner != nil {
		return own(inner, end, cause)
	}
	return !errors.Is(err, end) && !errors.Is(err, cause)
}

// tells reports whether err says everything about the end of ctx.
func tells(err error, ctx context.Context) bool {
	return errors.Is(err, ctx.Err()) && errors.Is(err, context.Cause(ctx))
}
