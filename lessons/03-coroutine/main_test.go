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

// The type that main holds has another name in Python.
func TestTwin(t *testing.T) {
	twin.Agrees(t, kitchen, "slide.py",
		"func(context.Context) (string, error)", "<class 'coroutine'>")
}

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: each main calls brew in another way.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name string
		main twin.Kitchen
		want string
		why  string
	}{
		{
			name: "a function that is only described never runs (C1, C3)",
			main: func(ctx context.Context, out io.Writer) error {
				brew(out)
				return sleep.For(ctx, time.Hour)
			},
			want: ``,
			why:  "Python warns of a coroutine that was never awaited, Go does not",
		},
		{
			name: "a call waits: it takes as long as the work (C4)",
			main: func(ctx context.Context, out io.Writer) error {
				return drink(ctx, out, brew(out))
			},
			want: `
				0s  kettle on
				1s  main drinks green tea`,
		},
		{
			name: "the work runs on the goroutine that calls it (C4)",
			main: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main recovers:", recover()) }()
				return drink(ctx, out, panics)
			},
			want: `0s  main recovers: the cup is broken`,
			why:  "a panic in a task, on another goroutine, would end the program",
		},
		{
			name: "a plain function runs when it is called",
			main: func(ctx context.Context, out io.Writer) error {
				tea, err := makeTea(ctx, out)
				fmt.Fprintf(out, "main holds: %T\n", tea)
				return err
			},
			want: `
				0s  kettle on
				1s  main holds: string`,
			why: "only a function that returns a task.Func describes work",
		},
		{
			name: "a line above the return runs at once",
			main: func(ctx context.Context, out io.Writer) error {
				tea := startsEarly(out)
				if err := sleep.For(ctx, 2*time.Second); err != nil {
					return err
				}
				return drink(ctx, out, tea)
			},
			want: `
				0s  water on
				2s  kettle on
				3s  main drinks green tea`,
			why: "in Python the whole body waits for the await",
		},
		{
			name: "a Func that is called twice runs twice (C2)",
			main: func(ctx context.Context, out io.Writer) error {
				return drinkTwice(ctx, out, brew(out))
			},
			want: `
				0s  kettle on
				1s  main drinks green tea
				1s  kettle on
				2s  main drinks green tea`,
			why: "Python raises a RuntimeError at the second await",
		},
		{
			name: "with sync.OnceValues it runs once (C2)",
			main: func(ctx context.Context, out io.Writer) error {
				once := sync.OnceValues(func() (string, error) { return brew(out)(ctx) })
				return drinkTwice(ctx, out, func(context.Context) (string, error) { return once() })
			},
			want: `
				0s  kettle on
				1s  main drinks green tea
				1s  main drinks green tea`,
		},
		{
			name: "a printed Func is an address",
			main: func(ctx context.Context, out io.Writer) error {
				tea := brew(out)
				fmt.Fprintln(out, strings.HasPrefix(fmt.Sprint(tea), "0x"))
				return nil
			},
			want: `0s  true`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.main, tc.want)
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

func drinkTwice(ctx context.Context, out io.Writer, tea task.Func[string]) error {
	if err := drink(ctx, out, tea); err != nil {
		return err
	}
	return drink(ctx, out, tea)
}

func panics(context.Context) (string, error) { panic("the cup is broken") }

// makeTea is written like most functions in Go: a call runs it.
func makeTea(ctx context.Context, out io.Writer) (string, error) {
	return brew(out)(ctx)
}

// startsEarly does something before it describes the rest.
func startsEarly(out io.Writer) task.Func[string] {
	fmt.Fprintln(out, "water on")
	return brew(out)
}
