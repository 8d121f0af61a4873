package with_test

import (
	"context"
	"testing"

	"gosyncio/task"
	"gosyncio/with"
)

// A hook gives its value and asks for nothing.
type hook struct{}

func (hook) Enter(context.Context) (int, error)      { return 1, nil }
func (hook) Exit(_ context.Context, err error) error { return nil }

func hang(context.Context, int) error { return nil }

// byHand is what one writes without with.
func byHand(ctx context.Context, m with.Manager[int], body func(context.Context, int) error) (err error) {
	v, err := m.Enter(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if exit := m.Exit(context.WithoutCancel(ctx), err); err == nil {
			err = exit
		}
	}()
	return body(ctx, v)
}

func BenchmarkDo(b *testing.B) {
	b.Run("defer", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			byHand(b.Context(), hook{}, hang)
		}
	})
	do := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			with.Do(ctx, hook{}, hang)
		}
	}
	b.Run("Do", func(b *testing.B) { do(b, b.Context()) })
	b.Run("Do under Run", underRun(do))
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
