// Package watch is the list of all that is to happen when a task ends.
package watch

import (
	"sync"
	"sync/atomic"

	"gosyncio/internal/scope"
)

// A Watcher is told of a task's end twice.
type Watcher interface {
	Ending() // just before Done is closed; it must not call the task
	Ended()  // after Done is closed, on the task's goroutine; it must not block
}

// A Node is a Watcher's place in a [List], made by whatever watches, many at
// once where many tasks are watched.
type Node struct {
	Watcher
	prev, next *Node // guarded by the ring's mu; nil when it is in no ring
}

// A List belongs to one task. The zero List is empty, and most stay so: the
// ring is made when there is a first node.
type List struct{ ring atomic.Pointer[ring] }

type ring struct {
	mu    sync.Mutex // protects the following fields, and the nodes' links
	root  Node       // of the nodes, in order of registration
	ended bool       // no node is added from here on
}

// ended is the ring of each task that has ended.
var ended = &ring{ended: true}

// Watched is embedded by a task, so that package wait finds its List.
type Watched struct{ list List }

// Watchers returns what is to happen when the task ends.
func (w *Watched) Watchers() *List { return &w.list }

// Add registers n, which must stay where it is until it is removed or told. It
// reports false if the task is ending already: its Done is closed, or will be
// in a moment.
func (l *List) Add(n *Node) bool {
	r := l.ring.Load()
	if r == nil {
		r = &ring{}
		r.root.prev, r.root.next = &r.root, &r.root
		if !l.ring.CompareAndSwap(nil, r) {
			r = l.ring.Load()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return false
	}
	n.prev, n.next = r.root.prev, &r.root
	n.prev.next, n.next.prev = n, n
	return true
}

// Remove takes n back, and reports false if that is too late, or was done
// before.
func (l *List) Remove(n *Node) bool {
	r := l.ring.Load()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.remove(n)
}

// remove is Remove for a caller who holds mu.
func (r *ring) remove(n *Node) bool {
	if n.next == nil {
		return false
	}
	n.prev.next, n.next.prev = n.next, n.prev
	n.prev, n.next = nil, nil
	return true
}

// End tells all nodes that the task is ending, closes done, tells them one by
// one that it has ended, and then unregisters the task.
func (l *List) End(done chan<- struct{}, e *scope.Entry) {
	if l.ring.CompareAndSwap(nil, ended) {
		close(done)
		e.Unregister()
		return
	}
	r := l.ring.Load()
	r.end()
	close(done)
	defer scope.OnReturnOrGoexit(e.Unregister)
	r.tell()
}

func (r *ring) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	for n := r.root.next; n != &r.root; n = n.next {
		n.Ending()
	}
}

// tell goes on with the next node also where one exits the goroutine.
func (r *ring) tell() {
	exited := true
	defer scope.OnReturnOrGoexit(func() {
		if exited {
			r.tell()
		}
	})
	for n := r.first(); n != nil; n = r.first() {
		n.Ended()
	}
	exited = false
}

func (r *ring) first() *Node {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.root.next
	if n == &r.root {
		return nil
	}
	r.remove(n)
	return n
}
