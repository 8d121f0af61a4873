package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/task"
	"gosyncio/with"
)

// As a child, the test's own program is the lesson's.
func TestMain(m *testing.M) {
	if os.Getenv("PHILOSOPHY_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestParse(t *testing.T) {
	ours := chain.Plan{Starts: encyclopedia.Dishes(), Goal: "Philosophy", Limit: 100, Workers: 16}
	tea := chain.Plan{Starts: []string{"Green tea"}, Goal: "Philosophy", Limit: 100, Workers: 16}
	there := tea
	there.Workers = 4
	for args, want := range map[string]order{
		"-compare":                          {plan: ours, compare: true},
		"-addr 127.0.0.1:0":                 {plan: ours, addr: "127.0.0.1:0"},
		"-start green_tea":                  {plan: tea},
		"-lang en -start green_tea":         {plan: there, base: "https://en.wikipedia.org"},
		"-base http://tea -start green_tea": {plan: there, base: "http://tea"},
		"-start a -start b -limit 5":        {plan: chain.Plan{Starts: []string{"A", "B"}, Goal: "Philosophy", Limit: 5, Workers: 16}},
		"-start чай -lang ru -workers 2":    {plan: chain.Plan{Starts: []string{"Чай"}, Goal: "Философия", Limit: 100, Workers: 2}, base: "https://ru.wikipedia.org"},
		"-start Te -lang da -goal Filosofi": {plan: chain.Plan{Starts: []string{"Te"}, Goal: "Filosofi", Limit: 100, Workers: 4}, base: "https://da.wikipedia.org"},
		"-start green_tea -contact a@b.c":   {plan: tea, contact: "a@b.c"},
	} {
		t.Run(args, func(t *testing.T) {
			got, err := parse(strings.Fields(args))
			require.NoError(t, err)
			want.delay = quick
			assert.Equal(t, want, got)
		})
	}
}

func TestParseComplains(t *testing.T) {
	for args, want := range map[string]string{
		"tea":                      `nobody knows what to do with "tea"`,
		"-lang en":                 "say with -start where to begin",
		"-lang da -start Te":       `what is Philosophy called in "da"? Say it with -goal`,
		"-lang x/y -start Te":      `a language has small letters, as en or zh-yue; "x/y" isn't one`,
		"-limit 0":                 "-limit and -workers are at least 1",
		"-workers -1":              "-limit and -workers are at least 1",
		"-start a -contact a\x7fb": `-contact is an address in one line, not "a\x7fb"`,
		"-start _":                 `invalid value "_" for flag -start: a title has at least one letter`,
		"-lang - -start Te":        `a language has small letters, as en or zh-yue; "-" isn't one`,
		"-base tea -start a":       `an encyclopedia has an address such as https://en.wikipedia.org, not "tea"`,
		"-addr tea":                `-addr should look like 127.0.0.1:8016, not "tea"`,
		"-addr :0 -compare":        "-addr serves, and takes no other flag",
		"-tea":                     "flag provided but not defined: -tea",
	} {
		t.Run(args, func(t *testing.T) {
			_, err := parse(strings.Fields(args))
			assert.EqualError(t, err, want)
		})
	}
	_, err := parse([]string{"-h"})
	assert.ErrorIs(t, err, flag.ErrHelp)
}

// Any encyclopedia will do that looks like Wikipedia: here is one behind a real
// address, and no more than four come to it at once.
func TestCrawlAndMeasureElsewhere(t *testing.T) {
	guests := &counted{Handler: encyclopedia.Handler(time.Millisecond)}
	ours := encyclopedia.At("127.0.0.1:0", guests)
	require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) error {
		o, err := parse([]string{"-base", s.URL, "-start", "Plate", "-start", "Bell"})
		require.NoError(t, err)
		var out bytes.Buffer
		_, err = task.Run(ctx, o.crawl(&out))
		assert.EqualError(t, err, "1 of 2 chains failed")
		assert.Contains(t, out.String(), "Plate → Cupboard (2 pages, then nowhere)\n"+
			"Bell (1 page, then Table: there's no such page)\n"+
			"4 reads for 3 pages, in ")

		o, err = parse([]string{"-base", s.URL, "-start", "Toast", "-start", "Bagel", "-compare"})
		require.NoError(t, err)
		out.Reset()
		_, err = task.Run(ctx, o.measure(&out))
		assert.NoError(t, err)
		for _, line := range []string{"; 4 workers\n", "pages read                         7            14\n", "many chains: "} {
			assert.Contains(t, out.String(), line)
		}
		assert.NotContains(t, out.String(), "Python")

		all := []string{"-base", s.URL, "-workers", "16"}
		for _, dish := range encyclopedia.Dishes() {
			all = append(all, "-start", dish)
		}
		for _, compare := range []bool{false, true} {
			o, err = parse(all)
			require.NoError(t, err)
			todo := o.crawl
			if compare {
				todo = o.measure
			}
			guests.most.Store(0)
			_, err = task.Run(ctx, todo(io.Discard))
			assert.NoError(t, err)
			assert.LessOrEqual(t, guests.most.Load(), int64(4), "at once, compare: %v", compare)
			assert.Greater(t, guests.most.Load(), int64(1), "at once, compare: %v", compare)
		}
		return nil
	}))
}

