//go:build !exercise

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

// A crawl that takes long says how far it is.
func TestProgress(t *testing.T) {
	slowly := func(ctx context.Context, title string) (chain.Page, error) {
		return chain.Page{Title: title}, sleep.For(ctx, 25*time.Second)
	}
	watching := func(columns func() int) twin.Kitchen {
		return func(ctx context.Context, out io.Writer) error {
			w := &progress{out: out, columns: columns, chains: 1, delay: 2 * time.Second, every: 10 * time.Second}
			_, err := w.crawl(ctx, slowly, chain.Plan{Starts: []string{"Tea"}, Limit: 1, Workers: 1})
			return err
		}
	}
	twin.Writes(t, watching(nil), `
		2s  0 pages read, 1 being read; 0 of 1 chains ended
		12s  0 pages read, 1 being read; 0 of 1 chains ended
		22s  0 pages read, 1 being read; 0 of 1 chains ended
	`)
	for _, tc := range []struct {
		columns int
		line    string
	}{
		{80, "\r0 pages read, 1 being read; 0 of 1 chains ended"},
		{21, "\r0 pages read, 1 bein"},
		{0, "\r"},
	} {
		var out bytes.Buffer
		synctest.Test(t, func(t *testing.T) {
			_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				return watching(func() int { return tc.columns })(ctx, &out)
			}))
			require.NoError(t, err)
		})
		wiped := "\r" + strings.Repeat(" ", len(tc.line)-1) + "\r"
		if tc.columns == 0 {
			wiped = ""
		}
		assert.Equal(t, tc.line+tc.line+tc.line+wiped, out.String())
	}
}

// A crawl that a busy server delays says what it waits for.
func TestProgressNamesTheWait(t *testing.T) {
	var asked atomic.Int64
	page := encyclopedia.Handler(0)
	busy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		page.ServeHTTP(w, r)
	})
	twin.Writes(t, func(ctx context.Context, out io.Writer) error {
		return with.Open(ctx, encyclopedia.InMemory(busy), func(ctx context.Context, s *encyclopedia.Server) error {
			return with.Open(ctx, newClient(s.URL, wiki.Options{Dial: s.Dial}), func(ctx context.Context, client *wiki.Client) error {
				p := newProgress(nil, 1)
				p.out, p.waiting = out, client.Waiting
				_, err := p.crawl(ctx, client.Read, chain.Plan{Starts: []string{"Plate"}, Limit: 9, Workers: 4})
				return err
			})
		})
	}, `
		2s  the server is busy (429 Too Many Requests): 28 s to wait; 0 pages read, 1 being read; 0 of 1 chains ended
		12s  the server is busy (429 Too Many Requests): 18 s to wait; 0 pages read, 1 being read; 0 of 1 chains ended
		22s  the server is busy (429 Too Many Requests): 8 s to wait; 0 pages read, 1 being read; 0 of 1 chains ended
	`)
}
