package main

import (
	"context"
	"fmt"
	"io"
	"iter"
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
		7.5s  baker goes home
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one, each a small breakfast of its own.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		breakfast func(ctx context.Context, out io.Writer) error
		want      string
		why       string
	}{
		"AF1 the loop ends when the iterator has no more": {
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
			why: "AF2: while main eats, the toaster waits",
		},
		"AF2 over a channel the baker works while main sleeps": {
			breakfast: func(ctx context.Context, out io.Writer) error {
				counter := make(chan int, 2)
				task.Go(ctx, bake(out, counter))
				return sleep.For(ctx, time.Minute)
			},
			want: `
				500ms  bun 1 ready
				1s  bun 2 ready
				1.5s  bun 3 ready
				1m0s  baker goes home`,
			why: "two on the counter, and the third in hand: there's no room",
		},
		"AF3 a return out of the loop cleans up too": {
			breakfast: func(ctx context.Context, out io.Writer) error {
				err := firstToast(ctx, out)
				fmt.Fprintln(out, "main is back")
				return err
			},
			want: `
				500ms  toast 1 ready
				500ms  toaster off
				500ms  main is back`,
		},
		"AF3 so does a panic in the loop": {
			breakfast: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main hears:", recover()) }()
				for range toaster(ctx, out) {
					panic("fire")
				}
				return nil
			},
			want: `
				500ms  toast 1 ready
				500ms  toaster off
				500ms  main hears: fire`,
		},
		"AF3 with iter.Pull it's stop that cleans up": {
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
			why: "next is Python's __anext__, stop is aclose",
		},
		"two loops don't share an iterator, as they would a generator": {
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
			why: "it's a function, and each loop calls it anew",
		},
		"AF8 an error comes as the last thing": {
			breakfast: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 700*time.Millisecond)
				defer cancel()
				for n, err := range toaster(ctx, out) {
					fmt.Fprintln(out, "main has:", n, err)
				}
				return nil
			},
			want: `
				500ms  toast 1 ready
				500ms  main has: 1 <nil>
				700ms  main has: 0 context deadline exceeded
				700ms  toaster off`,
			why: "that's toaster's manners; the language doesn't ask for it",
		},
		"R5 a forgotten baker stands there until Run sends it home": {
			breakfast: func(ctx context.Context, out io.Writer) error {
				counter := make(chan int)
				task.Go(ctx, bake(out, counter))
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
				1m2s  baker goes home`,
			why: "a break reaches the iterator, but nobody behind a channel",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				return tc.breakfast(ctx, out)
			}, tc.want)
		})
	}
}

// Whenever breakfast is called off, it's over in the same moment: nobody waits
// for a baker who never came.
func TestCalledOff(t *testing.T) {
	for _, patience := range []time.Duration{
		250 * time.Millisecond,  // the toaster is at work
		1 * time.Second,         // main eats the first toast
		3 * time.Second,         // the second: the baker hasn't started
		4250 * time.Millisecond, // main waits for the first bun
		5250 * time.Millisecond, // main eats
		5750 * time.Millisecond, // and the baker has no room
	} {
		t.Run(patience.String(), func(t *testing.T) {
			played, err := twin.Play(t, func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, patience)
				defer cancel()
				_, err := kitchen(out)(ctx)
				fmt.Fprintln(out, "main:", err)
				return nil
			})
			require.NoError(t, err)
			last := played.Lines[len(played.Lines)-1]
			assert.Equal(t, twin.Line{At: patience, Text: "main: context deadline exceeded"}, last)
		})
	}
}

// atMost is an iterator over an iterator: when it ends, so does the other.
func atMost(most int, toasts iter.Seq2[int, error]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for n, err := range toasts {
			if !yield(n, err) || n == most {
				return
			}
		}
	}
}

func firstToast(ctx context.Context, out io.Writer) error {
	for _, err := range toaster(ctx, out) {
		return err
	}
	return nil
}
