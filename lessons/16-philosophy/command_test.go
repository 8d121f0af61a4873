package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
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

// With PHILOSOPHY_MAIN the test's program runs the lesson's main.
func TestMain(m *testing.M) {
	if os.Getenv("PHILOSOPHY_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Any encyclopedia with Wikipedia's markup will do. This one has a real address,
// and gets no more than four requests at the same time.
func TestCrawlAndMeasureElsewhere(t *testing.T) {
	requests := &counted{Handler: encyclopedia.Handler(time.Millisecond)}
	ours := encyclopedia.At("127.0.0.1:0", requests)
	require.NoError(t, with.Open(t.Context(), ours, func(ctx context.Context, s *encyclopedia.Server) error {
		o, err := parse([]string{"-base", s.URL, "-start", "Plate", "-start", "Bell"})
		require.NoError(t, err)
		var out bytes.Buffer
		err = o.crawl(ctx, &out)
		assert.EqualError(t, err, "1 of 2 chains failed")
		assert.Contains(t, out.String(), "Plate → Cupboard (2 pages, then no link)\n"+
			"Bell (1 page, then Table: there is no such page)\n"+
			"4 reads for 3 pages, in ")

		o, err = parse([]string{"-base", s.URL, "-start", "Toast", "-start", "Bagel", "-compare"})
		require.NoError(t, err)
		out.Reset()
		err = o.measure(ctx, &out)
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
			run := o.crawl
			if compare {
				run = o.measure
			}
			requests.most.Store(0)
			err = run(ctx, io.Discard)
			assert.NoError(t, err)
			assert.LessOrEqual(t, requests.most.Load(), int64(4), "at once, compare: %v", compare)
			assert.Greater(t, requests.most.Load(), int64(1), "at once, compare: %v", compare)
		}
		return nil
	}))
}

// A counted handler counts the requests that it serves at the same time.
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

// The server gets the contact address, in a crawl and in a measurement.
func TestContact(t *testing.T) {
	var met atomic.Int64
	page := encyclopedia.Handler(0)
	requests := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		met.Add(1)
		assert.Contains(t, r.UserAgent(), "cook@example.org")
		page.ServeHTTP(w, r)
	})
	require.NoError(t, with.Open(t.Context(), encyclopedia.At("127.0.0.1:0", requests), func(ctx context.Context, s *encyclopedia.Server) error {
		o, err := parse([]string{"-base", s.URL, "-start", "Plate", "-contact", "cook@example.org"})
		require.NoError(t, err)
		for _, run := range []func(context.Context, io.Writer) error{o.crawl, o.measure} {
			met.Store(0)
			err = run(ctx, io.Discard)
			assert.NoError(t, err)
			assert.Positive(t, met.Load())
		}
		return nil
	}))
}

// After Ctrl-C the chains that have ended are printed.
func TestStoppedInTheMiddle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, err := parse([]string{"-start", "Toast", "-start", "Plate"})
		require.NoError(t, err)
		o.delay = time.Second
		ctx, stop := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer stop()
		var out bytes.Buffer
		err = o.crawl(ctx, &out)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, "Plate → Cupboard (2 pages, then no link)\n5 reads for 2 pages, in 2.5 s\n", out.String())
	})
}

func TestErrWriter(t *testing.T) {
	full := errors.New("no space left")
	ends, begins := io.Pipe()
	ends.CloseWithError(full)
	p := &errWriter{Writer: begins}
	_, err := io.WriteString(p, "tea")
	assert.Equal(t, full, err)
	p.Writer = io.Discard
	_, err = io.WriteString(p, "toast")
	assert.NoError(t, err)
	assert.Equal(t, full, p.err, "it remembers")
}

// The whole command line, in a process of its own.
func TestCommand(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	program, err := os.Executable()
	require.NoError(t, err)
	for _, want := range []struct {
		name          string
		out, problems string // patterns
		code          int
	}{
		{name: "-h", out: "^Usage: 16-philosophy"},
		{name: "-start Plate", out: `^Plate → Cupboard \(2 pages, then no link\)\n2 reads for 2 pages, in 0\.\d s\n$`},
		{name: "-start Philosophy -goal Egg", out: `^Philosophy .*\n\d+ reads for \d+ pages, in \d\.\d s\n$`},
		{name: "-start Nosuch", out: "^Nosuch ", problems: `^16-philosophy: 1 of 1 chain failed\.\n$`, code: 1},
		{name: "-tea", problems: `^16-philosophy: flag provided but not defined: -tea; -h lists the flags\.\n$`, code: 2},
		{name: "-addr 127.0.0.1:99999", problems: `^16-philosophy: listen tcp: address 99999: invalid port\.\n$`, code: 1},
		{name: "-compare -start Philosophy", problems: `^16-philosophy: the first chain begins at the goal`, code: 1},
	} {
		t.Run(want.name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), program, strings.Fields(want.name)...)
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
	serving := task.Go(ctx, task.NoResult(func(ctx context.Context) error { return o.serve(ctx, out) }))
	line, err := bufio.NewReader(lines).ReadString('\n')
	require.NoError(t, err)
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+/wiki/Toast, and 87 more; Ctrl-C ends it\n$`, line)
	cancel()
	_, err = serving.Await(t.Context())
	assert.NoError(t, err)
}

func TestDescribe(t *testing.T) {
	for _, tc := range []struct {
		want string
		c    chain.Chain
	}{
		{"Tea → Leaf → End (2 pages to End)", chain.Chain{Start: "Tea", Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal}},
		{"Chai → Tea → End (1 page to End)", chain.Chain{Start: "Chai", Titles: []string{"Tea"}, Next: "End", End: chain.Goal}},
		{"Egg → Hen → Egg (2 pages, then a loop)", chain.Chain{Start: "Egg", Titles: []string{"Egg", "Hen"}, Next: "Egg", End: chain.Loop}},
		{"Jam (1 page, then no link)", chain.Chain{Start: "Jam", Titles: []string{"Jam"}, End: chain.Nowhere}},
		{"Jam (1 page, then the limit)", chain.Chain{Start: "Jam", Titles: []string{"Jam"}, Next: "Bread", End: chain.Limit}},
		{"Jam (0 pages, then burnt)", chain.Chain{Start: "Jam", Next: "Jam", End: chain.Failed, Err: errors.New("burnt")}},
		{"End (0 pages to End)", chain.Chain{Start: "End", Next: "End", End: chain.Goal}},
	} {
		want, c := tc.want, tc.c
		assert.Equal(t, want, describe(c))
	}
}
