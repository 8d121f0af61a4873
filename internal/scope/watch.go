package scope

import "sync"

// Watched is embedded by a task, and is what is to happen when the task ends.
type Watched struct {
	entry *Entry     // of the task
	mu    sync.Mutex // protects the following fields, and the watchers' links
	first *watcher   // of the ring of watchers; those that are early come first
	used  bool       // there was a watcher
	ended bool       // no watcher is added from here on
}

type watcher struct {
	f          func()
	early      bool
	prev, next *watcher
}

// NewWatched is for the task that e is the entry of.
func NewWatched(e *Entry) Watched { return Watched{entry: e} }

// BeforeDone arranges for f to be called just before the task's Done is closed,
// when f must not look at the task. remove takes f back, and reports false if
// that is too late; it is nil if the task is ending already, so that its Done
// will be closed in a moment.
func (w *Watched) BeforeDone(f func()) (remove func() bool) { return w.watch(f, true) }

// AfterDone arranges for f to be called after the task's Done is closed, on the
// task's goroutine, in order of registration. remove is that of BeforeDone.
func (w *Watched) AfterDone(f func()) (remove func() bool) { return w.watch(f, false) }

func (w *Watched) watch(f func(), early bool) (remove func() bool) {
	w.entry.Log("await", nil)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return nil
	}
	w.used = true
	n := &watcher{f: f, early: early}
	n.prev, n.next = n, n
	if w.first != nil {
		n.prev, n.next = w.first.prev, w.first
		n.prev.next, n.next.prev = n, n
	}
	if w.first == nil || early {
		w.first = n
	}
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.remove(n)
	}
}

// remove reports whether n was in the ring. The caller holds mu.
func (w *Watched) remove(n *watcher) bool {
	switch {
	case n.next == nil:
		return false
	case n.next == n:
		w.first = nil
	case w.first == n:
		w.first = n.next
	}
	n.prev.next, n.next.prev = n.next, n.prev
	n.prev, n.next = nil, nil
	return true
}

// take removes the first watcher, if it is of this kind, and returns its
// function.
func (w *Watched) take(early bool) (f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	n := w.first
	if n == nil || n.early != early {
		return nil
	}
	w.remove(n)
	return n.f
}

// End calls the early watchers, closes done, calls the others, and then
// unregisters the task's entry.
func (w *Watched) End(done chan<- struct{}) {
	for f := w.take(true); f != nil; f = w.take(true) {
		f()
	}
	close(done)
	if w.used {
		w.afterDone()
	} else { // as most often
		w.entry.Unregister()
	}
}

// afterDone goes on with the next watcher also where one exits the goroutine.
func (w *Watched) afterDone() {
	f := w.take(false)
	defer OnReturnOrGoexit(nil, func() {
		if f != nil {
			w.afterDone()
		} else {
			w.entry.Unregister()
		}
	})
	for ; f != nil; f = w.take(false) {
		f()
	}
}
