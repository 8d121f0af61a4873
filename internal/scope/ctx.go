package scope

import (
	"cmp"
	"context"
	"errors"
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
	real atomic.Pointer[cancelCtx]
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
// from its cancellation. Where there is none, it is one without a Scope. What is
// started under ctx belongs to the Ctx's Scope.
func Of(ctx context.Context) *Ctx {
	c, _ := ctx.Value(ctxKey{}).(*Ctx)
	return cmp.Or(c, outside)
}

// New makes the context of a task that is started under ctx, and registers it
// with the scope around ctx, if there is one. The name may be empty.
//
// A function without a handle has no end of its own: it runs under the parent of
// its Ctx.
func New(ctx context.Context, name string) *Ctx {
	around := Of(ctx)
	around.materialize() // or in a long chain of tasks, each would ask the next one
	c := &Ctx{Entry: Entry{id: lastID.Add(1)}}
	c.Context = c.setName(around.Scope.Bind(ctx), name)
	if around.Scope.Register(&c.Entry) {
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
func (c *Ctx) String() string { return "task.Task(" + c.Name() + ")" }

// Cancel ends c with cause; nil means [context.Canceled].
func (c *Ctx) Cancel(cause error) { c.materialize().cancel(cause) }

var errReturned = errors.New("the task that this was started under has returned")

var (
	// returned is what every Ctx materializes to whose task returned before Done or
	// Cancel was called: what such a task left behind finds it cancelled.
	returned = newCancelCtx(context.Background())

	// outside is where no task and no Run is around.
	outside = &Ctx{Context: context.Background()}
)

func init() {
	returned.cancel(errReturned)
	outside.materialize()
}

// Return ends c because its task has returned.
func (c *Ctx) Return() {
	if c.real.Load() != nil || c.Context.Err() == nil && !c.real.CompareAndSwap(nil, returned) {
		c.Cancel(errReturned)
	}
}
