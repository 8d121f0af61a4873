package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"gosyncio/gather"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  eggs ready
		2s  toast ready
		2s  breakfast: [toast eggs]
		3s  eggs ready
		4s  error: burnt
		5s  tea ready
		5s  in the cup: tea
	`)
}

// A list looks different in Python.
func TestTwin(t *testing.T) {
	twin.Agrees(t, kitchen, "slide.py", "[toast eggs]", "['toast', 'eggs']")
}

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: main gathers these dishes, prints the result,
// and does not return before it has slept for a while.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name   string
		dishes func(ctx context.Context, out io.Writer) []task.Func[string]
		sleeps time.Duration
		want   string
		why    string
	}{
		{
			name: "results come in the order of the arguments, after the time of the slowest (G3)",
			dishes: func(_ context.Context, out io.Writer) []task.Func[string] {
				return []task.Func[string]{brew(out), toast(out), eggs(out)}
			},
			want: `
				1s  eggs ready
				2s  toast ready
				3s  tea ready
				3s  main: [tea toast eggs] <nil>`,
		},
		{
			name:   "the first error comes back at once, and the siblings go on (G7)",
			dishes: withBurntToast,
			sleeps: time.Minute,
			want: `
				1s  eggs ready
				2s  main: [] burnt
				3s  tea ready`,
			why: "the results are lost: to keep one, gather the Await of a task",
		},
		{
			name:   "main returns after the first error: Run cancels the tea (R5)",
			dishes: withBurntToast,
			want: `
				1s  eggs ready
				2s  main: [] burnt`,
			why: "Run cancels everything that is still running when main returns",
		},
		{
			name: "a second error is lost (G8)",
			dishes: func(context.Context, io.Writer) []task.Func[string] {
				return []task.Func[string]{fail("first", 1*time.Second), fail("second", 2*time.Second)}
			},
			sleeps: time.Minute,
			want:   `1s  main: [] first`,
		},
		{
			name: "a function given twice is called twice, a task runs once (G5)",
			dishes: func(ctx context.Context, out io.Writer) []task.Func[string] {
				tea, eggs := task.Named(ctx, "tea", brew(out)), eggs(out)
				return []task.Func[string]{tea.Await, tea.Await, eggs, eggs}
			},
			want: `
				1s  eggs ready
				1s  eggs ready
				3s  tea ready
				3s  main: [tea tea eggs eggs] <nil>`,
			why: "Await has the shape of a function, but it only waits for the task",
		},
		{
			name:   "no functions: the result is empty, at once (G1)",
			dishes: func(context.Context, io.Writer) []task.Func[string] { return nil },
			want:   `0s  main: [] <nil>`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				got, err := gather.All(ctx, tc.dishes(ctx, out)...)
				fmt.Fprintln(out, "main:", got, err)
				return sleep.For(ctx, tc.sleeps)
			}, tc.want)
		})
	}
}

// What else the slide says about errors and cancellation.
func TestClaimsAboutTheEnd(t *testing.T) {
	for _, tc := range []struct {
		name    string
		kitchen twin.Kitchen
		want    string
		why     string
	}{
		{
			name: "main is cancelled: All returns when the slowest cleanup has ended (G9, G14)",
			kitchen: func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, 1*time.Second)
				defer cancel()
				_, err := gather.All(ctx, slowToStop(out, "tea", 4*time.Second), slowToStop(out, "toast", 2*time.Second))
				fmt.Fprintln(out, "main:", err)
				return nil
			},
			want: `
				3s  toast cleaned up
				5s  tea cleaned up
				5s  main: context deadline exceeded`,
			why: "asyncio.gather raises at 3 s, when the first child has ended",
		},
		{
			name: "Outcomes waits for all and keeps every error (G12)",
			kitchen: func(ctx context.Context, out io.Writer) error {
				outcomes, err := gather.Outcomes(ctx, brew(out), burntToast, fail("cold", 1*time.Second))
				fmt.Fprintln(out, "main:", outcomes, err)
				return nil
			},
			want: `
				3s  tea ready
				3s  main: [{tea <nil>} { burnt} { cold}] <nil>`,
		},
		{
			name: "errgroup cancels the siblings and waits for them",
			kitchen: func(ctx context.Context, out io.Writer) error {
				g, ctx := errgroup.WithContext(ctx)
				for _, dish := range []task.Func[string]{slowToStop(out, "tea", 2*time.Second), burntToast} {
					g.Go(func() error {
						_, err := dish(ctx)
						return err
					})
				}
				fmt.Fprintln(out, "main:", g.Wait())
				return nil
			},
			want: `
				4s  tea cleaned up
				4s  main: burnt`,
			why: "the toast burns at 2 s, and the tea needs 2 s to clean up",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.kitchen, tc.want)
		})
	}
}

func withBurntToast(_ context.Context, out io.Writer) []task.Func[string] {
	return []task.Func[string]{brew(out), burntToast, eggs(out)}
}

// fail returns this error after d.
func fail(text string, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		return "", errors.New(text)
	}
}

// slowToStop waits until it is cancelled. Then it cleans up, which takes d.
func slowToStop(out io.Writer, dish string, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		<-ctx.Done()
		if err := sleep.For(context.WithoutCancel(ctx), d); err != nil {
			return "", err
		}
		fmt.Fprintln(out, dish, "cleaned up")
		return "", ctx.Err()
	}
}
