package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		0s  main holds: func(context.Context) (string, error)
		2s  kettle on
		3s  main drinks green tea
	`)
}

// What is held has another name in Python.
func TestTwin(t *testing.T) {
	twin.Agrees(t, kitchen, "slide.py",
		"func(context.Context) (string, error)", "<class 'coroutine'>")
}

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: what main does with brew.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(ctx context.Context, out io.Writer) error
		want string
		why  string
	}{
		"C1 what is described hasn't started": {
			main: func(ctx context.Context, out io.Writer) error {
				brew(out)
				return sleep.For(ctx, time.Hour)
			},
			want: ``,
			why:  "C3 differs: Python warns of a coroutine that nobody awaited, Go says nothing",
		},
		"C4 awaiting is a call: it takes as long as the work": {
			main: func(ctx context.Context, out io.Writer) error {
				return drink(ctx, out, brew(out))
			},
			want: `
				0s  kettle on
				1s  main drinks green tea`,
		},
		"C4 the work runs on the goroutine that calls it": {
			main: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main catches:", recover()) }()
				return drink(ctx, out, drop)
			},
			want: `0s  main catches: the cup`,
			why:  "a panic in a task, on another goroutine, would end the program",
		},
		"C2 called twice it runs twice": {
			main: func(ctx context.Context, out io.Writer) error {
				tea := brew(out)
				if err := drink(ctx, out, tea); err != nil {
					return err
				}
				return drink(ctx, out, tea)
			},
			want: `
				0s  kettle on
				1s  main drinks green tea
				1s  kettle on
				2s  main drinks green tea`,
			why: "Python raises a RuntimeError at the second await",
		},
		"C2 with sync.OnceValues it runs once": {
			main: func(ctx context.Context, out io.Writer) error {
				pot := sync.OnceValues(func() (string, error) { return brew(out)(ctx) })
				tea := func(context.Context) (string, error) { return pot() }
				if err := drink(ctx, out, tea); err != nil {
					return err
				}
				return drink(ctx, out, tea)
			},
			want: `
				0s  kettle on
				1s  main drinks green tea
				1s  main drinks green tea`,
		},
		"the trap: a plain function runs as soon as it is called": {
			main: func(ctx context.Context, out io.Writer) error {
				tea, err := makeTea(ctx, out)
				fmt.Fprintf(out, "main holds: %T\n", tea)
				return err
			},
			want: `
				0s  kettle on
				1s  main holds: string`,
			why: "only a function that returns a task.Func describes",
		},
		"the trap: what stands above the return runs at once": {
			main: func(ctx context.Context, out io.Writer) error {
				tea := hasty(out)
				if err := sleep.For(ctx, 2*time.Second); err != nil {
					return err
				}
				return drink(ctx, out, tea)
			},
			want: `
				0s  water runs
				2s  kettle on
				3s  main drinks green tea`,
			why: "in Python the whole body waits for the await",
		},
		"printed, it is an address": {
			main: func(ctx context.Context, out io.Writer) error {
				tea := brew(out)
				fmt.Fprintln(out, strings.HasPrefix(fmt.Sprint(tea), "0x"))
				return nil
			},
			want: `0s  true`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				return tc.main(ctx, out)
			}, tc.want)
		})
	}
}

func drink(ctx context.Context, out io.Writer, tea task.Func[string]) error {
	cup, err := tea(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "main drinks", cup)
	return nil
}

// drop is work that goes wrong.
func drop(context.Context) (string, error) { panic("the cup") }

// makeTea is how most functions are written in Go.
func makeTea(ctx context.Context, out io.Writer) (string, error) {
	return brew(out)(ctx)
}

// hasty does something before it describes.
func hasty(out io.Writer) task.Func[string] {
	fmt.Fprintln(out, "water runs")
	return brew(out)
}
