package wait

import "gosyncio/internal/watch"

// A registration is the place of a watcher in a task's list.
type registration struct {
	watch.Node
	list *watch.List
	stop func() bool // for a Task that isn't a task.Task
}

// register has w told when t ends, at once if it has ended since the caller
// looked.
func (r *registration) register(t Task, w watch.Watcher) {
	r.Watcher = w
	watched, ok := t.(interface{ Watchers() *watch.List })
	if !ok {
		r.stop = t.OnDone(func() { w.Ending(); w.Ended() })
		return
	}
	r.list = watched.Watchers()
	if !r.list.Add(&r.Node) {
		<-t.Done() // it is ending, and will be done in a moment
		w.Ending()
		w.Ended()
	}
}

// unregister leaves nothing behind at the task.
func (r *registration) unregister() {
	switch {
	case r.stop != nil:
		r.stop()
	case r.list != nil:
		r.list.Remove(&r.Node)
	}
}
