package conformance

import (
	"context"
	"strconv"
	"sync"
	"time"

	"gosyncio/task"
)

// play runs a program on the six packages. Call it in a bubble.
func play(ctx context.Context, p *Program) Run {
	j := &journal{start: time.Now()}
	task.Run(ctx, task.NoResult(func(ctx context.Context) error {
		l := &player{j, ctx}
		main := l.task(ctx, p.Main, nil)
		if p.Cancel > 0 {
			time.AfterFunc(units(p.Cancel), func() { main.Cancel(nil) })
		}
		main.Await(ctx)
		return nil
	}))
	time.Sleep(time.Hour) // a Run that panicked has waited for nothing
	j.mu.Lock()
	defer j.mu.Unlock()
	return Run{Events: j.events}
}

func units(d int64) time.Duration { return time.Duration(d) * time.Microsecond }

// A journal records the events of one run.
type journal struct {
	start time.Time

	mu     sync.Mutex // protects events
	events []Event
}

func (j *journal) log(n *Node, what string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = append(j.events, Event{time.Since(j.start).Microseconds(), n.ID, what})
}

// A player starts tasks under one task.Run.
type player struct {
	*journal
	root context.Context // of Run: a task in asyncio has no parent
}

type handle = *task.Task[string]

// A group is sibling tasks, which may cancel one another.
type group struct {
	tasks []handle
	ready chan struct{} // closed when tasks is complete
}

// task starts n as a task under parent, which is l.root or detached from it:
// the cancellation of the task that calls it does not reach n.
func (l *player) task(parent context.Context, n *Node, g *group) handle {
	t := task.Named(parent, strconv.Itoa(n.ID), func(ctx context.Context) (string, error) {
		outer, stop := l.outlive(l.root, ctx)
		defer stop()
		return (&actor{l, &scope{ctx: outer}, g}).eval(n)
	})
	t.OnDone(func() { l.log(n, fate(t)) })
	return t
}

// detached returns a ctx that only a deadline ends, and the end of Run.
func detached(ctx context.Context, d int64) context.Context {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), units(d))
	context.AfterFunc(ctx, cancel)
	return ctx
}

func fate(t handle) string {
	value, err := t.Result()
	return verdict(value, err)
}

// outlive returns a ctx that ends with ctx, but not because ctx's function has
// returned: what a failed gather leaves behind in a task or an AtMost is to go
// on (G7), until Run ends. stop has to be called before the function returns.
func (l *player) outlive(parent, ctx context.Context) (outer context.Context, stop func() bool) {
	outer, cancel := context.WithCancelCause(parent)
	if l.root.Err() == nil { // else Run has cancelled everything already
		context.AfterFunc(l.root, func() { cancel(context.Cause(l.root)) })
	}
	return outer, context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
}

// verdict is how a task ended, as asyncio sees it: a task that ends with a
// cancellation is cancelled, wherever that came from (K9, K10).
func verdict(value string, err error) string {
	switch {
	case err == nil:
		return "task = " + value
	case label(err) == "cancelled":
		return "task cancelled"
	default:
		return "task failed " + label(err)
	}
}

func (l *player) tasks(n *Node) *group {
	g := &group{ready: make(chan struct{})}
	for _, kid := range n.Kids {
		g.tasks = append(g.tasks, l.task(l.root, kid, g))
	}
	close(g.ready)
	return g
}

// A scope is a part of a task with a ctx of its own: all of it, or what an
// AtMost limits, or what runs under a Run of its own.
type scope struct {
	parent *scope
	ctx    context.Context
	run    bool // ctx is a Run's
}

// caught gives the scope a ctx that is alive, after a cancellation was caught.
// asyncio cancels once, and then awaiting works again (K7); Go code detaches.
func (s *scope) caught() context.Context {
	switch {
	case s.ctx.Err() == nil:
	case s.parent == nil:
		s.ctx = context.WithoutCancel(s.ctx)
	case s.run:
		s.parent.caught()
		s.ctx = context.WithoutCancel(s.ctx)
	default:
		s.ctx = s.parent.caught()
	}
	return s.ctx
}

// An actor evaluates nodes in one task.
type actor struct {
	*player
	scope *scope
	group *group
}

func (a *actor) ctx() context.Context { return a.scope.ctx }

func (a *actor) eval(n *Node) (string, error) {
	a.log(n, "start")
	value, err := a.consume(ops[n.Op](a, n))
	if err != nil {
		a.log(n, label(err))
		return "", err
	}
	a.log(n, "= "+value)
	return value, nil
}

// consume looks at what was awaited: anything but a cancellation that comes back
// from a cancelled wait means that the cancellation was caught.
func (a *actor) consume(value string, err error) (string, error) {
	if err == nil || label(err) != "cancelled" {
		a.scope.caught()
	}
	return value, err
}

// within evaluates n under ctx.
func (a *actor) within(ctx context.Context, n *Node) (string, error) {
	outer := a.scope
	a.scope = &scope{parent: outer, ctx: ctx}
	defer func() { a.scope = outer }()
	return a.eval(n)
}

// kids are n's kids as functions, for gather to start.
func (a *actor) kids(n *Node) []task.Func[string] {
	return task.Each(n.Kids, func(ctx context.Context, kid *Node) (string, error) {
		value, err := (&actor{a.player, &scope{ctx: ctx}, nil}).eval(kid)
		a.log(kid, verdict(value, err))
		return value, err
	})
}
