package picture_test

import (
	"bytes"
	"context"
	"runtime/trace"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
	"gosyncio/sleep"
	"gosyncio/task"
)

// taken is the trace of main under task.Run.
func taken(tb testing.TB, main func(ctx context.Context) error) []byte {
	tb.Helper()
	if trace.IsEnabled() {
		tb.Skip("another test is taking a trace")
	}
	var out bytes.Buffer
	require.NoError(tb, trace.Start(&out))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err := task.Run(ctx, task.NoResult(main))
	trace.Stop()
	require.NoError(tb, err)
	return out.Bytes()
}

// crowd is n tasks that sleep for a moment.
func crowd(n int) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		guests := make([]*task.Task[task.None], n)
		for i := range guests {
			guests[i] = task.Go(ctx, task.NoResult(func(ctx context.Context) error { return sleep.For(ctx, time.Millisecond) }))
		}
		for _, guest := range guests {
			if _, err := guest.Await(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

func BenchmarkRead(b *testing.B) {
	record := taken(b, crowd(10_000))
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := picture.Read(bytes.NewReader(record))
		require.NoError(b, err)
	}
}
