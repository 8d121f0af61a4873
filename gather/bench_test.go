package gather_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"gosyncio/gather"
	"gosyncio/task"
)

func one(context.Context) (int, error) { return 1, nil }

func BenchmarkAll(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, n := range []int{100, 10_000} {
		fs := make([]task.Func[int], n)
		for i := range fs {
			fs[i] = one
		}
		b.Run(fmt.Sprintf("%d/WaitGroup", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var wg sync.WaitGroup
				values, errs := make([]int, n), make([]error, n)
				for i, f := range fs {
					wg.Go(func() { values[i], errs[i] = f(ctx) })
				}
				wg.Wait()
			}
		})
		b.Run(fmt.Sprintf("%d/bare", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var wg sync.WaitGroup
				values, errs := make([]int, n), make([]error, n)
				for i, f := range fs {
					wg.Add(1)
					go func() { defer wg.Done(); values[i], errs[i] = f(ctx) }()
				}
				wg.Wait()
			}
		})
		b.Run(fmt.Sprintf("%d/errgroup", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g, ctx := errgroup.WithContext(ctx)
				values := make([]int, n)
				for i, f := range fs {
					g.Go(func() (err error) { values[i], err = f(ctx); return err })
				}
				g.Wait()
			}
		})
		b.Run(fmt.Sprintf("%d/gather", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				gather.All(ctx, fs...)
			}
		})
	}
}
