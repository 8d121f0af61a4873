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
	"gosyncio/sleep"
	"gosyncio/waitfor"
	"gosyncio/with"
)

// A proxy in the environment is for hosts that are not ours. Requests to our own
// encyclopedia do not use it.
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

// answers answers the first request with the first handler, and so on.
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

// kind answers with a page of that Content-Type, or without any.
func kind(kind ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = kind
		good(w)
	}
}

func deep(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, "<!DOCTYPE html>", strings.Repeat("<div>", 600))
}

// drip sends a byte a second, forever.
func drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for sleep.For(r.Context(), time.Second) == nil {
		fmt.Fprint(w, "x")
		http.NewResponseController(w).Flush()
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func in(d time.Duration) string {
	return time.Now().Add(d).UTC().Format(http.TimeFormat)
}

// The answers of a server such as Wikipedia, and its failures.
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
		{name: "a page has a title and a first link", server: fine, requests: 1},
		{name: "a busy server is asked again", server: answers(code(503), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "a server busy twice is asked after a longer wait", server: answers(code(500), code(502), fine), requests: 3, least: 3 * time.Second / 2, most: 3 * time.Second},
		{name: "a pause of 17 s is waited for", server: answers(code(429, "Retry-After", "17"), fine), requests: 2, least: 17 * time.Second, most: 18 * time.Second},
		{name: "a pause until a date is waited for", server: answers(later, fine), requests: 2, least: 19 * time.Second, most: 21 * time.Second},
		{name: "a Retry-After that is no time counts as none", server: answers(code(429, "Retry-After", "soon"), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "a pause of an hour is refused", server: code(429, "Retry-After", "3600"), requests: 1, err: "Tea: the server is busy: 429 Too Many Requests; it asks us to wait 1h0m0s, want at most 1m0s"},
		{name: "a pause of years is refused", server: code(429, "Retry-After", "99999999999"), requests: 1, err: "Tea: the server is busy: 429 Too Many Requests; it asks us to wait 596523h14m7s, want at most 1m0s"},
		{name: "a pause of a minute is waited for", server: answers(code(429, "Retry-After", "60"), fine), requests: 2, least: time.Minute, most: 61 * time.Second},
		{name: "a pause of a minute and a second is refused", server: code(503, "Retry-After", "61"), requests: 1, err: "Tea: the server is busy: 503 Service Unavailable; it asks us to wait 1m1s, want at most 1m0s"},
		{name: "a pause of 0 s still gets a short wait", server: answers(code(503, "Retry-After", "0"), fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "a closed connection gets another try", server: answers(hangUp, hangUp, fine), requests: 3, least: 3 * time.Second / 2, most: 3 * time.Second},
		{name: "a server busy four times is asked a fifth time", server: answers(code(503), code(504), code(502), code(500), fine), requests: 5, least: 15 * time.Second / 2, most: 15 * time.Second},
		{name: "a server that is always busy is asked five times", server: code(503), requests: 5, least: 15 * time.Second / 2, most: 15 * time.Second, err: "Tea: the server is busy: 503 Service Unavailable"},
		{name: "a missing answer is asked for again after 10 s", server: answers(silent, fine), requests: 2, least: 10*time.Second + time.Second/2, most: 11 * time.Second},
		{name: "a server without any answer is asked five times", server: silent, requests: 5, least: 50 * time.Second, most: 65 * time.Second, is: waitfor.ErrTimeout},
		{name: "a page that comes a byte a second is given up after 10 s", server: drip, requests: 5, least: 50 * time.Second, most: 65 * time.Second, is: waitfor.ErrTimeout},
		{name: "half an answer gets another try", server: answers(cutOff, fine), requests: 2, least: time.Second / 2, most: time.Second},
		{name: "404 is a missing page", server: code(404), requests: 1, is: wiki.ErrMissing, err: "Tea: there is no such page"},
		{name: "410 is a missing page", server: code(410), requests: 1, is: wiki.ErrMissing},
		{name: "403 is an error at once", server: code(403), requests: 1, err: "Tea: the server answered 403 Forbidden"},
		{name: "a move names the new title", server: code(301, "Location", "/wiki/Green_tea#Pots"), requests: 1, moved: "Green tea"},
		{name: "a temporary move is a move", server: code(302, "Location", "http://encyclopedia.example/wiki/chai"), requests: 1, moved: "Chai"},
		{name: "a move to another host is an error", server: code(308, "Location", "http://tea.example/wiki/Tea"), requests: 1, err: "Tea: the page has moved out of the encyclopedia, to http://tea.example/wiki/Tea"},
		{name: "a move to the same page is an error", server: code(301, "Location", "https://encyclopedia.example/wiki/Tea"), requests: 1, err: "Tea: the page moves to itself: try -base https://encyclopedia.example"},
		{name: "a move to a page that is no article is an error", server: code(303, "Location", "/login"), requests: 1, err: "Tea: the page has moved out of the encyclopedia, to http://encyclopedia.example/login"},
		{name: "a move without an address is an error", server: code(307), requests: 1, err: "Tea: the page has moved: http: no Location header in response"},
		{name: "a picture is no article", server: code(200, "Content-Type", "image/png"), requests: 1, is: wiki.ErrNoArticle},
		{name: "a page without a Content-Type is read", server: kind(), requests: 1},
		{name: "a Content-Type in capitals is read", server: kind("TEXT/HTML;charset=utf-8"), requests: 1},
		{name: "a page in XHTML is read", server: kind("Application/XHTML+xml"), requests: 1},
		{name: "a Content-Type that only begins like HTML is no article", server: kind("text/html-in-tins"), requests: 1, is: wiki.ErrNoArticle},
		{name: "a page of 600 nested elements is too deep", server: deep, requests: 1, err: "Tea: the page is too deep: more than 512 elements in one another"},
		{name: "a page without a text is no article", server: code(200, "Content-Type", "text/html"), requests: 1, is: wiki.ErrNoArticle},
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
					got.Waited = 0
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

// A request that cannot be sent is not tried again.
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
		assert.EqualError(t, err, "Toast: the page is too large: more than 4 MB, or a tag or text of more than 256 kB")
	})
}

func TestNewComplains(t *testing.T) {
	for _, base := range []string{"", "tea", "ftp://tea", "//tea", "http://", "http://[::1",
		"http://tea/wiki", "http://tea/wiki/Tea", "http://tea?", "http://tea?milk=1", "http://tea/#milk"} {
		_, err := wiki.New(base, wiki.Options{})
		assert.EqualError(t, err, fmt.Sprintf("%q is not the address of an encyclopedia: want one such as https://en.wikipedia.org", base))
	}
}
