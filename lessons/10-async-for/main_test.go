package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		500ms  toast 1 ready
		2s  toast 1 eaten
		2.5s  toast 2 ready
		4s  toast 2 eaten
		4s  toaster off
		4.5s  bun 1 ready
		5s  bun 2 ready
		5.5s  bun 3 ready
		6s  bun 1 eaten
		6.5s  bun 4 ready
		7.5s  bun 2 eaten
		7.5s  baker stops
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's iterator with __anext__ runs, and it does what Go's does.
func TestAnext(t *testing.T) {
	const program = "testdata/anext.py"
	source, err := os.ReadFile(program)
	require.NoError(t, err)
	_, core, _ := strings.Cut(strings.ReplaceAll(string(source), "\r\n", "\n"), "# --- core\n")
	core, _, _ = strings.Cut(core, "# --- end")
	slide, err := os.ReadFile("slide.md")
	require.NoError(t, err)
	assert.Contains(t, strings.ReplaceAll(string(slide), "\r\n", "\n"), "```python\n"+core+"```\n")

	twin.Agrees(t, func(ctx context.Context, out io.Writer) error {
		for n := range twoToasts(ctx) {
			fmt.Fprintln(out, "toast", n, "ready")
		}
		return nil
	}, program)
}

func twoToasts(ctx context.Context) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 1; n <= 2 && sleep.For(ctx, time.Second/2) == nil; n++ {
			if !yield(n) {
				return
			}
		}
	}
}

// The slide's claims one by one, each a small breakfast of its own.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name      string
		breakfast twin.Kitchen
		want      string
		why       string
	}{
		{
			name: "the loop ends when the iterator returns (AF1, AF2)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				for n := range atMost(2, toaster(ctx, out)) {
					eat(ctx, out, "toast", n)
				}
				fmt.Fprintln(out, "main: no more")
				return nil
			},
			want: `
				500ms  toast 1 ready
				2s  toast 1 eaten
				2.5s  toast 2 ready
				4s  toast 2 eaten
				4s  toaster off
				4s  main: no more`,
			why: "while main eats, the toaster waits",
		},
		{
			name: "a return out of the loop runs the iterator's defers (AF3)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				err := firstToast(ctx, out)
				fmt.Fprintln(out, "main goes on")
				return err
			},
			want: `
				500ms  toast 1 ready
				500ms  toaster off
				500ms  main goes on`,
		},
		{
			name: "a panic in the loop runs the iterator's defers (AF3)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main recovers:", recover()) }()
				for range toaster(ctx, out) {
					panic("fire")
				}
				return nil
			},
			want: `
				500ms  toast 1 ready
				500ms  toaster off
				500ms  main recovers: fire`,
		},
		{
			name: "an iterator that calls yield after a break panics",
			breakfast: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main recovers:", recover()) }()
				for range stubborn {
					break
				}
				return nil
			},
			want: `0s  main recovers: runtime error: range function continued iteration after function for loop body returned false`,
			why:  "so an iterator looks at what yield returns",
		},
		{
			name: "over a channel the baker works while main sleeps (AF2)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				counter := make(chan int, 2)
				task.Go(ctx, task.NoResult(bake(out, counter)))
				return sleep.For(ctx, time.Minute)
			},
			want: `
				500ms  bun 1 ready
				1s  bun 2 ready
				1.5s  bun 3 ready
				1m0s  baker stops`,
			why: "here Python differs: its loop and iterator never overlap; a channel does",
		},
		{
			name: "room for two: five buns are made while main eats two (AF2)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				counter := make(chan int, 2)
				baker := task.Go(ctx, task.NoResult(bake(out, counter)))
				eat(ctx, out, "bun", <-counter)
				eat(ctx, out, "bun", <-counter)
				baker.Cancel(nil)
				<-baker.Done()
				return nil
			},
			want: `
				500ms  bun 1 ready
				1s  bun 2 ready
				1.5s  bun 3 ready
				2s  bun 1 eaten
				2s  bun 4 ready
				2.5s  bun 5 ready
				3.5s  bun 2 eaten
				3.5s  baker stops`,
		},
		{
			name: "main leaves without a cancel: the baker blocks until Run ends it (R5)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				counter := make(chan int)
				task.Go(ctx, task.NoResult(bake(out, counter)))
				for n := range counter {
					eat(ctx, out, "bun", n)
					break
				}
				return sleep.For(ctx, time.Minute)
			},
			want: `
				500ms  bun 1 ready
				1s  bun 2 ready
				2s  bun 1 eaten
				1m2s  baker stops`,
			why: "a break ends an iterator, but it tells the sender of a channel nothing",
		},
		{
			name: "an error comes as the last element (AF8)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 700*time.Millisecond)
				defer cancel()
				for n, err := range toaster(ctx, out) {
					fmt.Fprintln(out, "main gets:", n, err)
				}
				return nil
			},
			want: `
				500ms  toast 1 ready
				500ms  main gets: 1 <nil>
				700ms  main gets: 0 context deadline exceeded
				700ms  toaster off`,
			why: "this is a custom; the language does not demand it",
		},
		{
			name: "each loop over an iterator begins anew",
			breakfast: func(ctx context.Context, out io.Writer) error {
				toasts := toaster(ctx, out)
				for range 2 {
					for range toasts {
						break
					}
				}
				return nil
			},
			want: `
				500ms  toast 1 ready
				500ms  toaster off
				1s  toast 1 ready
				1s  toaster off`,
			why: "it is a function, and each loop calls it; a generator would go on with toast 2",
		},
		{
			name: "iter.Pull: stop runs the iterator's defers (AF3)",
			breakfast: func(ctx context.Context, out io.Writer) error {
				next, stop := iter.Pull2(toaster(ctx, out))
				defer stop()
				n, _, _ := next()
				eat(ctx, out, "toast", n)
				return nil
			},
			want: `
				500ms  toast 1 ready
				2s  toast 1 eaten
				2s  toaster off`,
			why: "next is Python's anext, stop is aclose",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.breakfast, tc.want)
		})
	}
}

