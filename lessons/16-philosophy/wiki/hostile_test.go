package wiki_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/task"
)

const escape = "\x1b]0;taken\x07\x9b31m\u202e"

// longPath is the path of an article whose title is too long.
var longPath = "/wiki/" + strings.Repeat("tea", 100)

// Whatever a server sends, what Read returns can be printed.
func TestTextsFromAServerAreClean(t *testing.T) {
	escaped := "/wiki/" + url.PathEscape(escape)
	html := func(head, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `<!DOCTYPE html>%s<div class="mw-parser-output"><p>%s`, head, text)
		}
	}
	tea := `<a href="/wiki/Leaf">leaf</a>`
	for _, tc := range []struct {
		name   string
		server http.HandlerFunc
		want   chain.Page
		err    string
	}{
		{name: "a Content-Type with control characters is cleaned", server: kind("image/png; a=\u202e\u009b31m"),
			err: "Tea: this is no article but image/png; a=31m"},
		{name: "a Content-Type of 50 kB is cut", server: kind(strings.Repeat("tea", 1<<14)),
			err: "Tea: this is no article but teatea"},
		{name: "a link with control characters is no link", server: html("", `<a href="`+escaped+`">x</a>`+tea),
			want: chain.Page{Title: "Tea", First: "Leaf"}},
		{name: "a link to a title of 300 bytes is no link", server: html("", `<a href="`+longPath+`">x</a>`+tea),
			want: chain.Page{Title: "Tea", First: "Leaf"}},
		{name: "a canonical title with control characters does not count", server: html(`<link rel="canonical" href="`+escaped+`">`, tea),
			want: chain.Page{Title: "Tea", First: "Leaf"}},
		{name: "a canonical title of 300 bytes does not count", server: html(`<link rel="canonical" href="`+longPath+`">`, tea),
			want: chain.Page{Title: "Tea", First: "Leaf"}},
		{name: "a move to a title with control characters is an error", server: code(301, "Location", escaped),
			err: "Tea: the page has moved out of the encyclopedia, to http://encyclopedia.example/wiki/"},
		{name: "a move to a title of 300 bytes is an error", server: code(301, "Location", longPath),
			err: "Tea: the page has moved out of the encyclopedia, to http://encyclopedia.example/wiki/tea"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			visiting(t, tc.server, wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
				got, err := c.Read(ctx, "Tea")
				if tc.err == "" {
					require.NoError(t, err)
					assert.Equal(t, tc.want, got)
					return
				}
				assert.ErrorContains(t, err, tc.err)
				assert.False(t, strings.ContainsFunc(err.Error(), func(c rune) bool { return unicode.In(c, unicode.C) }), "%q", err)
				assert.LessOrEqual(t, utf8.RuneCountInString(err.Error()), len("Tea: ")+100)
			})
		})
	}
}

// Sixteen pages of 4 MB are parsed at the same time. A page may not allocate more
// than a sixteenth of 500 MB, even if nothing were collected; here a quarter of a
// page, a quarter of that, and a quarter more for the race detector's own.
func TestALargePageCostsLittleMemory(t *testing.T) {
	const size, most = 1 << 20, 500 << 20 / 16 / 4 * 5 / 4
	open := `<link rel="canonical" href="/wiki/Tea"><div class="mw-parser-output">`
	manyBold := ""
	for n := range 400 {
		manyBold += fmt.Sprintf("<b x=%d>", n)
	}
	for _, tc := range []struct{ name, head, repeat string }{
		{"links", "", `<a href="/wiki/x">y</a>`},
		{"paragraphs", "", `<p>a`},
		{"paragraphs in 400 bold elements, which a tree copies into each", manyBold, `<p>a`},
		{"tags that are never closed", "", `<br>`},
		{"end tags that close nothing", manyBold, `</x>`},
		{"attributes", "", `<p ` + strings.Repeat("a ", 100_000) + ">"},
		{"classes", "", `<p class="` + strings.Repeat("a ", 100_000) + `">`},
		{"unknown tags", "", `<tea></tea>`},
		{"comments", "", `<!-- -->`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page := open + tc.head + strings.Repeat(tc.repeat, size/len(tc.repeat))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := wiki.Parse(strings.NewReader(page), toast)
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(most))
		})
	}
}

func TestATagMayBeTooLarge(t *testing.T) {
	for _, text := range []string{"<p " + strings.Repeat("a ", 1<<20) + ">", strings.Repeat("tea ", 1<<20), "<style>" + strings.Repeat("tea ", 1<<20)} {
		_, err := wiki.Parse(io.MultiReader(strings.NewReader(`<div class="mw-parser-output">`), strings.NewReader(text)), toast)
		assert.EqualError(t, err, "the page is too large: more than 4 MB, or a tag or text of more than 256 kB")
	}
}

// A host that always asks for 59 s delays one read for a minute at most, and not
// more than that twelve reads which wait for each other.
func TestPausesInARowAreTooLong(t *testing.T) {
	visiting(t, code(429, "Retry-After", "59"), wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		start := time.Now()
		got, err := gather.Outcomes(ctx, task.Each(make([]string, 12), func(ctx context.Context, _ string) (chain.Page, error) {
			return c.Read(ctx, "Tea")
		})...)
		require.NoError(t, err)
		assert.Less(t, time.Since(start), 62*time.Second)
		for _, o := range got {
			assert.ErrorContains(t, o.Err, "Tea: the server is busy: 429 Too Many Requests")
		}
		assert.LessOrEqual(t, c.Requests(), 8, "four, and each once more")
		time.Sleep(time.Minute)
		start = time.Now()
		_, err = c.Read(ctx, "Tea")
		assert.ErrorContains(t, err, "; it asks us to wait 1m5")
		assert.Greater(t, time.Since(start), 59*time.Second, "after the pause a read waits again")
	})
}

func TestWaitingSaysWhatTheHostAsksFor(t *testing.T) {
	visiting(t, answers(code(503, "Retry-After", "30"), fine), wiki.Options{}, func(ctx context.Context, c *wiki.Client) {
		assert.Empty(t, c.Waiting())
		reading := task.Go(ctx, func(ctx context.Context) (chain.Page, error) { return c.Read(ctx, "Tea") })
		time.Sleep(10 * time.Second)
		assert.Equal(t, "the server is busy (503 Service Unavailable): 20 s to wait", c.Waiting())
		page, err := reading.Await(ctx)
		assert.NoError(t, err)
		assert.GreaterOrEqual(t, page.Waited, 30*time.Second)
		assert.Empty(t, c.Waiting())
	})
}
