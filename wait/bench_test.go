package wait_test

import (
	"context"
	"testing"

	"gosyncio/task"
	"gosyncio/wait"
)

func BenchmarkCompletions(b *testing.B) {
	const n = 100_000
	ctx := context.Background()
	b.Run("x/channel", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			gate := make(chan struct{})
			ch := make(chan int, n)
			for i := range n {
				task.Go(ctx, func(ctx context.Context) (int, error) { <-gate; ch <- i; return i, nil })
			}
			close(gate)
			for range n {
				<-ch
			}
		}
	})
	b.Run("x/completions", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			gate := make(chan struct{})
			tasks := make([]*task.Task[int], n)
			for i := range n {
				tasks[i] = task.Go(ctx, func(ctx context.Context) (int, error) { <-gate; return i, nil })
			}
			first := true
			gate2 := func() {
				if first {
					close(gate)
					first = false
				}
			}
			ready := task.Go(ctx, func(context.Context) (int, error) { return 0, nil })
			ready.Await(ctx)
			for range wait.Completions(ctx, append(tasks, ready)...) {
				gate2()
			}
		}
	})
}

func BenchmarkDrain(b *testing.B) {
	const n = 4000
	ctx := context.Background()
	b.Run("x/First", func(b *testing.B) {
		for b.Loop() {
			tasks := make([]*task.Task[int], n)
			gates := make([]chan struct{}, n)
			for i := range n {
				gates[i] = make(chan struct{})
				tasks[i] = task.Go(ctx, func(ctx context.Context) (int, error) { <-gates[i]; return i, nil })
			}
			pending := tasks
			for i := 0; len(pending) > 0; i++ {
				if i < n {
					close(gates[i])
				}
				_, pending = wait.First(ctx, pending...)
			}
		}
	})
}
