package scope

import (
	"container/list"
	"sync"
)

// Watched is embedded by a task, and is what is to happen when the task ends.
type Watched struct {
	trace    *Trace     // of the task
	mu       sync.Mutex // protects the following fields, and the elements of watchers
	watchers *list.List // of func(ended bool), in order of registration
	ending   bool       // no watcher is added from here on
}

// NewWatched is for the task that t is the trace of.
func NewWatched(t *Trace) Watched { return Watched{trace: t} }

// Watch arranges for f to be called twice: with false just before the task's
// Done is closed, when f must not look at the task, and with true afterwards, on
// the task's goroutine, when f must not block. remove takes f back, and reports
// false if that is too late; it is nil if the task is ending already, so that
// its Done is closed, or will be in a moment.
func (w *Watched) Watch(f func(ended bool)) (remove func() bool) {
	w.trace.Log("await", "")
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ending {
		return nil
	}
	if w.watchers == nil {
		w.watchers = list.New()
	}
	e := w.watchers.PushBack(f)
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.remove(e) != nil
	}
}

// remove returns e's function, nil if e was removed before. The caller holds mu.
func (w *Watched) remove(e *list.Element) func(bool) {
	if e == nil || e.Value == nil {
		return nil
	}
	f := w.watchers.Remove(e).(func(bool))
	e.Value = nil
	return f
}

// End tells all watchers that the task is ending, closes done, tells them one
// by one that it has ended, and then unregisters the task's entry.
func (w *Watched) End(done chan<- struct{}, e *Entry) {
	watched := w.end()
	close(done)
	if !watched {
		e.Unregister()
		return
	}
	defer OnReturnOrGoexit(e.Unregister)
	w.tell()
}

func (w *Watched) end() (watched bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ending = true
	if w.watchers == nil {
		return false
	}
	for e := w.watchers.Front(); e != nil; e = e.Next() {
		e.Value.(func(bool))(false)
	}
	return true
}

// tell goes on with the next watcher also where one exits the goroutine.
func (w *Watched) tell() {
	exited := true
	defer OnReturnOrGoexit(func() {
		if exited {
			w.tell()
		}
	})
	for f := w.first(); f != nil; f = w.first() {
		f(true)
	}
	exited = false
}

func (w *Watched) first() func(bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.remove(w.watchers.Front())
}
