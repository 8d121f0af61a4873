package wiki_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
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
	"gosyncio/waitfor"
	"gosyncio/with"
)

// A proxy in the environment is for strangers' hosts. Who reads our own
// encyclopedia doesn't go there.
func TestMain(m *testing.M) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, strings.Replace("<!DOCTYPE html>"+page, "Leaf", "Proxy", 1))
	}))
	os.Setenv("HTTP_PROXY", proxy.URL) // it's looked at once, so before all tests
	os.Setenv("NO_PROXY", "milk.example")
	os.Exit(m.Run())
}

// visiting lets body read from a server in memory, in virtual time.
func visiting(t *testing.T, h http.HandlerFunc, o wiki.Options, body func(ctx context.Context, c *wiki.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		require.NoError(t, with.Open(t.Context(), encyclopedia.InMemory(h), func(ctx context.Context, s *encyclopedia.Server) error {
			o.Dial = s.Dial
			open := func(context.Context) (*wiki.Client, error) { return wiki.New(s.URL, o) }
			return with.Open(ctx, open, func(ctx context.Context, c *wiki.Client) error {
				body(ctx, c)
				return nil
			})
		}))
	})
}

const page = `<link rel="canonical" href="/wiki/Tea"><div class="mw-parser-output"><p><a href="/wiki/Leaf">leaf</a>`

func good(w http.ResponseWriter) { fmt.Fprint(w, "<!DOCTYPE html>"+page) }

// answers answers the first request in the first way, and so on.
func answers(ways ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		ways[min(int(n.Add(1)), len(ways))-1](w, r)
	}
}

func code(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func fine(w http.ResponseWriter, _ *http.Request) { good(w) }

func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	good(w)
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// kind answers with a page that is said to be of a kind, or of none.
func kind(kind ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = kind
		good(w)
	}
}

func deep(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, "<!DOCTYPE html>", strings.Repeat("<div>", 600))
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func in(d time.Duration) string {
	return time.Now().Add(d).UTC().Format(http.TimeFormat)
}

