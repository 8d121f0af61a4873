package scope

import (
	"context"
	"runtime/trace"
	"strconv"
	"sync/atomic"
)

// An Entry is what a [Scope] waits for: a task, a function without a handle, or
// all functions of one gather. Where a trace is taken, runtime/trace knows it as
// a task. A nil Entry is one that nobody knows.
type Entry struct {
	Scope      *Scope // that e is registered with, nil if with none
	id         int64
	label      *label // nil for a task without a name, where no trace is taken
	waitsFor   atomic.Pointer[Entry]
	prev, next *Entry // guarded by the scope's mu
}

// A label distinguishes an entry from others.
type label struct {
	name    string
	running func() []string // of a gather: the names of those that still run
	task    *trace.Task     // nil where no trace is taken
	ctx     context.Context // of the trace's task
}

var lastID atomic.Int64

// Enter registers e, which the trace does not know, for all functions of a
// gather. running names those that have not returned.
func (s *Scope) Enter(e *Entry, running func() []string) {
	e.label = &label{name: "gather", running: running}
	s.Register(e)
}

// Lists reports whether s can name what is pending.
func (s *Scope) Lists() bool { return s != nil && s.lists }

// setName labels e and, where a trace is taken, starts e's task of the trace. It
// returns the context to run e under.
func (e *Entry) setName(ctx context.Context, name string) context.Context {
	if name != "" {
		e.label = &label{name: name}
	}
	if trace.IsEnabled() {
		e.label = &label{name: e.Name()}
		ctx, e.label.task = trace.NewTask(ctx, e.label.name)
		e.label.ctx = ctx
	}
	return ctx
}

// Name is the default one where no other was given. It is made on demand: most
// tasks end before anybody asks.
func (e *Entry) Name() string {
	if e.label == nil {
		return "Task-" + strconv.FormatInt(e.id, 10)
	}
	return e.label.name
}

// Register makes s wait for e until e is unregistered. It reports whether s is
// closing already, so that e is to be cancelled.
func (s *Scope) Register(e *Entry) (closing bool) {
	if s == nil {
		return false
	}
	e.Scope = s
	s.pending.Add(1)
	if e.listed() {
		s.mu.Lock()
		defer s.mu.Unlock()
		e.prev, e.next = s.root.prev, &s.root
		e.prev.next, e.next.prev = e, e
	}
	return s.closing.Load()
}

// listed reports whether anybody may ask for e's name: Ctrl-C, or the trace when
// main has returned. Otherwise to count e is enough.
func (e *Entry) listed() bool { return e.Scope.Lists() || e.traced() }

// Unregister takes e back, if it was registered.
func (e *Entry) Unregister() {
	s := e.Scope
	if s == nil {
		return
	}
	if e.listed() {
		s.mu.Lock()
		e.prev.next, e.next.prev = e.next, e.prev
		e.prev, e.next = nil, nil // or e would keep its neighbours from being collected
		s.mu.Unlock()
	}
	// From below, what is registered later does not bring pending to 0 again.
	if s.pending.Add(-1) == 0 && s.pending.CompareAndSwap(0, -1<<62) {
		close(s.idle)
	}
}

// Await notes that what runs under ctx waits for e, until GoesOn of the entry
// that it returns is called. The first to wait under ctx counts.
func (e *Entry) Await(ctx context.Context) *Entry {
	c := Of(ctx)
	if !c.Scope.Lists() || !c.waitsFor.CompareAndSwap(nil, e) {
		return nil
	}
	return &c.Entry
}

// GoesOn ends what Await noted. A nil Entry noted nothing.
func (e *Entry) GoesOn() {
	if e != nil {
		e.waitsFor.Store(nil)
	}
}

// Pending names what runs under s, main first, then the oldest, and says what
// each waits for where that is known.
func (s *Scope) Pending() (names []string) {
	for _, e := range s.entries() {
		switch target := e.waitsFor.Load(); {
		case e.label != nil && e.label.running != nil:
			names = append(names, e.label.running()...)
		case target != nil:
			names = append(names, e.Name()+" (waits for "+target.Name()+")")
		default:
			names = append(names, e.Name())
		}
	}
	return names
}

// entries are those that are listed, main first until it has returned, then the
// oldest.
func (s *Scope) entries() (entries []*Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.root.next; e != &s.root; e = e.next {
		entries = append(entries, e)
	}
	return entries
}
