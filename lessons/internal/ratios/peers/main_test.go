package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/ratios/measure"
)

// A probe runs in a process of this program, and in a test that is the test.
func TestMain(m *testing.M) {
	if probing() {
		return
	}
	os.Exit(m.Run())
}

// What gosyncio promises is found by the same probes that look at the others.
func TestGosyncio(t *testing.T) {
	want := map[string]string{
		"order":        "as the arguments",
		"failure":      "returns at once",
		"cancel":       "waits for all, `Canceled` and its cause",
		"goexit":       "an error",
		"panic":        "ends the program",
		"leaks":        "none",
		"await cancel": "cancels it and waits, `Canceled` and its cause",
		"await goexit": "an error",
		"await panic":  "ends the program",
	}
	gosyncio := peers[slices.IndexFunc(peers, func(p peer) bool { return p.name == "gosyncio" })]
	for _, pr := range probes {
		t.Run(pr.name, func(t *testing.T) {
			t.Parallel()
			got, err := pr.ask(t.Context(), gosyncio)
			require.NoError(t, err)
			assert.Equal(t, want[pr.name], got)
		})
	}
}

// A peer that hangs, and one that loses a panic, are told from those that don't:
// these three are written here, so their behaviour is known.
func TestProbesTellTheDifference(t *testing.T) {
	for _, tc := range []struct {
		name  string
		probe string
		peer  string
		want  string
	}{
		{"a channel that nobody writes to hangs", "await goexit", "goroutines", "hangs"},
		{"a future that is closed by a defer has a zero and no error", "await goexit", "future", "`0`, no error"},
		{"a panic in a goroutine ends the program", "panic", "goroutines", "ends the program"},
		{"a peer without a handle has nothing to await", "await panic", "errgroup", "–"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			pr := probes[slices.IndexFunc(probes, func(pr probe) bool { return pr.name == tc.probe })]
			p := peers[slices.IndexFunc(peers, func(p peer) bool { return p.name == tc.peer })]
			got, err := pr.ask(t.Context(), p)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestVerdict(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	late, stop := context.WithDeadline(t.Context(), time.Now())
	defer stop()
	exit := errors.New("exit status 2")
	for _, tc := range []struct {
		name        string
		ctx         context.Context
		out, stderr string
		err         error
		want, fails string
	}{
		{name: "the line that was printed counts", ctx: t.Context(), out: "none\n", want: "none"},
		{name: "a deadlock hangs", ctx: t.Context(), stderr: "fatal error: all goroutines are asleep - deadlock!", err: exit, want: "hangs"},
		{name: "a process that does not end hangs", ctx: late, err: exit, want: "hangs"},
		{name: "a panic with its own stack", ctx: t.Context(), stderr: "panic: burnt\n\nmain.burn(...)", err: exit, want: "ends the program"},
		{name: "a panic without its own stack", ctx: t.Context(), stderr: "panic: burnt\n\nmain.main(...)", err: exit, want: "ends the program, its stack is lost"},
		{name: "a panic of another kind is a fault of the probe", ctx: t.Context(), stderr: "panic: nil map", err: exit, fails: "a probe failed"},
		{name: "two lines are a fault of the probe", ctx: t.Context(), out: "none\nnone\n", fails: "a probe failed"},
		{name: "a Ctrl-C finds nothing", ctx: ended, err: exit, fails: "interrupted"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := verdict(tc.ctx, tc.out, tc.stderr, tc.err)
			assert.Equal(t, tc.want, got)
			if tc.fails == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, tc.fails)
			}
		})
	}
}

// All peers give the values that the benchmarks ask for.
func TestPeersAreUsedCorrectly(t *testing.T) {
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) {
			under(p, t.Context(), func(ctx context.Context) {
				values, err := p.gather(ctx, []function{value(1), value(2), value(3)})
				assert.NoError(t, err)
				assert.ElementsMatch(t, []int{1, 2, 3}, values, "conc has them in another order")
				var taken []int
				p.ended(ctx, []function{value(1), value(2), value(3)}, func(v int) { taken = append(taken, v) })
				assert.ElementsMatch(t, []int{1, 2, 3}, taken)
				if p.one == nil {
					return
				}
				v, err := p.one.await(ctx, ctx, value(7))
				assert.NoError(t, err)
				assert.Equal(t, 7, v)
				_, err = p.one.await(ctx, ctx, func(context.Context) (int, error) { return 0, errBurnt })
				assert.ErrorIs(t, err, errBurnt)
			})
		})
	}
}

func TestRender(t *testing.T) {
	round := func(factor float64) measure.Figures {
		figures := measure.Figures{}
		for _, r := range rows {
			for _, p := range peers {
				figures[r.of(p)] = map[string]float64{ns: 2000 * factor, bytesEach: 3000}
			}
			figures[r.of(peers[0])] = map[string]float64{ns: 2000, bytesEach: 3000}
		}
		return figures
	}
	found := map[string]string{"order/gosyncio": "as the arguments"}
	table := render([]measure.Figures{round(1.5), round(9), round(1.4)}, found)
	for _, line := range []string{
		"|  | goroutines | gosyncio | future | errgroup v0.",
		"| gather 100 functions | 2.0 µs | 1.50 × | 1.50 × | 1.50 × |",
		"| start and await one at a time | 2.0 µs | 1.50 × | 1.50 × | – | – | 1.50 × |",
		"| memory of one pending function of a gather | 3000 bytes | 3000 bytes |",
		"| gather: order of the values |  | as the arguments |",
	} {
		assert.Contains(t, table, line)
	}
	assert.NotContains(t, render(nil, found), "gather 100", "no costs where nothing was measured")
}

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		args string
		err  string
	}{
		{args: ""},
		{args: "-rounds 3 -time 1s -write README.md"},
		{args: "-rounds 0"},
		{args: "conc", err: `unknown argument "conc": want only flags, -h lists them`},
		{args: "-fast", err: "flag provided but not defined: -fast: -h lists the flags"},
		{args: "-rounds -1", err: "-rounds is -1: want 0 or more"},
		{args: "-time 0s", err: "-time is 0s: want more than 0s"},
		{args: "-rounds 0 -write README.md", err: "-write replaces the whole table: want at least 1 in -rounds, and no -busy"},
		{args: "-h", err: flag.ErrHelp.Error()},
	} {
		t.Run("with "+tc.args, func(t *testing.T) {
			var out bytes.Buffer
			_, err := parse(strings.Fields(tc.args), &out)
			if tc.err == "" {
				assert.NoError(t, err)
			} else {
				assert.EqualError(t, err, tc.err)
			}
		})
	}
}

// What fails leaves the file as it was.
func TestNothingIsWritten(t *testing.T) {
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tc := range []struct {
		name, text string
		ctx        context.Context
		err        string
	}{
		{"where the table has no place", "# Costs\n", t.Context(), "has no place for the table"},
		{"after a Ctrl-C", "<!-- peers -->\nold\n<!-- /peers -->\n", interrupted, "interrupted"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "README.md")
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			var out, progress bytes.Buffer
			err := run(tc.ctx, measure.Options{Rounds: 1, Span: time.Millisecond, Write: file}, &out, &progress)
			assert.ErrorContains(t, err, tc.err)
			assert.Empty(t, out.String())
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, tc.text, string(text))
		})
	}
}
