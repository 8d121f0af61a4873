package task

import (
	"context"

	"gosyncio/internal/arg"
	"gosyncio/internal/ctxerr"
	"gosyncio/internal/scope"
	"gosyncio/internal/text"
)

// Run calls main, and when main returns it cancels every task that was started
// under main's context, detached ones too, and waits until all have ended. So
// no goroutine outlives Run. A task that ignores its cancellation keeps Run
// waiting (R7), and one that is started meanwhile never calls its function (R8).
//
// Run returns what main returned. Tasks that failed, and whose error was never
// retrieved, are reported through [log/slog]. If ctx is done already, main is
// not called. A panic in main cancels everything, waits for nothing, and goes
// on.
//
// Run never listens to signals and never reads the environment: see [Main].
//
// Python: asyncio.run(main()). Unlike there, Run may be nested (R4): each
// waits for its own.
func Run[T any](ctx context.Context, main Func[T]) (T, error) {
	arg.NotNil(ctx != nil, "task: Run: ctx")
	arg.NotNil(main != nil, "task: Run: main")
	return call(scope.Open(ctx), main)
}

// call calls main under s, and closes s.
func call[T any](s *scope.Scope, main Func[T]) (v T, err error) {
	ctx := s.Main
	err, cancelled := ErrExited, false // unless main returns
	panicking := true
	defer func() {
		s.Cancel()
		if !panicking {
			s.Wait()
		}
	}()
	defer scope.OnReturnOrGoexit(func() {
		panicking = false
		if trace := ctx.Trace(); trace != nil {
			trace.End(ctx, v, err, cancelled)
		}
	})
	if end := ctxerr.Of(ctx); end != nil {
		err, cancelled = end, true
		return v, err
	}
	ctx.Trace().Log("start", "")
	v, err = main(ctx)
	err, cancelled = ctxerr.Classify(ctx, err)
	return v, err
}

// Start calls f in a new goroutine that has no handle: [Run] waits for it, and
// name tells it from others. Without a Run around it, Start is a go statement.
//
// f is always called, also when ctx is done: nothing else could tell that it was
// not. It gets ctx as it is; only where ctx would outlive the Run, it gets one
// that ends when Run's main has returned, and in a trace one that the trace
// knows it by.
//
// Python: asyncio.create_task, its return value thrown away.
func Start(ctx context.Context, name string, f func(ctx context.Context)) {
	arg.NotNil(ctx != nil, "task: Start: ctx")
	arg.NotNil(f != nil, "task: Start: f")
	name = text.Clean(name)
	s := scope.Around(ctx)
	ctx, t := scope.NewTrace(s.Bind(ctx), name)
	if t == nil {
		spawn(s, name, nil, func() { f(ctx) })
		return
	}
	spawn(s, name, t, func() {
		err := ErrExited // unless f returns
		defer scope.OnReturnOrGoexit(func() { t.End(ctx, nil, err, false) })
		t.Log("start", "")
		f(ctx)
		err = nil
	})
}

// spawn calls f in a new goroutine that s waits for.
func spawn(s *scope.Scope, name string, t *scope.Trace, f func()) {
	if s == nil {
		go f()
		return
	}
	e := s.Enter(&scope.Entry{}, name, t, nil)
	go func() {
		defer scope.OnReturnOrGoexit(e.Unregister)
		f()
	}()
}
