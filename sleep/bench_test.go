package sleep_test

import (
	"context"
	"testing"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// The baseline comes first: the select that For saves its callers.
func BenchmarkFor(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.Run("select", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			timer := time.NewTimer(time.Nanosecond)
			select {
			case <-timer.C:
			case <-ctx.Done():
			}
			timer.Stop()
		}
	})
	sleepFor := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			sleep.For(ctx, time.Nanosecond)
		}
	}
	b.Run("For", func(b *testing.B) { sleepFor(b, ctx) })
	b.Run("For under Run", underRun(sleepFor))
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
