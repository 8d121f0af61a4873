package main

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"gosyncio/sleep"
)

// forEach gives every peer a ctx that can end, as ctxs at work can.
func forEach(b *testing.B, bench func(b *testing.B, ctx context.Context, p peer)) {
	for _, p := range peers {
		b.Run(p.name, func(b *testing.B) {
			under(p, b.Context(), func(ctx context.Context) {
				b.ReportAllocs()
				bench(b, ctx, p)
			})
		})
	}
}

func BenchmarkGather(b *testing.B) {
	nap := func(ctx context.Context) (int, error) { return 1, sleep.For(ctx, time.Millisecond) }
	for _, tc := range []struct {
		name string
		fs   []function
	}{
		{"100", slices.Repeat([]function{value(1)}, 100)},
		{"10000", slices.Repeat([]function{value(1)}, 10_000)},
		{"sleepers", slices.Repeat([]function{nap}, 1000)},
	} {
		b.Run(tc.name, func(b *testing.B) {
			forEach(b, func(b *testing.B, ctx context.Context, p peer) {
				for b.Loop() {
					if values, err := p.gather(ctx, tc.fs); err != nil || len(values) != len(tc.fs) {
						b.Fatal(len(values), err)
					}
				}
			})
		})
	}
}

func BenchmarkAwait(b *testing.B) {
	b.Run("2000", func(b *testing.B) {
		forEach(b, func(b *testing.B, ctx context.Context, p peer) {
			if p.one == nil {
				b.Skip("it has no handle on a single function")
			}
			for b.Loop() {
				p.one.burst(ctx, 2000, value(1))
			}
		})
	})
	b.Run("1", func(b *testing.B) {
		forEach(b, func(b *testing.B, ctx context.Context, p peer) {
			if p.one == nil {
				b.Skip("it has no handle on a single function")
			}
			for b.Loop() {
				p.one.await(ctx, ctx, value(1))
			}
		})
	})
}

// BenchmarkEnded takes 10,000 values as the functions return. All but the last
// function wait until the first value has arrived.
func BenchmarkEnded(b *testing.B) {
	const many = 10_000
	forEach(b, func(b *testing.B, ctx context.Context, p peer) {
		for b.Loop() {
			gate := make(chan struct{})
			open := sync.OnceFunc(func() { close(gate) })
			fs := slices.Repeat([]function{func(context.Context) (int, error) { <-gate; return 1, nil }}, many)
			fs[many-1] = value(1)
			sum := 0
			p.ended(ctx, fs, func(v int) { open(); sum += v })
			if sum != many {
				b.Fatal(sum)
			}
		}
	})
}

// BenchmarkPending measures the memory of 100,000 gathered functions that sleep.
func BenchmarkPending(b *testing.B) {
	const many = 100_000
	forEach(b, func(b *testing.B, ctx context.Context, p peer) {
		for b.Loop() {
			ctx, cancel := context.WithCancel(ctx)
			var asleep sync.WaitGroup
			asleep.Add(many)
			nap := func(ctx context.Context) (int, error) { asleep.Done(); return 1, sleep.For(ctx, time.Hour) }
			fs := slices.Repeat([]function{nap}, many)
			before := inUse()
			done := make(chan struct{})
			go func() { p.gather(ctx, fs); close(done) }()
			asleep.Wait()
			b.ReportMetric(float64(inUse()-before)/many, "B/sleeper")
			cancel()
			<-done
		}
		b.ReportMetric(0, "ns/op") // only the memory is of interest
	})
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
