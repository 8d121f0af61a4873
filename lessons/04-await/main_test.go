package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

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

// The slide's claims one by one, each a main of its own that says at the end
// how it went.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(ctx context.Context, out io.Writer) error
		want string
		why  string
	}{
		"C4 calls in a row add up, however many": {
			main: func(ctx context.Context, out io.Writer) error {
				return inARow(ctx,
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
		"C4 a call runs on main's own stack: what slips there, main can catch": {
			main: func(ctx context.Context, out io.Writer) error {
				defer func() { fmt.Fprintln(out, "main catches:", recover()) }()
				return inARow(ctx, slip)
			},
			want: `
				0s  main catches: the plate
				0s  main: <nil>`,
			why: "in a task it would end the program",
		},
		"C1 what was described long ago takes its full time when it's called": {
			main: func(ctx context.Context, out io.Writer) error {
				tea := cook(out, "tea", 2*time.Second)
				if err := sleep.For(ctx, time.Minute); err != nil {
					return err
				}
				return inARow(ctx, tea)
			},
			want: `
				1m2s  tea ready
				1m2s  main: <nil>`,
		},
		"if the eggs burn, nobody calls the tea": {
			main: func(ctx context.Context, out io.Writer) error {
				return inARow(ctx,
					burn(out, "eggs", 1*time.Second),
					cook(out, "tea", 2*time.Second))
			},
			want: `
				1s  eggs burnt
				1s  main: burnt`,
		},
		"S4 if ctx ends during the eggs, they end early": {
			main: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
				defer cancel()
				return inARow(ctx,
					cook(out, "eggs", 1*time.Second),
					cook(out, "tea", 2*time.Second))
			},
			want: `500ms  main: context deadline exceeded`,
		},
		"K7 differs: a ctx that has ended stays so, and the tea ends at once (S7)": {
			main: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
				defer cancel()
				err := inARow(ctx, cook(out, "eggs", 1*time.Second))
				fmt.Fprintln(out, "main goes on after:", err)
				return inARow(ctx, cook(out, "tea", 2*time.Second))
			},
			want: `
				500ms  main goes on after: context deadline exceeded
				500ms  main: context deadline exceeded`,
			why: "asyncio throws its exception once, and the next await works again",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, saying(tc.main), tc.want)
		})
	}
}

// inARow calls one after the other, until one of them fails.
func inARow(ctx context.Context, dishes ...task.Func[string]) error {
	for _, dish := range dishes {
		if _, err := dish(ctx); err != nil {
			return err
		}
	}
	return nil
}

func burn(out io.Writer, dish string, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		fmt.Fprintln(out, dish, "burnt")
		return "", errors.New("burnt")
	}
}

func slip(context.Context) (string, error) { panic("the plate") }

func saying(main func(ctx context.Context, out io.Writer) error) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		fmt.Fprintln(out, "main:", main(ctx, out))
		return nil
	}
}
