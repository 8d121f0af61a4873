// Package watch is the list of all that is to happen when a task ends.
package watch

import (
	"sync"

	"gosyncio/internal/scope"
)

// A Watcher is told of a task's end twice.
type Watcher interface {
	Ending() // just before Done is closed; it must not call the task
	Ended()  // after Done is closed, on the task's goroutine; it must not block
}

// A Node is a Watcher's place in a [List], made by whoever watches, many at
// once where many tasks are watched.
type Node struct {
	Watcher
	prev, next *Node // guarded by the list's mu; nil when it is in no list
}

// A List belongs to one task. The zero List is empty.
type List struct {
	mu     sync.Mutex // protects the following fields
	root   Node       // of the ring of nodes, in order of registration
	ending bool       // no node is added from here on
}

// Watched is embedded by a task, so that package wait finds its List.
type Watched struct{ list List }

// Watchers returns what is to happen when the task ends.
func (w *Watched) Watchers() *List { return &w.list }

// Add registers n, which must stay where it is until it is removed or told. It
// reports false if the task is ending already: its Done is closed, or will be
// in a moment.
func (l *List) Add(n *Node) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ending {
		return false
	}
	if l.root.next == nil {
		l.root.prev, l.root.next = &l.root, &l.root
	}
	n.prev, n.next = l.root.prev, &l.root
	n.prev.next, n.next.prev = n, n
	return true
}

// Remove takes n back, and reports false if that is too late, or was done
// before.
func (l *List) Remove(n *Node) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.remove(n)
}

// remove is Remove for a caller who holds mu.
func (l *List) remove(n *Node) bool {
	if n.next == nil {
		return false
	}
	n.prev.next, n.next.prev = n.next, n.prev
	n.prev, n.next = nil, nil
	return true
}

// End tells all nodes that the task is ending, closes done, and then tells them
// one by one that it has ended.
func (l *List) End(done chan<- struct{}) {
	watched := l.end()
	close(done)
	if watched {
		l.tell()
	}
}

func (l *List) end() (watched bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ending = true
	if l.root.next == nil {
		return false
	}
	for n := l.root.next; n != &l.root; n = n.next {
		n.Ending()
	}
	return true
}

// tell goes on with the next node also where one exits the goroutine.
func (l *List) tell() {
	exited := true
	defer scope.OnReturnOrGoexit(func() {
		if exited {
			l.tell()
		}
	})
	for n := l.first(); n != nil; n = l.first() {
		n.Ended()
	}
	exited = false
}

func (l *List) first() *Node {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.root.next
	if n == &l.root {
		return nil
	}
	l.remove(n)
	return n
}
