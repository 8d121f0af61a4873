package task

import (
	"context"

	"gosyncio/internal/arg"
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
	t.checkInit()
	arg.NotNil("task: OnDone", "f", f != nil)
	stop = t.AfterDone(f)
	if stop == nil {
		Start(t.ctx, t.Name()+": OnDone", func(context.Context) {
			<-t.done // in a moment
			f()
		})
		stop = func() bool { return false }
	}
	return stop
}
