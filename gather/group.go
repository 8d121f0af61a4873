package gather

import (
	"context"
	"runtime/trace"
	"sync"
	"sync/atomic"

	"gosyncio/internal/ctxerr"
	"gosyncio/internal/scope"
	"gosyncio/task"
)

// A group is n functions that run, and one caller that waits for them.
//
// The caller goes on when ready is closed, and that happens once: at the first
// error while ctx is alive, or when all have returned. So it does not have to
// look at ctx: the end of ctx reaches the functions themselves.
type group struct {
	scope.Entry              // a Run waits for all of the group at once
	waiter      *scope.Entry // what runs under ctx, for Ctrl-C
	ctx         context.Context
	first       bool             // the caller goes on at the first error
	running     []atomic.Uintptr // for Ctrl-C: the code of each function, 0 when it has returned
	children    []child          // in a trace
	left        atomic.Int64     // how many have not returned
	ready       chan struct{}
	woken       atomic.Bool // ready is closed, or about to be
	late        bool        // ctx had ended before all had returned; written before woken

	mu  sync.Mutex // protects err
	err error      // the first one that counts; does not change after woken
}

// open makes the group for n functions, of which fn returns each. If ctx is done,
// nothing is to be called.
func open(ctx context.Context, first bool, n int, fn func(i int) any) (*group, error) {
	s := scope.Around(ctx)
	g := &group{ctx: s.Bind(ctx), first: first, ready: make(chan struct{})}
	if n == 0 {
		g.wake()
		return g, nil
	}
	if err := ctxerr.Of(g.ctx); err != nil {
		return nil, err
	}
	g.left.Store(int64(n))
	if trace.IsEnabled() {
		g.traceChildren(s, n, fn)
	} else if s != nil {
		g.running = make([]atomic.Uintptr, n)
		for i := range n {
			g.running[i].Store(scope.FuncPC(fn(i)))
		}
	}
	if s != nil {
		s.Enter(&g.Entry, "gather", nil, g.stillRunning)
		g.waiter = g.Await(ctx) // now, or a child that awaits a task would be first
	}
	return g, nil
}

// start calls f in a new goroutine and stores what it returns at v, which start
// returns, and at e, unless that is nil. There is no function between the
// goroutine and f: one more would make most goroutines copy their stacks.
func start[T any](g *group, i int, f task.Func[T], v *T, e *error) *T {
	if g.children != nil {
		f = traceEnd(g.children[i], f)
	}
	go func() {
		err := task.ErrExited // unless f returns
		defer scope.OnReturnOrGoexit(func() {
			if e != nil {
				*e = err
			}
			g.end(i, err)
		})
		if g.ctx.Err() != nil { // since open looked (K2)
			err = ctxerr.Of(g.ctx)
			return
		}
		*v, err = f(g.ctx)
	}()
	return v
}

// end is called when function i has returned.
func (g *group) end(i int, err error) {
	if g.children != nil {
		g.children[i].end(err)
	}
	if g.running != nil {
		g.running[i].Store(0)
	}
	if err != nil && g.first {
		g.fail(err)
	}
	if g.left.Add(-1) == 0 {
		g.late = g.ctx.Err() != nil
		g.wake()
		g.Unregister()
	}
}

// fail keeps the first error that isn't just the end of ctx (G30). While ctx is
// alive, it is the one that comes back at once (G7).
func (g *group) fail(err error) {
	alive := g.ctx.Err() == nil
	if _, cancelled := ctxerr.Classify(g.ctx, err); cancelled {
		return
	}
	g.mu.Lock()
	first := g.err == nil
	if first {
		g.err = err
	}
	g.mu.Unlock()
	if first && alive {
		g.wake()
	}
}

func (g *group) wake() {
	if g.woken.CompareAndSwap(false, true) {
		close(g.ready)
	}
}

// wait returns at the first error, or when all have returned.
func (g *group) wait() error {
	region := trace.StartRegion(g.ctx, "wait") // for the children that start in it
	<-g.ready
	g.waiter.GoesOn()
	region.End()
	if g.err == nil && g.late {
		return ctxerr.Of(g.ctx)
	}
	return g.err
}

// stillRunning names the functions that have not returned. One that only awaits
// a task isn't named: the task is.
func (g *group) stillRunning() (names []string) {
	for i := range g.running {
		if pc := g.running[i].Load(); pc != 0 {
			if name := scope.FuncName(pc); name != "Await" && name != "Shield" {
				names = append(names, name)
			}
		}
	}
	return names
}