// A server behaves as Wikipedia does, and sometimes has a bad day.
func TestRead(t *testing.T) {
	later := func(w http.ResponseWriter, r *http.Request) { code(429, "Retry-After", in(20*time.Second))(w, r) }
	for _, tc := range []struct {
		name        string
		server      http.HandlerFunc
		least, most time.Duration
		requests    int
		moved, err  string
		is          error
	}{
		{name: "a page", server: fine, requests: 1},
		{name: "a busy server is asked again", server: answers(code(503), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "busy twice: it waits longer", server: answers(code(500), code(502), fine), requests: 3, least: 3 * time.Second / 2, most: 3 * time.Second},
		{name: "it waits as long as it is asked", server: answers(code(429, "Retry-After", "17"), fine), requests: 2, least: 17 * time.Second, most: 18 * time.Second},
		{name: "it waits until then", server: answers(later, fine), requests: 2, least: 19 * time.Second, most: 21 * time.Second},
		{name: "it doesn't understand when", server: answers(code(429, "Retry-After", "soon"), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "an hour is too long", server: code(429, "Retry-After", "3600"), requests: 1, err: "Tea: the server is busy: 429 Too Many Requests; it asks us to wait 1h0m0s"},
		{name: "an age is too long", server: code(429, "Retry-After", "99999999999"), requests: 1, err: "Tea: the server is busy: 429 Too Many Requests; it asks us to wait 596523h14m7s"},
		{name: "a minute isn't too long", server: answers(code(429, "Retry-After", "60"), fine), requests: 2, least: time.Minute, most: 61 * time.Second},
		{name: "a second more is", server: code(503, "Retry-After", "61"), requests: 1, err: "Tea: the server is busy: 503 Service Unavailable; it asks us to wait 1m1s"},
		{name: "now, it says, but it is busy", server: answers(code(503, "Retry-After", "0"), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "nobody answers the phone", server: answers(hangUp, hangUp, fine), requests: 3, least: 3 * time.Second / 2, most: 3 * time.Second},
		{name: "busy 4 times: it waits longer", server: answers(code(503), code(504), code(502), code(500), fine), requests: 5, least: 15 * time.Second / 2, most: 15 * time.Second},
		{name: "always busy", server: code(503), requests: 5, least: 15 * time.Second / 2, most: 15 * time.Second, err: "Tea: the server is busy: 503 Service Unavailable"},
		{name: "one answer gets lost", server: answers(silent, fine), requests: 2, least: 10*time.Second + time.Second/2, most: 11 * time.Second},
		{name: "no answer at all", server: silent, requests: 5, least: 50 * time.Second, most: 65 * time.Second, is: waitfor.ErrTimeout},
		{name: "half an answer", server: answers(cutOff, fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "no such page", server: code(404), requests: 1, is: wiki.ErrMissing, err: "Tea: there's no such page"},
		{name: "no such page any more", server: code(410), requests: 1, is: wiki.ErrMissing},
		{name: "not for us", server: code(403), requests: 1, err: "Tea: the server says 403 Forbidden"},
		{name: "moved", server: code(301, "Location", "/wiki/Green_tea#Pots"), requests: 1, moved: "Green tea"},
		{name: "moved for now", server: code(302, "Location", "http://encyclopedia.example/wiki/chai"), requests: 1, moved: "Chai"},
		{name: "moved to another host", server: code(308, "Location", "http://tea.example/wiki/Tea"), requests: 1, err: "Tea: it has moved out of the encyclopedia, to http://tea.example/wiki/Tea"},
		{name: "moved to where we were", server: code(301, "Location", "https://encyclopedia.example/wiki/Tea"), requests: 1, err: "Tea: it sends us on to https://encyclopedia.example/wiki/Tea; is that the right address?"},
		{name: "moved out of the articles", server: code(303, "Location", "/login"), requests: 1, err: "Tea: it has moved out of the encyclopedia, to http://encyclopedia.example/login"},
		{name: "moved to nowhere", server: code(307), requests: 1, err: "Tea: it has moved: http: no Location header in response"},
		{name: "a picture", server: code(200, "Content-Type", "image/png"), requests: 1, is: wiki.ErrNoArticle},
		{name: "a page of some kind", server: kind(), requests: 1},
		{name: "a page whose kind is shouted", server: kind("TEXT/HTML;charset=utf-8"), requests: 1},
		{name: "a page whose kind is strict", server: kind("Application/XHTML+xml"), requests: 1},
		{name: "a page of a similar kind", server: kind("text/html-in-tins"), requests: 1, is: wiki.ErrNoArticle},
		{name: "a page that nobody can read", server: deep, requests: 1, err: "Tea: html: open stack of elements exceeds 512 nodes"},
		{name: "a page that is no article", server: code(200, "Content-Type", "text/html"), requests: 1, is: wiki.ErrNoArticle},
	} {
		t.Run(tc.name, func(t *testing.T) {
			visiting(t, tc.server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
				start := time.Now()
				got, err := c.Read(ctx, "Tea")
				took := time.Since(start)
				assert.GreaterOrEqual(t, took, tc.least)
				assert.LessOrEqual(t, took, max(tc.most, tc.least))
				assert.Equal(t, tc.requests, c.Requests())
				if tc.err != "" {
					assert.EqualError(t, err, tc.err)
				}
				if tc.is != nil {
					assert.ErrorIs(t, err, tc.is)
				}
				if tc.err == "" && tc.is == nil {
					assert.NoError(t, err)
					want := chain.Page{Title: "Tea", First: "Leaf"}
					if tc.moved != "" {
						want = chain.Page{Moved: tc.moved}
					}
					assert.Equal(t, want, got)
				}
			})
		})
	}
}

func TestClientSaysWhoItIs(t *testing.T) {
	server := func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "gosyncio-philosophy/1.0 (a lesson in concurrency; cook@example.org)", r.UserAgent())
		assert.Equal(t, "text/html", r.Header.Get("Accept"))
		assert.False(t, r.URL.IsAbs(), "as a proxy is asked")
		assert.Equal(t, "/wiki/Who_is_it%3F_50%25_caf%C3%A9", r.URL.EscapedPath())
		good(w)
	}
	visiting(t, server, wiki.Options{Contact: "cook@example.org"}, func(ctx context.Context, c *wiki.Client) {
		_, err := c.Read(ctx, "Who is it? 50% café")
		assert.NoError(t, err)
	})
}

// What can't be sent today can't be sent tomorrow.
func TestNothingIsSentTwiceInVain(t *testing.T) {
	visiting(t, fine, wiki.Options{Contact: "cook\n"}, func(ctx context.Context, c *wiki.Client) {
		_, err := c.Read(ctx, "Tea")
		assert.ErrorContains(t, err, "invalid header field value")
		assert.Equal(t, 1, c.Requests())
	})
}

func TestAPageMayBeTooLarge(t *testing.T) {
	server := func(w http.ResponseWriter, _ *http.Request) {
		good(w)
		fmt.Fprint(w, strings.Repeat("toast ", 4<<20))
	}
	visiting(t, server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		_, err := c.Read(ctx, "Toast")
		assert.EqualError(t, err, "Toast: the page is too large")
	})
}

func TestNewComplains(t *testing.T) {
	for _, base := range []string{"", "tea", "ftp://tea", "//tea", "http://", "http://[::1",
		"http://tea/wiki", "http://tea/wiki/Tea", "http://tea?", "http://tea?milk=1", "http://tea/#milk"} {
		_, err := wiki.New(base, wiki.Options{})
		assert.EqualError(t, err, fmt.Sprintf("an encyclopedia has an address such as https://en.wikipedia.org, not %q", base))
	}
}
