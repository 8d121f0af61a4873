package scope

import "sync"

// Watched is embedded by a task, and is what is to happen when the task ends.
type Watched struct {
	trace       *Trace     // of the task
	mu          sync.Mutex // protects the following fields, and the watchers' links
	first, last *watcher   // in order of registration
	ending      bool       // no watcher is added from here on
}

type watcher struct {
	f          func(ended bool) // nil when it has been removed
	prev, next *watcher
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
	n := &watcher{f: f, prev: w.last}
	if n.prev == nil {
		w.first = n
	} else {
		n.prev.next = n
	}
	w.last = n
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.remove(n) != nil
	}
}

// remove returns n's function, nil if n was removed before. The caller holds mu.
func (w *Watched) remove(n *watcher) (f func(bool)) {
	if n == nil || n.f == nil {
		return nil
	}
	if n.prev == nil {
		w.first = n.next
	} else {
		n.prev.next = n.next
	}
	if n.next == nil {
		w.last = n.prev
	} else {
		n.next.prev = n.prev
	}
	f, n.f = n.f, nil
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
	for n := w.first; n != nil; n = n.next {
		n.f(false)
	}
	return w.first != nil
}

// tell goes on with the next watcher also where one exits the goroutine.
func (w *Watched) tell() {
	exited := true
	defer OnReturnOrGoexit(func() {
		if exited {
			w.tell()
		}
	})
	for f := w.take(); f != nil; f = w.take() {
		f(true)
	}
	exited = false
}

func (w *Watched) take() func(bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.remove(w.first)
}
