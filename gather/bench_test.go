package gather_test

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"gosyncio/gather"
	"gosyncio/sleep"
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

// ways are the baseline, a peer, and gather without and with a Run around it.
var ways = []struct {
	name string
	run  bool
	all  func(context.Context, []task.Func[int]) ([]int, error)
}{
	{"WaitGroup", false, byHand},
	{"errgroup", false, byErrgroup},
	{"gather", false, byGather},
	{"gather under Run", true, byGather},
}

// inAllWays gives each benchmark a ctx that can end, as ctxs at work can.
func inAllWays(b *testing.B, fs []task.Func[int]) {
	for _, way := range ways {
		b.Run(way.name, func(b *testing.B) {
			main := func(ctx context.Context) error {
				b.ReportAllocs()
				for b.Loop() {
					way.all(ctx, fs)
				}
				return nil
			}
			if way.run {
				task.Run(b.Context(), task.NoResult(main))
			} else {
				main(b.Context())
			}
		})
	}
}

func BenchmarkAll(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) { inAllWays(b, slices.Repeat([]task.Func[int]{one}, n)) })
	}
}

// BenchmarkSleepers tells whether the frames between a goroutine's first
// function and sleep.For fit into its first stack: a copy would cost as much as
// the goroutine.
func BenchmarkSleepers(b *testing.B) {
	nap := func(ctx context.Context) (int, error) { return 1, sleep.For(ctx, time.Millisecond) }
	inAllWays(b, slices.Repeat([]task.Func[int]{nap}, 1000))
}

// BenchmarkPending measures the memory of 100,000 sleepers, in bytes each.
func BenchmarkPending(b *testing.B) {
	const many = 100_000
	for _, way := range ways {
		b.Run(way.name, func(b *testing.B) {
			main := func(ctx context.Context) error {
				for b.Loop() {
					ctx, cancel := context.WithCancel(ctx)
					var asleep sync.WaitGroup
					asleep.Add(many)
					nap := func(ctx context.Context) (int, error) { asleep.Done(); return 1, sleep.For(ctx, time.Hour) }
					fs := slices.Repeat([]task.Func[int]{nap}, many)
					before := inUse()
					done := make(chan struct{})
					go func() { way.all(ctx, fs); close(done) }()
					asleep.Wait()
					b.ReportMetric(float64(inUse()-before)/many, "B/sleeper")
					cancel()
					<-done
				}
				return nil
			}
			if way.run {
				task.Run(b.Context(), task.NoResult(main))
			} else {
				main(b.Context())
			}
			b.ReportMetric(0, "ns/op") // only the memory is of interest
		})
	}
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
