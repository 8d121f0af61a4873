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
	b.Run("AtMost", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			waitfor.AtMost(b.Context(), time.Hour, one)
		}
	})
}
