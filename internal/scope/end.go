package scope

import (
	"cmp"
	"container/ring"
	"log/slog"
	"runtime"
	"slices"
	"sync"
)

// Watched is embedded by a task, and is what is to happen when the task ends. It has
// no exported methods, which would be the task's, too.
type Watched struct {
	entry *Entry     // of the task
	mu    sync.Mutex // protects the following fields, and the ring
	first *ring.Ring // of the watchers, func() or, before those, early; nil if there is none
	ended bool       // no watcher is added from here on
}

// Watchable is a task.Task of any type.
type Watchable interface{ add(any, bool) func() bool }

// An early watcher is called before Done is closed, and must not look at the task.
type early func()

// NewWatched is for the task that e is the entry of.
func NewWatched(e *Entry) Watched { return Watched{entry: e} }

// BeforeDone arranges for f to be called just before the task's Done is closed,
// when f must not look at the task; or at once, if that moment has come. remove
// takes f back, and reports false if that is too late.
func BeforeDone(task Watchable, f func()) (remove func() bool) {
	if remove = task.add(early(f), true); remove != nil {
		return remove
	}
	f()
	return func() bool { return false }
}

// AfterDone arranges for f to be called after the task's Done is closed, on the
// task's goroutine, in order of registration. remove is that of BeforeDone; it
// is nil if the task is ending already, so that its Done will be closed in a
// moment.
func AfterDone(task Watchable, f func()) (remove func() bool) { return task.add(f, false) }

func (w *Watched) add(watcher any, first bool) (remove func() bool) {
	w.entry.Log("await", nil)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return nil
	}
	r := &ring.Ring{Value: watcher}
	r.Link(w.first) // between the last and the first
	if w.first == nil || first {
		w.first = r
	}
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.remove(r)
	}
}

// remove reports whether r was in the ring. The caller holds mu.
func (w *Watched) remove(r *ring.Ring) (was bool) {
	was, r.Value = r.Value != nil, nil
	if w.first == r {
		w.first = r.Next()
	}
	r.Prev().Unlink(1)
	if w.first == r { // it was the only one
		w.first = nil
	}
	return was
}

// take removes the first watcher, if it is of this kind, and returns it.
func take[F early | func()](w *Watched) (f F) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if w.first != nil {
		if f, _ = w.first.Value.(F); f != nil {
			w.remove(w.first)
		}
	}
	return f
}

// End calls the early watchers, closes done, calls the others, and then
// unregisters the task's entry.
func End(w *Watched, done chan<- struct{}) {
	for f := take[early](w); f != nil; f = take[early](w) {
		f()
	}
	close(done)
	w.afterDone()
}

// afterDone goes on with the next watcher also where one exits the goroutine.
func (w *Watched) afterDone() {
	f := take[func()](w)
	if f == nil { // as most often
		w.entry.Unregister()
		return
	}
	defer OnReturnOrGoexit(nil, w.afterDone)
	for ; f != nil; f = take[func()](w) {
		f()
	}
}

// A Failure is a task's error until it is retrieved, by a look at the task, or
// reported. It does not hold the task.
type Failure struct {
	task      string
	id        int64
	err       error
	scope     *Scope     // among whose failures f is until then
	reporting sync.Mutex // held by the report, so that a Run can wait for it
}

// Track makes a task, which has failed with err, report that when it is collected,
// or when its Run returns (T12). The task is given by its field for its context:
// with a type parameter for the task, every program that has one would compile
// [runtime.AddCleanup] anew.
func Track(field **Ctx, err error) *Failure {
	c := *field
	f := &Failure{task: c.Name(), id: c.id, err: err, scope: cmp.Or(c.Scope, nowhere)}
	f.scope.mu.Lock()
	defer f.scope.mu.Unlock()
	f.scope.failures[f.id] = f
	runtime.AddCleanup(field, (*Failure).report, f)
	return f
}

// Retrieve is called when the error is looked at. It does not wait for a report
// that has begun, which may be what looks.
func (f *Failure) Retrieve() {
	f.scope.mu.Lock()
	defer f.scope.mu.Unlock()
	delete(f.scope.failures, f.id)
}

// report holds no lock that a log handler could ask for by looking at tasks. A
// Run that returns meanwhile waits for a report that has begun.
func (f *Failure) report() {
	f.reporting.Lock()
	defer f.reporting.Unlock()
	f.scope.mu.Lock()
	_, unretrieved := f.scope.failures[f.id]
	f.scope.mu.Unlock()
	if unretrieved {
		slog.Error("task failed, and its error was never retrieved", "task", f.task, "err", f.err)
		f.Retrieve()
	}
}

// report reports what nobody has looked at, the oldest task first.
func (s *Scope) report() {
	var failures []*Failure
	s.mu.Lock()
	for _, f := range s.failures {
		failures = append(failures, f)
	}
	s.mu.Unlock()
	slices.SortFunc(failures, func(f, g *Failure) int { return cmp.Compare(f.id, g.id) })
	for _, f := range failures {
		f.report()
	}
}
