package conformance

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"gosyncio/task"
	"gosyncio/waitfor"
)

// play runs a program on the six packages. It wants to be called in a bubble.
func play(ctx context.Context, p *Program) Run {
	l := &player{start: time.Now()}
	task.Run(ctx, task.NoResult(func(ctx context.Context) error {
		l.root = ctx
		main := l.task(p.Main, nil)
		if p.Cancel > 0 {
			time.AfterFunc(units(p.Cancel), func() { main.Cancel(nil) })
		}
		main.Await(ctx)
		return nil
	}))
	return Run{Events: l.events}
}

func units(d int64) time.Duration { return time.Duration(d) * time.Microsecond }

type player struct {
	root  context.Context // of Run: asyncio's tasks are nobody's children
	start time.Time

	mu     sync.Mutex
	events []Event
}

func (l *player) log(n *Node, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, Event{time.Since(l.start).Microseconds(), n.ID, what})
}

// boom is an error that a leaf, an enter or an exit raises.
type boom string

func (b boom) Error() string { return string(b) }

func label(err error) string {
	var own boom
	if two, ok := err.(interface{ Unwrap() []error }); ok {
		if es := two.Unwrap(); errors.As(es[1], &own) {
			return label(es[0]) + "&" + label(es[1]) // what errors.Join has made (AW5)
		} else {
			return label(es[0]) // and its cause
		}
	}
	switch {
	case errors.As(err, &own):
		return string(own)
	case errors.Is(err, waitfor.ErrTimeout):
		return "timeout"
	case cancelled(err):
		return "cancelled"
	default:
		return "unexpected: " + err.Error()
	}
}

func cancelled(err error) bool {
	return !errors.Is(err, waitfor.ErrTimeout) &&
		(errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}

type handle = *task.Task[string]

// A group is sibling tasks, who may cancel one another.
type group struct {
	tasks []handle
	ready chan struct{} // closed when tasks is complete
}

// task starts n as a task of its own, whose cancellation is not its parent's.
func (l *player) task(n *Node, g *group) handle {
	t := task.Named(l.root, strconv.Itoa(n.ID), func(ctx context.Context) (string, error) {
		outer, stop := l.outlive(l.root, ctx)
		defer stop()
		return (&actor{l, &scope{ctx: outer}, g}).eval(n)
	})
	t.OnDone(func() { l.log(n, fate(t)) })
	return t
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
	if l.root.Err() == nil { // else Run has told everybody already
		context.AfterFunc(l.root, func() { cancel(context.Cause(l.root)) })
	}
	return outer, context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
}

// verdict is how a task ended, as asyncio sees it: to be cancelled is to end
// with a cancellation, whoever it came from (K9, K10).
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
		g.tasks = append(g.tasks, l.task(kid, g))
	}
	close(g.ready)
	return g
}

// A scope is a part of a task with a ctx of its own: all of it, or what an
// AtMost limits.
type scope struct {
	parent *scope
	ctx    context.Context
}

// caught gives the scope a ctx that is alive, after a cancellation was caught.
// asyncio cancels once, and then awaiting works again (K7); in Go one says so.
func (s *scope) caught() context.Context {
	if s.ctx.Err() != nil {
		if s.parent == nil {
			s.ctx = context.WithoutCancel(s.ctx)
		} else {
			s.ctx = s.parent.caught()
		}
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

// consume looks at what was awaited: whoever comes back from a cancellation
// with anything else has caught it.
func (a *actor) consume(value string, err error) (string, error) {
	if err == nil || label(err) != "cancelled" {
		a.scope.caught()
	}
	return value, err
}

// within evaluates n where ctx reigns.
func (a *actor) within(ctx context.Context, n *Node) (string, error) {
	outer := a.scope
	a.scope = &scope{outer, ctx}
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
