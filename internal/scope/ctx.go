package scope

import (
	"context"
	"errors"
	"reflect"
	"runtime/trace"
	"sync/atomic"

	"gosyncio/internal/traced"
)

// A Ctx is the context of a task, or of the main function of a Run. Making a
// context cancellable costs more than starting a goroutine, and most tasks are
// neither cancelled nor asked whether they were. So Ctx answers from its parent
// until Done or Cancel is called, and materializes only then.
//
// It is an allocation of its own: what outlives a task and still holds its Ctx
// must not keep the task, or the task's value.
type Ctx struct {
	context.Context // the parent
	Entry

	nested bool // the parent descends from a Ctx that had not materialized
	real   atomic.Pointer[cancelCtx]
}

type cancelCtx struct {
	context.Context
	cancel context.CancelCauseFunc
}

type ctxKey struct{}

// Of returns the Ctx that ctx is, or descends from, also where it is detached
// from its cancellation. It is nil if there is none.
func Of(ctx context.Context) *Ctx {
	if c, ok := ctx.(*Ctx); ok {
		return c
	}
	c, _ := ctx.Value(ctxKey{}).(*Ctx)
	return c
}

// New makes the context of a task that is started under ctx, and registers it
// with the scope around ctx, if there is one. The name may be empty.
func New(ctx context.Context, name string) *Ctx {
	c := &Ctx{Entry: Entry{id: lastID.Add(1)}}
	if name != "" {
		c.label = &label{name: name}
	}
	var s *Scope
	if around := Of(ctx); around != nil {
		// Each Ctx that has not materialized asks the next one: of a chain of
		// tasks that start tasks, no more than two are left like that.
		if around.nested {
			around.materialize()
		}
		c.nested = around.real.Load() == nil
		s = around.scope
		ctx = s.Bind(ctx)
	}
	c.setParent(ctx)
	s.Register(&c.Entry)
	return c
}

// newMain makes the context of the main function of s.
func newMain(ctx context.Context, s *Scope, name string) *Ctx {
	c := &Ctx{Entry: Entry{scope: s, label: &label{name: name}}}
	c.setParent(Around(ctx).Bind(ctx))
	c.materialize()
	return c
}

func (c *Ctx) setParent(ctx context.Context) {
	c.Context = ctx
	if trace.IsEnabled() {
		c.label = &label{name: c.Name()}
		c.Context, c.label.trace = traced.New(ctx, c.label.name)
	}
}

func (c *Ctx) materialize() *cancelCtx {
	if real := c.real.Load(); real != nil {
		return real
	}
	ctx, cancel := context.WithCancelCause(c.Context)
	if !c.real.CompareAndSwap(nil, &cancelCtx{ctx, cancel}) {
		cancel(nil) // another goroutine was faster
	}
	return c.real.Load()
}

func (c *Ctx) Done() <-chan struct{} { return c.materialize().Done() }

func (c *Ctx) Err() error {
	if real := c.real.Load(); real != nil {
		return real.Err()
	}
	return c.Context.Err()
}

// Value asks the materialized context first, for that is where [context.Cause]
// finds the cause and where derived contexts find what they descend from.
func (c *Ctx) Value(key any) any {
	if key == (ctxKey{}) {
		return c
	}
	real := c.real.Load()
	if real == nil {
		return c.Context.Value(key)
	}
	if v := real.Value(key); v != nil || real != returnedCtx {
		return v
	}
	return c.Context.Value(key)
}

// String reads nothing that another goroutine may be writing to.
func (c *Ctx) String() string { return describe(c.Context) + ".Task(" + c.Name() + ")" }

// Cancel ends c with cause; nil means [context.Canceled].
func (c *Ctx) Cancel(cause error) { c.materialize().cancel(cause) }

var errReturned = errors.New("the task that this was started under has returned")

// returnedCtx is what every Ctx materializes to whose task returned before Done
// or Cancel was called: what such a task left behind finds it cancelled.
var returnedCtx = func() *cancelCtx {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errReturned)
	return &cancelCtx{ctx, cancel}
}()

// Return ends c because its task has returned.
func (c *Ctx) Return() {
	if c.real.Load() == nil && (c.Context.Err() != nil || c.real.CompareAndSwap(nil, returnedCtx)) {
		return
	}
	c.Cancel(errReturned)
}

// A detached is a context that can't be cancelled, made to end with a scope.
type detached struct {
	context.Context // for its values
	end             context.Context
}

func (d *detached) Done() <-chan struct{} { return d.end.Done() }

func (d *detached) Err() error { return d.end.Err() }

// Value finds the cause at end: a context that can't be cancelled has none.
func (d *detached) Value(key any) any {
	if v := d.Context.Value(key); v != nil {
		return v
	}
	return d.end.Value(key)
}

func (d *detached) String() string { return describe(d.Context) + ".Run" }

// describe is what package context calls a context in the texts of its own.
func describe(ctx context.Context) string {
	if s, ok := ctx.(interface{ String() string }); ok {
		return s.String()
	}
	return reflect.TypeOf(ctx).String()
}
