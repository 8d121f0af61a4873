package sleep_test

import (
	"context"
	"testing"
	"time"

	"gosyncio/sleep"
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
	b.Run("For", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sleep.For(ctx, time.Nanosecond)
		}
	})
}
