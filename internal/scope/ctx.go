package scope

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"
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
	alone  bool // it has no parent
}

func newCancelCtx(parent context.Context) *cancelCtx {
	ctx, cancel := context.WithCancelCause(parent)
	return &cancelCtx{ctx, cancel, parent == context.Background()}
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
	c := &Ctx{}
	around := Of(ctx)
	if around != nil {
		// Each Ctx that has not materialized asks the next one: of a chain of
		// tasks that start tasks, no more than two are left like that.
		if around.nested {
			around.materialize()
		}
		c.nested = around.real.Load() == nil
		ctx = around.Scope.Bind(ctx)
	}
	c.id = lastID.Add(1)
	c.Context = c.setName(ctx, name)
	if around != nil && around.Scope.Register(&c.Entry) {
		c.Cancel(ErrMainReturned) // R8
	}
	return c
}

func (c *Ctx) materialize() *cancelCtx {
	if c.real.Load() == nil {
		if made := newCancelCtx(c.Context); !c.real.CompareAndSwap(nil, made) {
			made.cancel(nil) // another goroutine was faster
		}
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
	if real := c.real.Load(); real != nil {
		if v := real.Value(key); v != nil || !real.alone {
			return v
		}
	}
	return c.Context.Value(key)
}

// String reads nothing that another goroutine may be writing to.
func (c *Ctx) String() string { return describe(c.Context) + ".Task(" + c.Name() + ")" }

// Cancel ends c with cause; nil means [context.Canceled].
func (c *Ctx) Cancel(cause error) { c.materialize().cancel(cause) }

var errReturned = errors.New("the task that this was started under has returned")

// returned is what every Ctx materializes to whose task returned before Done or
// Cancel was called: what such a task left behind finds it cancelled.
var returned = newCancelCtx(context.Background())

func init() { returned.cancel(errReturned) }

// Return ends c because its task has returned.
func (c *Ctx) Return() {
	if c.real.Load() == nil && (c.Context.Err() != nil || c.real.CompareAndSwap(nil, returned)) {
		return
	}
	c.Cancel(errReturned)
}

// describe is what package context calls a context in the texts of its own.
func describe(ctx context.Context) string {
	if s, ok := ctx.(interface{ String() string }); ok {
		return s.String()
	}
	return reflect.TypeOf(ctx).String()
}
