package task

import (
	"context"
	"fmt"
	"runtime/trace"

	"gosyncio/internal/arg"
	"gosyncio/internal/ctxerr"
	"gosyncio/internal/scope"
	"gosyncio/internal/text"
)

// A Task is work that runs in a goroutine of its own, and the handle on it:
// wait for it, cancel it, ask how it ended. Make one with [Go] or [Named]; the
// zero Task panics. All methods may be called at any time, from anywhere.
//
// Python: asyncio.Task.
type Task[T any] struct {
	watched
	ctx  *scope.Ctx
	done chan struct{}

	// The following fields are written before done is closed, and only read after.
	value   T
	err     error
	failure *scope.Failure // nil if err is nil or the cancellation of ctx
}

type watched = scope.Watched // embedded, but no exported field

// Go starts f in a new goroutine and returns the handle on it at once.
//
// f's context descends from ctx and ends when f returns, so f must not return
// anything that still needs it. If ctx is done before f is called, f is never
// called and the task is cancelled (K2). What f returns counts: a value is a
// value and an error an error, even after a cancellation (K5, K6). A panic in
// f ends the program; runtime.Goexit in f gives [ErrExited].
//
// A task whose error nobody ever looks at is reported through [log/slog].
//
// Python: asyncio.create_task(f()).
func Go[T any](ctx context.Context, f Func[T]) *Task[T] {
	arg.NotNil("task: Go", "ctx, f", ctx != nil, f != nil)
	return launch(ctx, "", f)
}

// Named is [Go] for a task with a name of its own, for logs and pictures. The
// name is shortened to 100 characters, and loses those that can't be shown.
//
// Python: asyncio.create_task(f(), name="tea").
func Named[T any](ctx context.Context, name string, f Func[T]) *Task[T] {
	arg.NotNil("task: Named", "ctx, f", ctx != nil, f != nil)
	return launch(ctx, text.Clean(name), f)
}

func launch[T any](ctx context.Context, name string, f Func[T]) *Task[T] {
	c := scope.New(ctx, name)
	t := &Task[T]{watched: scope.NewWatched(&c.Entry), ctx: c, done: make(chan struct{})}
	go t.run(f)
	return t
}

// run calls f and makes its outcome the task's.
func (t *Task[T]) run(f Func[T]) {
	err := ErrExited // unless f returns
	defer scope.OnReturnOrGoexit(&t.ctx.Entry, func() { t.finish(err) })
	if t.ctx.Err() != nil {
		err = ctxerr.Of(t.ctx)
		return
	}
	t.ctx.Log("start", nil)
	t.value, err = f(t.ctx)
}

func (t *Task[T]) finish(err error) {
	var cancelled bool
	t.err, cancelled = ctxerr.Classify(t.ctx, err)
	scope.LogEnd(&t.ctx.Entry, t.ctx, t.value, t.err)
	t.ctx.Return()
	if t.err != nil && !cancelled {
		t.failure = scope.Track(&t.ctx, t.err)
	}
	scope.End(&t.watched, t.done)
}

// Await waits for the task to end and returns what f returned. Any number of
// goroutines may await a task, any number of times: all get the same.
//
// If ctx ends first, Await cancels the task with ctx's cause, for every
// awaiter, and goes on waiting until it has really ended (K8). That is
// the trap of a shared task: tea.Await(r.Context()) lets one impatient guest
// cancel everybody's tea; write tea.Shield(r.Context()) there. A task that has
// ended gives its result even to a dead ctx.
//
// Python: await t.
func (t *Task[T]) Await(ctx context.Context) (T, error) {
	arg.NotNil("task: Await", "ctx", ctx != nil)
	if t.wait(ctx) {
		return t.outcome()
	}
	t.Cancel(ctxerr.Of(ctx))
	t.block(context.WithoutCancel(ctx))
	v, err := t.outcome()
	if t.Cancelled() && !ctxerr.Matches(err, ctx) {
		err = ctxerr.Of(ctx) // another cause was first, but the caller asks about its own ctx
	}
	return v, err
}

// Shield waits as [Task.Await] does, but if ctx ends first it only stops
// waiting: the task runs on, and Shield returns the zero value and ctx's error
// and cause.
//
// It guards the task against the ctx that waits, not against the ctx that the
// task was started under.
//
// Python: await asyncio.shield(t). To shield a coroutine as there, detach it:
// task.Go(context.WithoutCancel(ctx), f).Shield(ctx).
func (t *Task[T]) Shield(ctx context.Context) (v T, err error) {
	arg.NotNil("task: Shield", "ctx", ctx != nil)
	if t.wait(ctx) {
		return t.outcome()
	}
	return v, ctxerr.Of(ctx)
}

