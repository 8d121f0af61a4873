package gather

import (
	"context"
	"runtime/trace"
	"sync/atomic"

	"gosyncio/internal/ctxerr"
	"gosyncio/internal/scope"
	"gosyncio/task"
)

// A group is n functions that run, and one caller that waits for them.
//
// The caller goes on at the first error while ctx is alive, or when all have
// returned. So it does not have to look at ctx: the end of ctx reaches the
// functions themselves.
type group struct {
	scope.Entry                       // a Run waits for all of the group at once
	waiter      *scope.Entry          // what runs under ctx, for Ctrl-C
	ctx         context.Context       // that the functions run under
	plain       scope.Ctx             // stands for every function where no trace is taken
	children    []*scope.Ctx          // one for each function where a trace is taken
	codes       []uintptr             // each function's code, for its name; 0 when it has returned
	first       bool                  // the caller goes on at the first error
	left        atomic.Int64          // how many have not returned
	err         atomic.Pointer[error] // the first one that counts
	ready       chan struct{}         // has room for both: the first error, and the end of all
}

// open makes the group for n functions, of which f returns each. If ctx is done,
// it is over already: nothing is to be called.
func open(ctx context.Context, first bool, n int, f func(i int) any) *group {
	s, traced := scope.Of(ctx).Scope, trace.IsEnabled()
	ctx = s.Bind(ctx)
	g := &group{ctx: ctx, plain: scope.Ctx{Context: ctx}, first: first, ready: make(chan struct{}, 2)}
	if n == 0 || g.keep(ctxerr.Of(ctx)) {
		g.ready <- struct{}{}
		return g
	}
	g.left.Store(int64(n))

	// Names are for Ctrl-C and for traces, and cost an allocation.
	if s.Lists() || traced {
		g.codes = make([]uintptr, n)
		for i := range g.codes {
			g.codes[i] = scope.FuncPC(f(i))
		}
	}
	if traced {
		for _, name := range scope.FuncNames(g.codes) {
			g.children = append(g.children, scope.New(ctx, name))
		}
		clear(g.codes) // Ctrl-C names the children
	}

	// To a Run the group is one entry, however many functions it has: two locks
	// for each of them would cost more than the rest of the gather.
	if s != nil {
		s.Enter(&g.Entry, g.stillRunning)
		g.waiter = g.Await(ctx) // now, or a child that awaits a task would be first
	}
	return g
}

// start calls f in a new goroutine and stores what it returns at v, which start
// returns, and at e, unless that is nil. There is no function between the
// goroutine and f: one more would make most goroutines copy their stacks.
func start[T any](g *group, i int, f task.Func[T], v *T, e *error) *T {
	if g.left.Load() == 0 { // ctx was done when the group was opened
		return v
	}
	c := &g.plain
	if g.children != nil {
		c = g.children[i]
	}
	go func() {
		err := task.ErrExited // unless f returns
		defer scope.OnReturnOrGoexit(&c.Entry, func() {
			if e != nil {
				*e = err
			}
			scope.LogEnd(&c.Entry, g.ctx, *v, err)
			c.Unregister()
			g.end(i, err)
		})
		if g.ctx.Err() != nil { // since open looked (K2)
			err = ctxerr.Of(g.ctx)
			return
		}
		c.Log("start", nil)
		*v, err = f(c.Context)
	}()
	return v
}

// end is called when function i has returned or exited. The last one decides
// whether ctx ended before all had returned (G15), and lets the caller go on.
func (g *group) end(i int, err error) {
	if g.codes != nil {
		atomic.StoreUintptr(&g.codes[i], 0)
	}
	if err != nil && g.first {
		g.fail(err)
	}
	if g.left.Add(-1) == 0 {
		g.keep(ctxerr.Of(g.ctx))
		g.ready <- struct{}{}
		g.Unregister()
	}
}

// fail keeps the first error that isn't just the end of ctx (G30). While ctx is
// alive, it is the one that comes back at once (G7).
func (g *group) fail(err error) {
	alive := g.ctx.Err() == nil
	_, cancelled := ctxerr.Classify(g.ctx, err)
	if !cancelled && g.keep(err) && alive {
		g.ready <- struct{}{}
	}
}

// keep reports whether err is the first error that counts.
func (g *group) keep(err error) bool {
	if err == nil {
		return false
	}
	kept := err // so that only an error costs an allocation
	return g.err.CompareAndSwap(nil, &kept)
}

// wait returns at the first error, or when all have returned. It does not select
// on ctx: when that ends, all functions have to be waited for (G9, G13).
func (g *group) wait() error {
	region := trace.StartRegion(g.ctx, "wait") // for the children that start in it
	<-g.ready
	g.waiter.GoesOn()
	region.End()
	if err := g.err.Load(); err != nil {
		return *err
	}
	return nil
}

// stillRunning names the functions that have not returned. One that only awaits
// a task isn't named: the task is.
func (g *group) stillRunning() (names []string) {
	for i := range g.codes {
		name := scope.FuncName(atomic.LoadUintptr(&g.codes[i]))
		if name != "" && name != "Await" && name != "Shield" {
			names = append(names, name)
		}
	}
	return names
}
