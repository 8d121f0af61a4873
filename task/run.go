package task

import (
	"context"
	"runtime/trace"

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
// on; a Run around this one waits for what is left.
//
// Run never listens to signals and never reads the environment: see [Main].
//
// Python: asyncio.run(main()). Unlike there, Run may be nested (R4): each
// waits for its own.
func Run[T any](ctx context.Context, main Func[T]) (T, error) {
	arg.NotNil("task: Run", "ctx, main", ctx != nil, main != nil)
	return call(scope.Open(ctx, false), main)
}

// call calls main under s, and closes s.
func call[T any](s *scope.Scope, main Func[T]) (v T, err error) {
	ctx := s.Main
	err = ErrExited // unless main returns
	panicking := true
	defer func() {
		s.Cancel()
		if panicking { // so it is for the Run around, if there is one, to wait
			Start(ctx.Context, "left behind", func(context.Context) { s.Wait() })
			return
		}
		s.Wait()
	}()
	defer scope.OnReturnOrGoexit(&ctx.Entry, func() {
		panicking = false
		scope.LogEnd(&ctx.Entry, ctx, v, err)
	})
	if end := ctxerr.Of(ctx); end != nil {
		return v, end
	}
	ctx.Log("start", nil)
	v, err = main(ctx)
	err, _ = ctxerr.Classify(ctx, err)
	return v, err
}

// Start calls f in a new goroutine that has no handle: [Run] waits for it, and
// name distinguishes it from others. Without a Run around it, Start is a go statement.
//
// f is always called, also when ctx is done: otherwise nobody would learn that it
// was not. It gets ctx as it is; only where ctx would outlive the Run, it gets one
// that ends when Run's main has returned, and in a trace one that the trace
// knows it by.
//
// Python: asyncio.create_task, its return value thrown away.
func Start(ctx context.Context, name string, f func(ctx context.Context)) {
	arg.NotNil("task: Start", "ctx, f", ctx != nil, f != nil)
	if scope.Of(ctx).Scope == nil && !trace.IsEnabled() {
		go f(ctx)
		return
	}
	c := scope.New(ctx, text.Clean(name))
	go func() {
		err := ErrExited // unless f returns
		defer scope.OnReturnOrGoexit(&c.Entry, func() {
			scope.LogEnd(&c.Entry, c.Context, None{}, err)
			c.Unregister()
		})
		c.Log("start", nil)
		f(c.Context)
		err = nil
	}()
}
