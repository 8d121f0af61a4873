package wiki_test

import (
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/task"
	"gosyncio/with"
)

// After a thousand pages over TCP no goroutine and no descriptor is left.
func TestNothingLeaks(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("who waits for JavaScript keeps it waiting, so here nothing ends meanwhile")
	}
	reading := func() {
		ours := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(0))
		require.NoError(t, with.Open(t.Context(), ours, visit))
	}
	reading() // what the runtime opens for itself stays open
	settle := time.Now().Add(10 * time.Second)
	goroutines, descriptors := runtime.NumGoroutine(), open(t)
	for range 10 {
		reading()
	}
	for runtime.NumGoroutine() > goroutines || open(t) > descriptors {
		runtime.Gosched() // connections take a moment to end
		require.True(t, time.Now().Before(settle), "%d goroutines became %d, %d descriptors %d",
			goroutines, runtime.NumGoroutine(), descriptors, open(t))
	}
}

func visit(ctx context.Context, s *encyclopedia.Server) error {
	c, err := wiki.New(s.URL, wiki.Options{AtOnce: 8})
	if err != nil {
		return err
	}
	defer c.Close()
	titles := encyclopedia.Titles()
	_, err = gather.All(ctx, task.Each(append(titles, titles...)[:100], c.Read)...)
	return err
}

// open is how many descriptors are open, 0 where nobody can tell.
func open(t *testing.T) int {
	t.Helper()
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}
