package wiki_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/sleep"
	"gosyncio/task"
)

// Twelve reads at the same time, and never more than four of them at the server.
func TestFourAtOnceArePolite(t *testing.T) {
	var here, most atomic.Int64
	server := func(w http.ResponseWriter, r *http.Request) {
		now := here.Add(1)
		defer here.Add(-1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		sleep.For(r.Context(), time.Second)
		good(w)
	}
	visiting(t, server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		start := time.Now()
		_, err := gather.All(ctx, task.Each(make([]string, 12), func(ctx context.Context, _ string) (chain.Page, error) {
			return c.Read(ctx, "Tea")
		})...)
		assert.NoError(t, err)
		assert.Equal(t, 3*time.Second, time.Since(start))
		assert.EqualValues(t, 4, most.Load())
	})
}

func TestCancelledReadsEndAtOnce(t *testing.T) {
	for _, tc := range []struct {
		name   string
		server http.HandlerFunc
	}{
		{"while the server does not answer", silent},
		{"during a pause", code(429, "Retry-After", "30")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			visiting(t, tc.server, wiki.Options{AtOnce: 1}, func(ctx context.Context, c *wiki.Client) {
				enough := errors.New("enough")
				ctx, cancel := context.WithCancelCause(ctx)
				time.AfterFunc(3*time.Second, func() { cancel(enough) })
				start := time.Now()
				got, err := gather.Outcomes(context.WithoutCancel(ctx), // both, though one waits for its slot
					func(context.Context) (chain.Page, error) { return c.Read(ctx, "Tea") },
					func(context.Context) (chain.Page, error) { return c.Read(ctx, "Jam") },
				)
				require.NoError(t, err)
				assert.Equal(t, 3*time.Second, time.Since(start))
				for _, o := range got {
					assert.ErrorIs(t, o.Err, context.Canceled)
				}
				assert.Equal(t, 1, c.Requests())
			})
		})
	}
}

// A pause that one request is asked for holds for all. Each of them comes back at
// a moment of its own, also if another answer names no time.
func TestAPauseIsForAll(t *testing.T) {
	var mu sync.Mutex
	var arrivals []time.Duration
	var start time.Time
	server := func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		arrivals = append(arrivals, time.Since(start))
		n := len(arrivals)
		mu.Unlock()
		switch n {
		case 1:
			sleep.For(r.Context(), time.Second/2) // four are here by then
			code(429, "Retry-After", "20")(w, r)
		case 2:
			sleep.For(r.Context(), time.Second)
			code(503)(w, r)
		default:
			sleep.For(r.Context(), time.Second)
			good(w)
		}
	}
	visiting(t, server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		start = time.Now()
		_, err := gather.All(ctx, task.Each(make([]string, 12), func(ctx context.Context, _ string) (chain.Page, error) {
			return c.Read(ctx, "Tea")
		})...)
		assert.NoError(t, err)
		assert.Len(t, arrivals, 14)
		again := arrivals[4:8]
		assert.GreaterOrEqual(t, again[0], 20*time.Second+time.Second/2)
		assert.Less(t, again[3], 21*time.Second+time.Second/2)
		assert.Len(t, slices.Compact(slices.Clone(again)), 4)
	})
}

// A pause that is too long for one read is too long for all, until a minute is left.
func TestAPauseMayBeTooLong(t *testing.T) {
	server := answers(code(503, "Retry-After", "3600"), fine)
	visiting(t, server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		_, err := c.Read(ctx, "Tea")
		assert.EqualError(t, err, "Tea: the server is busy: 503 Service Unavailable; it asks us to wait 1h0m0s, want at most 1m0s")
		time.Sleep(30*time.Minute + time.Second/4)
		_, err = c.Read(ctx, "Jam")
		assert.EqualError(t, err, "Jam: the server is busy: 503 Service Unavailable; it asks us to wait 30m0s, want at most 1m0s")
		assert.Equal(t, 1, c.Requests())
		time.Sleep(29 * time.Minute)
		_, err = c.Read(ctx, "Tea")
		assert.NoError(t, err)
		assert.Equal(t, 2, c.Requests())
	})
}
