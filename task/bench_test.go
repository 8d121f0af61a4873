package task_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// The baseline comes first in each group: what one writes without the package.

// trivial costs nothing, so that only the start and the wait are measured.
func trivial(context.Context) (int, error) { return 1, nil }

// looks asks its ctx once, as honest work does.
func looks(ctx context.Context) (int, error) {
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

// bare is a goroutine and a result channel.
func bare(ctx context.Context, f task.Func[int]) <-chan result {
	ch := make(chan result, 1)
	go func() {
		v, err := f(ctx)
		ch <- result{v, err}
	}()
	return ch
}

// cancellable is bare with a context of its own, as every task has one.
func cancellable(ctx context.Context, f task.Func[int]) <-chan result {
	ctx, cancel := context.WithCancelCause(ctx)
	return bare(ctx, func(ctx context.Context) (int, error) {
		defer cancel(nil)
		return f(ctx)
	})
}

func receive(_ context.Context, ch <-chan result) { <-ch }

func await(ctx context.Context, t *task.Task[int]) { t.Await(ctx) }

// burst starts 2,000 functions, then waits for each.
func burst[H any](b *testing.B, ctx context.Context, start func(context.Context, task.Func[int]) H, wait func(context.Context, H), f task.Func[int]) {
	b.ReportAllocs()
	handles := make([]H, 2000)
	for b.Loop() {
		for i := range handles {
			handles[i] = start(ctx, f)
		}
		for _, h := range handles {
			wait(ctx, h)
		}
	}
}

func BenchmarkGo(b *testing.B) {
	background := context.Background()
	parent, cancel := context.WithCancel(background)
	defer cancel()

	b.Run("trivial/goroutine", func(b *testing.B) { burst(b, background, bare, receive, trivial) })
	b.Run("trivial/task", func(b *testing.B) { burst(b, background, task.Go, await, trivial) })

	b.Run("cancellable parent/goroutine", func(b *testing.B) { burst(b, parent, bare, receive, trivial) })
	b.Run("cancellable parent/task", func(b *testing.B) { burst(b, parent, task.Go, await, trivial) })
	b.Run("cancellable parent/task under Run", underRun(func(b *testing.B, ctx context.Context) {
		burst(b, ctx, task.Go, await, trivial)
	}))

	b.Run("looks at ctx/goroutine", func(b *testing.B) { burst(b, parent, cancellable, receive, looks) })
	b.Run("looks at ctx/task", func(b *testing.B) { burst(b, parent, task.Go, await, looks) })
	b.Run("looks at ctx/task under Run", underRun(func(b *testing.B, ctx context.Context) {
		burst(b, ctx, task.Go, await, looks)
	}))
}

func BenchmarkOneAtATime(b *testing.B) {
	ctx := context.Background()
	b.Run("goroutine", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			<-bare(ctx, trivial)
		}
	})
	b.Run("goroutine, cancellable parent", func(b *testing.B) {
		b.ReportAllocs()
		ctx := b.Context()
		for b.Loop() {
			select { // as whatever is started under such a ctx has to be awaited
			case <-bare(ctx, trivial):
			case <-ctx.Done():
			}
		}
	})
	oneByOne := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			task.Go(ctx, trivial).Await(ctx)
		}
	}
	b.Run("task", func(b *testing.B) { oneByOne(b, ctx) })
	b.Run("task, cancellable parent", func(b *testing.B) { oneByOne(b, b.Context()) })
	b.Run("task, cancellable parent under Run", underRun(oneByOne))
}

// underRun gives bench a ctx with a Run around it.
func underRun(bench func(*testing.B, context.Context)) func(*testing.B) {
	return func(b *testing.B) {
		task.Run(b.Context(), task.NoResult(func(ctx context.Context) error {
			bench(b, ctx)
			return nil
		}))
	}
}

// BenchmarkPending measures the memory of 100,000 sleepers, in bytes each.
func BenchmarkPending(b *testing.B) {
	nap := func(ctx context.Context) (task.None, error) { return task.None{}, sleep.For(ctx, time.Hour) }
	b.Run("goroutine", func(b *testing.B) {
		pending(b, b.Context(), func(ctx context.Context, asleep, awake *sync.WaitGroup) {
			go func() { defer awake.Done(); asleep.Done(); nap(ctx) }()
		})
	})
	tasks := func(b *testing.B, ctx context.Context) {
		pending(b, ctx, func(ctx context.Context, asleep, awake *sync.WaitGroup) {
			task.Go(ctx, func(ctx context.Context) (task.None, error) { asleep.Done(); return nap(ctx) }).OnDone(awake.Done)
		})
	}
	b.Run("task", func(b *testing.B) { tasks(b, b.Context()) })
	b.Run("task under Run", underRun(tasks))
}

func pending(b *testing.B, ctx context.Context, start func(ctx context.Context, asleep, awake *sync.WaitGroup)) {
	const many = 100_000
	for b.Loop() {
		ctx, cancel := context.WithCancel(ctx)
		var asleep, awake sync.WaitGroup
		asleep.Add(many)
		awake.Add(many)
		before := inUse()
		for range many {
			start(ctx, &asleep, &awake)
		}
		asleep.Wait()
		b.ReportMetric(float64(inUse()-before)/many, "B/sleeper")
		cancel()
		awake.Wait()
	}
	b.ReportMetric(0, "ns/op") // only the memory is of interest
}

// inUse is the memory of all objects and stacks.
func inUse() uint64 {
	for range 3 {
		runtime.Gosched() // for those that are about to fall asleep
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