// Main is cancelled at different moments. It always ends at that moment: it
// never waits for a baker that was not started.
func TestClaimsAboutCancel(t *testing.T) {
	for _, tc := range []struct {
		name  string
		limit time.Duration
	}{
		{"cancelled while the toaster works: kitchen returns at once", 250 * time.Millisecond},
		{"cancelled while main eats the first toast: kitchen returns at once", 1 * time.Second},
		{"cancelled before the baker starts: kitchen returns at once", 3 * time.Second},
		{"cancelled while main waits for the first bun: kitchen returns at once", 4250 * time.Millisecond},
		{"cancelled while main eats the first bun: kitchen returns at once", 5250 * time.Millisecond},
		{"cancelled while the baker is blocked: kitchen returns at once", 5750 * time.Millisecond},
	} {
		t.Run(tc.name, func(t *testing.T) {
			played, err := twin.Play(t, func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, tc.limit)
				defer cancel()
				fmt.Fprintln(out, "main:", kitchen(ctx, out))
				return nil
			})
			require.NoError(t, err)
			last := played.Lines[len(played.Lines)-1]
			assert.Equal(t, twin.Line{At: tc.limit, Text: "main: context deadline exceeded"}, last)
		})
	}
}

// atMost yields the first n elements of toasts.
func atMost(n int, toasts iter.Seq2[int, error]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for toast, err := range toasts {
			if !yield(toast, err) || toast == n {
				return
			}
		}
	}
}

// stubborn ignores what yield returns.
func stubborn(yield func(int) bool) {
	for n := range 2 {
		yield(n)
	}
}

func firstToast(ctx context.Context, out io.Writer) error {
	for _, err := range toaster(ctx, out) {
		return err
	}
	return nil
}
