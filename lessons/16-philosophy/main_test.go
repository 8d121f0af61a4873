//go:build !exercise

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/twin"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  Egg: 2 pages, then a loop
		1.5s  Crumb: 3 pages, then no link
		2s  Plant: 4 pages to Philosophy
		2.5s  Toast: 7 pages to Philosophy
		3s  Menu: 7 pages to Philosophy
		3.5s  Bagel: 7 pages to Philosophy
		3.5s  27 reads for 30 pages
	`)
}

// The twin reads from a real socket, which has no virtual clock. So the lines are
// compared, and their times are not.
func TestTwin(t *testing.T) {
	played, err := twin.Play(t, kitchen)
	require.NoError(t, err)
	var want []string
	for _, line := range played.Lines {
		text, _, _ := strings.Cut(line.Text, " for ") // Python does not count the pages
		want = append(want, text)
	}
	assert.ElementsMatch(t, want, strings.Split(strings.TrimSpace(fromPython(t, "slide.py")), "\n"))
}

// From each article, Go and Python follow the same chain.
func TestTwinOnEveryArticle(t *testing.T) {
	starts := slices.DeleteFunc(encyclopedia.Titles(), func(title string) bool {
		return title == "Bell" // its link leads to a missing page, and there Python raises an error
	})
	text := strings.TrimSpace(fromPython(t, "slide.py", starts...))
	got := strings.Split(text, "\n")
	var want []string
	twin.Play(t, func(ctx context.Context, _ io.Writer) error {
		return reading(ctx, func(ctx context.Context, client *wiki.Client) error {
			_, err := Crawl(ctx, client.Read, chain.Plan{
				Starts: starts, Goal: encyclopedia.Goal, Limit: 100, Workers: 16,
				Ended: func(c chain.Chain) { want = append(want, c.String()) },
			})
			want = append(want, fmt.Sprint(client.Requests(), " reads"))
			return err
		})
	})
	assert.ElementsMatch(t, want, got)
}

func needPython(t *testing.T) {
	t.Helper()
	if _, err := python.Find(t.Context(), os.Getenv("PATH")); errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
}

// fromPython runs a Python program that reads our encyclopedia from a socket.
func fromPython(t *testing.T, program string, args ...string) string {
	t.Helper()
	server, err := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(0))(t.Context())
	require.NoError(t, err)
	defer server.Close()
	text, err := runPython(t.Context(), program, append([]string{server.URL}, args...)...)
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return text
}

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one, over HTTP in memory: a page takes half a second of
// virtual time.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name    string
		starts  []string
		workers int
		want    string
		why     string
	}{
		{
			name:   "one chain is as fast with one worker as with sixteen",
			starts: []string{"Toast"}, workers: 1,
			want: `
				3.5s  Toast: 7 pages to Philosophy
				3.5s  7 reads`,
			why: "there is never more than one page that it could read",
		},
		{
			name:   "sixteen workers don't help a single chain",
			starts: []string{"Toast"}, workers: 16,
			want: `
				3.5s  Toast: 7 pages to Philosophy
				3.5s  7 reads`,
		},
		{
			name:   "two chains with nothing in common take as long as one",
			starts: []string{"Toast", "Bagel"}, workers: 16,
			want: `
				3.5s  Toast: 7 pages to Philosophy
				3.5s  Bagel: 7 pages to Philosophy
				3.5s  14 reads`,
		},
		{
			name:   "where two chains meet, the second one finds the pages read",
			starts: []string{"Plant", "Toast"}, workers: 16,
			want: `
				2s  Plant: 4 pages to Philosophy
				2.5s  Toast: 7 pages to Philosophy
				2.5s  9 reads`,
			why: "Plant has read Science and Knowledge when Toast gets there",
		},
		{
			name:   "a chain that is given twice is read once",
			starts: []string{"Tea", "Tea"}, workers: 16,
			want: `
				3.5s  Tea: 7 pages to Philosophy
				3.5s  Tea: 7 pages to Philosophy
				3.5s  7 reads`,
		},
		{
			name:   "one worker reads one page after the other",
			starts: []string{"Egg", "Chicken"}, workers: 1,
			want: `
				1s  Egg: 2 pages, then a loop
				1s  Chicken: 2 pages, then a loop
				1s  2 reads`,
			why: "sixteen would have read the two in half a second",
		},
		{
			name:   "a page that has moved takes a request, and is none",
			starts: []string{"Loaf"}, workers: 16,
			want: `
				3.5s  Loaf: 6 pages to Philosophy
				3.5s  7 reads`,
		},
		{
			name:   "a page that goes by two names is read once",
			starts: []string{"Natural science", "Plant"}, workers: 16,
			want: `
				1s  Natural science: 2 pages to Philosophy
				1s  Plant: 4 pages to Philosophy
				1s  4 reads`,
			why: "when Plant gets to Science, it has come already, by the other name",
		},
		{
			name:   "pages that have moved to one another end as a loop",
			starts: []string{"Pepper"}, workers: 16,
			want: `
				1.5s  Pepper: 1 page, then a loop
				1.5s  3 reads`,
		},
		{
			name:   "a page that isn't there ends its chain only",
			starts: []string{"Bell", "Plate"}, workers: 16,
			want: `
				1s  Bell: 1 page, then Table: there is no such page
				1s  Plate: 2 pages, then no link
				1s  4 reads`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, following(tc.starts, tc.workers), tc.want)
		})
	}
}

func following(starts []string, workers int) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		return reading(ctx, func(ctx context.Context, client *wiki.Client) error {
			_, err := Crawl(ctx, client.Read, chain.Plan{
				Starts: starts, Goal: encyclopedia.Goal, Limit: 100, Workers: workers,
				Ended: func(c chain.Chain) { fmt.Fprintln(out, c) },
			})
			fmt.Fprintln(out, client.Requests(), "reads")
			return err
		})
	}
}
