package task_test

import (
	"context"
	"testing"

	"gosyncio/task"
)

const many = 2000

func one(context.Context) (int, error) { return 1, nil }

func stop(ctx context.Context) (int, error) {
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	default:
		return 1, nil
	}
}

type result struct {
	value int
	err   error
}

// bare is what one writes without a task: a goroutine and a result channel.
func bare(ctx context.Context, f task.Func[int]) chan result {
	ch := make(chan result, 1)
	go func() {
		v, err := f(ctx)
		ch <- result{v, err}
	}()
	return ch
}

func bareCancel(ctx context.Context, f task.Func[int]) chan result {
	ch := make(chan result, 1)
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		defer cancel(nil)
		v, err := f(ctx)
		ch <- result{v, err}
	}()
	return ch
}

func burst[H any](b *testing.B, start func(context.Context, task.Func[int]) H, await func(context.Context, H), ctx context.Context, f task.Func[int]) {
	b.ReportAllocs()
	handles := make([]H, many)
	for b.Loop() {
		for i := range handles {
			handles[i] = start(ctx, f)
		}
		for _, h := range handles {
			await(ctx, h)
		}
	}
}

func awaitTask(ctx context.Context, t *task.Task[int]) { t.Await(ctx) }
func awaitBare(ctx context.Context, ch chan result)    { <-ch }

func BenchmarkBurst(b *testing.B) {
	cancellable, cancel := context.WithCancel(context.Background())
	defer cancel()
	for name, ctx := range map[string]context.Context{"background": context.Background(), "cancellable": cancellable} {
		b.Run(name+"/goroutine", func(b *testing.B) { burst(b, bare, awaitBare, ctx, one) })
		b.Run(name+"/task", func(b *testing.B) { burst(b, task.Go[int], awaitTask, ctx, one) })
	}
	b.Run("run/goroutine", func(b *testing.B) { burst(b, bare, awaitBare, cancellable, one) })
	b.Run("run/task", func(b *testing.B) {
		task.Run(cancellable, func(ctx context.Context) (int, error) { burst(b, task.Go[int], awaitTask, ctx, one); return 0, nil })
	})
	b.Run("looks/goroutine", func(b *testing.B) { burst(b, bareCancel, awaitBare, cancellable, stop) })
	b.Run("looks/task", func(b *testing.B) { burst(b, task.Go[int], awaitTask, cancellable, stop) })
	b.Run("runlooks/task", func(b *testing.B) {
		task.Run(cancellable, func(ctx context.Context) (int, error) { burst(b, task.Go[int], awaitTask, ctx, stop); return 0, nil })
	})
	b.Run("one/goroutine", func(b *testing.B) {
		for b.Loop() {
			<-bare(cancellable, one)
		}
	})
	b.Run("one/task", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			task.Go(cancellable, one).Await(cancellable)
		}
	})
}