// wait waits for the task or for ctx, and reports whether the task has ended,
// which counts also if both have (WF16).
func (t *Task[T]) wait(ctx context.Context) bool {
	t.checkInit()
	t.ctx.Log("await", nil)
	return t.isDone() || t.block(ctx)
}

func (t *Task[T]) block(ctx context.Context) bool {
	defer trace.StartRegion(ctx, "wait").End()
	defer t.ctx.Await(ctx).GoesOn()
	if ctx.Done() == nil {
		<-t.done
		return true
	}
	select {
	case <-t.done:
		return true
	case <-ctx.Done():
		return t.isDone()
	}
}

// Cancel ends the task's context with cause (nil means [context.Canceled]) and
// reports whether the task was still running. It's a request: f stops when it
// looks at its ctx, and may refuse. Only the first cause counts (K15), and it has
// to be comparable for errors.Is to find it.
//
// To cancel and wait: tea.Cancel(nil), then tea.Await(ctx).
//
// Python: t.cancel(msg).
func (t *Task[T]) Cancel(cause error) bool {
	if t.isDone() {
		return false
	}
	if t.ctx.Err() == nil {
		t.ctx.Log("cancel", cause)
	}
	t.ctx.Cancel(cause)
	return true
}

// Done returns a channel that is closed when the task has ended.
//
// Python: t.done() is a select on it with a default.
func (t *Task[T]) Done() <-chan struct{} {
	t.checkInit()
	return t.done
}

// Result returns what f returned, or the zero value and [ErrNotDone] while the
// task is running. It never waits.
//
// Python: t.result().
func (t *Task[T]) Result() (v T, err error) {
	if !t.isDone() {
		return v, ErrNotDone
	}
	return t.outcome()
}

// Err returns the error that the task ended with: f's own, [ErrExited], or the
// cancellation with its cause. It is nil after success, and while the task is
// running.
//
// Python: t.exception(), which raises if the task was cancelled (T7).
func (t *Task[T]) Err() error {
	if !t.isDone() {
		return nil
	}
	_, err := t.outcome()
	return err
}

// outcome is what the task ended with, once it is done. It is being looked at.
func (t *Task[T]) outcome() (T, error) {
	if t.failure != nil {
		t.failure.Retrieve()
	}
	return t.value, t.err
}

// Failed reports whether the task ended with an error that is not the
// cancellation of its own context. Asking does not count as having looked at
// the error.
//
// Python: not t.cancelled() and t.exception() is not None.
func (t *Task[T]) Failed() bool {
	return t.isDone() && t.failure != nil
}

// Cancelled reports whether the task's context had ended and f returned that
// context's error or cause, and nothing else: an error of f's own that is
// joined to it makes the task a failure. So does a context.Canceled that f
// returns while its own context is alive (K10).
//
// Python: t.cancelled().
func (t *Task[T]) Cancelled() bool {
	return t.isDone() && t.err != nil && t.failure == nil
}

// Name returns the name given to [Named], or "Task-7" for the seventh task of
// the process.
//
// Python: t.get_name().
func (t *Task[T]) Name() string {
	t.checkInit()
	return t.ctx.Name()
}

// String describes the task's state, with its name and error but never its
// value: <Task failed name='toast' err=burnt>.
//
// Python: repr(t).
func (t *Task[T]) String() string {
	state, err := "finished", ""
	switch {
	case !t.isDone():
		state = "pending"
	case t.failure != nil:
		state, err = "failed", fmt.Sprintf(" err=%v", t.err)
	case t.err != nil:
		state = "cancelled"
	}
	return fmt.Sprintf("<Task %s name='%s'%s>", state, t.Name(), err)
}

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
	if stop = scope.AfterDone(t, f); stop != nil {
		return stop
	}
	Start(t.ctx, t.Name()+": OnDone", func(context.Context) {
		<-t.done // in a moment
		f()
	})
	return func() bool { return false }
}

func (t *Task[T]) isDone() bool {
	t.checkInit()
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// checkInit complains in words about a nil Task, and about the zero one, for
// which every wait would last forever.
func (t *Task[T]) checkInit() {
	if t == nil || t.done == nil {
		panic("task: nil Task; make one with task.Go")
	}
}
