package wiki_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/task"
	"gosyncio/with"
)

// An answer that is no page leaves the connection usable, because its text is
// read to the end.
func TestOneConnectionIsEnough(t *testing.T) {
	pages := map[string]http.HandlerFunc{
		"/wiki/Tea":  fine,
		"/wiki/Loaf": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/wiki/Bread", http.StatusFound) },
		"/wiki/Jar":  kind("image/png"),
		"/wiki/Safe": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) },
		"/wiki/Fork": http.NotFound,
	}
	ours := encyclopedia.At("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pages[r.URL.Path](w, r)
	}))
	require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) error {
		var dials atomic.Int64
		c, err := wiki.New(s.URL, wiki.Options{Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials.Add(1)
			return s.Dial(ctx, network, addr)
		}})
		require.NoError(t, err)
		defer c.Close()
		for range 3 {
			for _, title := range []string{"Tea", "Loaf", "Jar", "Safe", "Fork"} {
				c.Read(ctx, title)
			}
		}
		assert.Equal(t, 15, c.Requests())
		assert.EqualValues(t, 1, dials.Load())
		return nil
	}))
}

// A client uses the proxy of the environment, unless it has a Dial.
func TestAProxyIsAsked(t *testing.T) {
	c, err := wiki.New("http://tea.example", wiki.Options{})
	require.NoError(t, err)
	defer c.Close()
	page, err := c.Read(t.Context(), "Tea")
	assert.NoError(t, err)
	assert.Equal(t, "Proxy", page.First)
}

// After a thousand pages over TCP no goroutine and no descriptor is left.
func TestNothingLeaks(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a Go program that waits keeps JavaScript from running, so no connection ends meanwhile")
	}
	reading := func() {
		ours := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(0))
		require.NoError(t, with.Open(t.Context(), ours, visit))
	}
	reading() // the runtime keeps what it opens for itself
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

// open returns how many descriptors are open, 0 where that is unknown.
func open(t *testing.T) int {
	t.Helper()
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}
