package waitfor_test

import (
	"context"
	"testing"
	"time"

	"gosyncio/task"
	"gosyncio/waitfor"
)

func one(context.Context) (int, error) { return 1, nil }

// byHand is what one writes without waitfor.
func byHand(ctx context.Context, d time.Duration, f task.Func[int]) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return f(ctx)
}

func BenchmarkAtMost(b *testing.B) {
	b.Run("WithTimeout", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			byHand(b.Context(), time.Hour, one)
		}
	})
	atMost := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			waitfor.AtMost(ctx, time.Hour, one)
		}
	}
	b.Run("AtMost", func(b *testing.B) { atMost(b, b.Context()) })
	b.Run("AtMost under Run", underRun(atMost))
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
