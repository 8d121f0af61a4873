package gather_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"gosyncio/gather"
	"gosyncio/task"
)

func one(context.Context) (int, error) { return 1, nil }

// byHand is the baseline: goroutines, a WaitGroup, and a slice to write to.
func byHand(ctx context.Context, fs []task.Func[int]) ([]int, error) {
	values, errs := make([]int, len(fs)), make([]error, len(fs))
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Go(func() { values[i], errs[i] = f(ctx) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

func byErrgroup(ctx context.Context, fs []task.Func[int]) ([]int, error) {
	values := make([]int, len(fs))
	g, ctx := errgroup.WithContext(ctx)
	for i, f := range fs {
		g.Go(func() (err error) { values[i], err = f(ctx); return err })
	}
	return values, g.Wait()
}

func byGather(ctx context.Context, fs []task.Func[int]) ([]int, error) { return gather.All(ctx, fs...) }

func BenchmarkAll(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		fs := make([]task.Func[int], n)
		for i := range fs {
			fs[i] = one
		}
		for _, way := range []struct {
			name string
			all  func(context.Context, []task.Func[int]) ([]int, error)
		}{
			{"WaitGroup", byHand},
			{"errgroup", byErrgroup},
			{"gather", byGather},
		} {
			b.Run(strconv.Itoa(n)+"/"+way.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					way.all(b.Context(), fs)
				}
			})
		}
	}
}
