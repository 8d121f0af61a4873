package task

import (
	"cmp"
	"context"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
)

// A member is what a Run knows of one of its goroutines, and what every task
// has in common whatever it returns.
type member struct {
	ctx        lazy
	name       string
	id         int64
	prev, next *member // in the Run's ring
}

var lastID atomic.Int64

// join gives m its context, and enters it into the Run around ctx, if there is
// one.
func (m *member) join(ctx context.Context) {
	r := runOf(ctx)
	m.ctx.Context, m.ctx.run = ctx, r
	if r == nil {
		return
	}
	r.mu.Lock()
	m.prev, m.next = r.ring.prev, &r.ring
	m.prev.next, m.next.prev = m, m
	late := r.closing
	r.mu.Unlock()
	if late {
		m.ctx.cancel(errMainReturned)
	}
}

func (m *member) leave() {
	r := m.ctx.run
	if r == nil {
		return
	}
	r.mu.Lock()
	m.prev.next, m.next.prev = m.next, m.prev
	m.prev, m.next = nil, nil // or a task would keep its neighbours from being collected
	idle := r.ring.next == &r.ring
	r.mu.Unlock()
	if idle {
		r.idle.Broadcast()
	}
}

// title is made on demand: most tasks end without anybody asking.
func (m *member) title() string {
	if m.name != "" {
		return m.name
	}
	return "Task-" + strconv.FormatInt(m.id, 10)
}

// A failure is an error that nobody has looked at yet. It doesn't hold the
// task that it came from, so that both may go when nobody is interested.
type failure struct {
	task string
	id   int64
	err  error
	run  *run
	once sync.Once // looked at, or reported
}

func (m *member) remember(err error) *failure {
	f := &failure{task: m.title(), id: m.id, err: err, run: m.ctx.run}
	if f.run != nil {
		f.run.mu.Lock()
		defer f.run.mu.Unlock()
		f.run.unseen[f] = struct{}{}
	}
	return f
}

// settle is called when somebody looks at the error.
func (f *failure) settle() { f.once.Do(f.forget) }

// report tells the world, if nobody has looked. It forgets only then, so that
// a Run that returns meanwhile waits for a report that has begun.
func (f *failure) report() {
	f.once.Do(func() {
		slog.Error("task failed, and nobody looked at its error", "task", f.task, "err", f.err)
		f.forget()
	})
}

func (f *failure) forget() {
	if f.run != nil {
		f.run.mu.Lock()
		defer f.run.mu.Unlock()
		delete(f.run.unseen, f)
	}
}

func (f *failure) older(g *failure) int { return cmp.Compare(f.id, g.id) }
