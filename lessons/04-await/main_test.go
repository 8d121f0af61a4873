package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  eggs ready
		3s  tea ready
		3s  breakfast: eggs, tea
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one. Each main prints at the end what it returned.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name string
		main twin.Kitchen
		want string
		why  string
	}{
		{
			name: "calls in a row take the sum of their times (C4)",
			main: func(ctx context.Context, out io.Writer) error {
				return callAll(ctx,
					cook(out, "eggs", 1*time.Second),
					cook(out, "tea", 2*time.Second),
					cook(out, "toast", 3*time.Second))
			},
			want: `
				1s  eggs ready
				3s  tea ready
				6s  toast ready
				6s  main: <nil>`,
		},
		{
			name: "a function that was described long ago takes its full time when it is called (C1)",
			main: func(ctx context.Context, out io.Writer) error {
				tea := cook(out, "tea", 2*time.Second)
				if err := sleep.For(ctx, time.Minute); err != nil {
					return err
				}
				return callAll(ctx, tea)
			},
			want: `
				1m2s  tea ready
				1m2s  main: <nil>`,
		},
		{
			name: "a call runs on main's own stack, so main can recover its panic (C4)",
			main: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main recovers:", recover()) }()
				return callAll(ctx, panics)
			},
			want: `
				0s  main recovers: the plate is broken
				0s  main: <nil>`,
			why: "in a task it would end the program",
		},
		{
			name: "if the eggs burn, nobody calls the tea",
			main: func(ctx context.Context, out io.Writer) error {
				return callAll(ctx,
					burn("eggs", 1*time.Second),
					cook(out, "tea", 2*time.Second))
			},
			want: `1s  main: eggs burnt`,
		},
		{
			name: "ctx ends during the eggs: they return at once, and nobody calls the tea (S4)",
			main: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
				defer cancel()
				return callAll(ctx,
					cook(out, "eggs", 1*time.Second),
					cook(out, "tea", 2*time.Second))
			},
			want: `500ms  main: context deadline exceeded`,
		},
		{
			name: "a ctx that has ended stays so: the tea, called under it, returns at once (K7, S7)",
			main: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
				defer cancel()
				err := callAll(ctx, cook(out, "eggs", 1*time.Second))
				fmt.Fprintln(out, "main goes on after:", err)
				return callAll(ctx, cook(out, "tea", 2*time.Second))
			},
			want: `
				500ms  main goes on after: context deadline exceeded
				500ms  main: context deadline exceeded`,
			why: "asyncio raises its exception once, and the next await works again",
		},
		{
			name: "other awaitables: a task has Await, and a future is a channel (C4)",
			main: func(ctx context.Context, out io.Writer) error {
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				future := make(chan string, 1)
				time.AfterFunc(3*time.Second, func() { future <- "toast" })
				cup, err := tea.Await(ctx)
				fmt.Fprintln(out, "main has", cup)
				fmt.Fprintln(out, "main has", <-future)
				return err
			},
			want: `
				2s  tea ready
				2s  main has tea
				3s  main has toast
				3s  main: <nil>`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				fmt.Fprintln(out, "main:", tc.main(ctx, out))
				return nil
			}, tc.want)
		})
	}
}

func TestAForgottenCall(t *testing.T) {
	t.Run("eggs instead of eggs(ctx) does not compile (C3)", func(t *testing.T) {
		if runtime.GOARCH == "wasm" {
			t.Skip("WebAssembly starts no compiler")
		}
		output, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "./testdata/forgotten").CombinedOutput()
		assert.Error(t, err)
		assert.Contains(t, string(output), "assignment mismatch: 2 variables but 1 value", "the compiler finds it, go vet is not needed")
	})
}

// callAll calls one function after the other, until one of them fails.
func callAll(ctx context.Context, dishes ...task.Func[string]) error {
	for _, dish := range dishes {
		if _, err := dish(ctx); err != nil {
			return err
		}
	}
	return nil
}

func burn(dish string, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		return "", errors.New(dish + " burnt")
	}
}

func panics(context.Context) (string, error) { panic("the plate is broken") }
