package task

import (
	"container/list"
	"context"
)

// OnDone arranges for f to be called when the task has ended, after Done is
// closed. Functions are called one after the other, in order of registration,
// on the task's goroutine, so f must not block: send to a buffered channel, or
// start something. On a task that has ended already, f is called in a
// goroutine of its own.
//
// stop takes f back and reports whether it did: false means that f has been
// called, is being called, or was taken back before. Stopping leaves nothing
// behind, so a long-lived task may be watched any number of times.
//
// Python: t.add_done_callback(f), t.remove_done_callback(f).
func (t *Task[T]) OnDone(f func()) (stop func() bool) {
	if f == nil {
		panic("task: OnDone: f is nil")
	}
	t.mustBe()
	t.tellAwait()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isDone() {
		start(&t.ctx, t.title(), func(context.Context) { f() })
		return func() bool { return false }
	}
	if t.callbacks == nil {
		t.callbacks = list.New()
	}
	e := t.callbacks.PushBack(f)
	return func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.take(e) != nil
	}
}

// take removes e and returns its function, nil if it was removed before. The
// caller holds t.mu.
func (t *Task[T]) take(e *list.Element) func() {
	if e == nil || e.Value == nil {
		return nil
	}
	f := t.callbacks.Remove(e).(func())
	e.Value = nil
	return f
}

func (t *Task[T]) next() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.callbacks == nil {
		return nil
	}
	return t.take(t.callbacks.Front())
}

// callBack calls what OnDone registered, then leaves. A callback that exits its
// goroutine doesn't keep the others from being called.
func (t *Task[T]) callBack() {
	exited := true
	defer unlessPanicking(func() {
		if exited {
			t.callBack()
		} else {
			t.leave()
		}
	})
	for f := t.next(); f != nil; f = t.next() {
		f()
	}
	exited = false
}