// counted knows how many were there at the same time at most.
type counted struct {
	http.Handler
	here, most atomic.Int64
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := c.here.Add(1)
	defer c.here.Add(-1)
	for seen := c.most.Load(); now > seen && !c.most.CompareAndSwap(seen, now); seen = c.most.Load() {
	}
	c.Handler.ServeHTTP(w, r)
}

// Whoever is read knows whom to write to, in a crawl and when it's measured.
func TestContact(t *testing.T) {
	var met atomic.Int64
	page := encyclopedia.Handler(0)
	guests := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		met.Add(1)
		assert.Contains(t, r.UserAgent(), "cook@example.org")
		page.ServeHTTP(w, r)
	})
	require.NoError(t, with.Open(t.Context(), encyclopedia.At("127.0.0.1:0", guests), func(ctx context.Context, s *encyclopedia.Server) error {
		o, err := parse([]string{"-base", s.URL, "-start", "Plate", "-contact", "cook@example.org"})
		require.NoError(t, err)
		for _, todo := range []func(io.Writer) task.Func[task.None]{o.crawl, o.measure} {
			met.Store(0)
			_, err = task.Run(ctx, todo(io.Discard))
			assert.NoError(t, err)
			assert.Positive(t, met.Load())
		}
		return nil
	}))
}

// Who presses Ctrl-C has what there is by then.
func TestStoppedInTheMiddle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, err := parse([]string{"-start", "Toast", "-start", "Plate"})
		require.NoError(t, err)
		o.delay = time.Second
		ctx, stop := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer stop()
		var out bytes.Buffer
		_, err = task.Run(ctx, o.crawl(&out))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, "Plate → Cupboard (2 pages, then nowhere)\n5 reads for 2 pages, in 2.5 s\n", out.String())
	})
}

func TestPaper(t *testing.T) {
	full := errors.New("no space left")
	ends, begins := io.Pipe()
	ends.CloseWithError(full)
	p := &paper{Writer: begins}
	_, err := io.WriteString(p, "tea")
	assert.Equal(t, full, err)
	p.Writer = io.Discard
	_, err = io.WriteString(p, "toast")
	assert.NoError(t, err)
	assert.Equal(t, full, p.err, "it remembers")
}

// The whole command line, as a child of its own.
func TestCommand(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	program, err := os.Executable()
	require.NoError(t, err)
	for args, want := range map[string]struct {
		out, problems string // patterns
		code          int
	}{
		"-h":                          {out: "^Usage: 16-philosophy"},
		"-start Plate":                {out: `^Plate → Cupboard \(2 pages, then nowhere\)\n2 reads for 2 pages, in 0\.\d s\n$`},
		"-start Philosophy -goal Egg": {out: `^Philosophy .*\n\d+ reads for \d+ pages, in \d\.\d s\n$`},
		"-start Nosuch":               {out: "^Nosuch ", problems: `^16-philosophy: 1 of 1 chains failed\.\n$`, code: 1},
		"-tea":                        {problems: `^16-philosophy: flag provided but not defined: -tea; -h says what there is\.\n$`, code: 2},
		"-addr 127.0.0.1:99999":       {problems: `^16-philosophy: listen tcp: address 99999: invalid port\.\n$`, code: 1},
		"-compare -start Philosophy":  {problems: `^16-philosophy: nothing was read`, code: 1},
	} {
		t.Run(args, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), program, strings.Fields(args)...)
			cmd.Env = append(os.Environ(), "PHILOSOPHY_MAIN=1")
			var problems bytes.Buffer
			cmd.Stderr = &problems
			out, _ := cmd.Output()
			assert.Equal(t, want.code, cmd.ProcessState.ExitCode())
			assert.Regexp(t, want.out, string(out))
			assert.Regexp(t, want.problems, problems.String())
		})
	}
}

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	lines, out := io.Pipe()
	o, err := parse([]string{"-addr", "127.0.0.1:0"})
	require.NoError(t, err)
	serving := task.Go(ctx, o.serve(out))
	line, err := bufio.NewReader(lines).ReadString('\n')
	require.NoError(t, err)
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+/wiki/Toast, and 87 more; Ctrl-C ends it\n$`, line)
	cancel()
	_, err = serving.Await(t.Context())
	assert.NoError(t, err)
}

func TestWay(t *testing.T) {
	for want, c := range map[string]chain.Chain{
		"Tea → Leaf → End (2 pages to End)":           {Start: "Tea", Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal},
		"Chai → Tea → End (1 page to End)":            {Start: "Chai", Titles: []string{"Tea"}, Next: "End", End: chain.Goal},
		"Egg → Hen → Egg (2 pages, then round again)": {Start: "Egg", Titles: []string{"Egg", "Hen"}, Next: "Egg", End: chain.Loop},
		"Jam (1 page, then nowhere)":                  {Start: "Jam", Titles: []string{"Jam"}, End: chain.Nowhere},
		"Jam (1 page, then enough)":                   {Start: "Jam", Titles: []string{"Jam"}, Next: "Bread", End: chain.Limit},
		"Jam (0 pages, then burnt)":                   {Start: "Jam", Next: "Jam", End: chain.Failed, Err: errors.New("burnt")},
		"End (0 pages to End)":                        {Start: "End", Next: "End", End: chain.Goal},
	} {
		assert.Equal(t, want, way(c))
	}
}
