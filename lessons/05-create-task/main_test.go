package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  eggs ready
		1.5s  table laid
		2s  tea ready
		2s  breakfast: eggs, tea
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

type claim struct {
	name string
	main twin.Kitchen
	want string
	why  string
}

// check runs claims of the slide one by one. Each main prints at the end what it
// returned.
func check(t *testing.T, claims []claim) {
	t.Helper()
	for _, tc := range claims {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				logTo(t, out)
				fmt.Fprintln(out, "main:", tc.main(ctx, out))
				return nil
			}, tc.want)
		})
	}
}

// What a task does, and how long it takes.
func TestClaims(t *testing.T) {
	check(t, []claim{
		{
			name: "a task runs, also if nothing awaits it (T2)",
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "eggs", 1*time.Second))
				return sleep.For(ctx, time.Minute)
			},
			want: `
				1s  eggs ready
				1m0s  main: <nil>`,
		},
		{
			name: "two tasks take as long as the slower one",
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				return awaitAll(ctx, out, eggs, tea)
			},
			want: `
				1s  eggs ready
				1s  main has eggs
				2s  tea ready
				2s  main has tea
				2s  main: <nil>`,
		},
		{
			name: "awaited in the other order, two tasks take as long as the slower one",
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				return awaitAll(ctx, out, tea, eggs)
			},
			want: `
				1s  eggs ready
				2s  tea ready
				2s  main has tea
				2s  main has eggs
				2s  main: <nil>`,
		},
		{
			name: "Go and Await in one expression is a plain call: the times add up",
			main: func(ctx context.Context, out io.Writer) error {
				_, err := task.Go(ctx, cook(out, "eggs", 1*time.Second)).Await(ctx)
				if err != nil {
					return err
				}
				_, err = task.Go(ctx, cook(out, "tea", 2*time.Second)).Await(ctx)
				return err
			},
			want: `
				1s  eggs ready
				3s  tea ready
				3s  main: <nil>`,
			why: "the tea starts when the eggs are ready: start all, then await all",
		},
		{
			name: "awaited twice, a task runs once and returns the same, the second time at once (T8, T10)",
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				return awaitAll(ctx, out, eggs, eggs)
			},
			want: `
				1s  eggs ready
				1s  main has eggs
				1s  main has eggs
				1s  main: <nil>`,
		},
		{
			name: "tasks start at once, in any order (T1)",
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "eggs", 0))
				task.Go(ctx, cook(out, "tea", 0))
				task.Go(ctx, cook(out, "toast", 0))
				return sleep.For(ctx, time.Second)
			},
			want: `
				0s  eggs ready
				0s  tea ready
				0s  toast ready
				1s  main: <nil>`,
			why: "the order within one instant is not compared: only Python guarantees one",
		},
	})
}

// How a task can end, and how main learns of it.
func TestClaimsAboutTheEnd(t *testing.T) {
	check(t, []claim{
		{
			name: "an error is kept until main awaits the task (T12)",
			main: func(ctx context.Context, out io.Writer) error {
				toast := task.Go(ctx, burn(out, "toast", 1*time.Second))
				if err := layTable(ctx, out, 1500*time.Millisecond); err != nil {
					return err
				}
				return awaitAll(ctx, out, toast)
			},
			want: `
				1s  toast burnt
				1.5s  table laid
				1.5s  main: burnt`,
		},
		{
			name: "an error that nothing awaits is logged when main has returned (T12)",
			main: func(ctx context.Context, out io.Writer) error {
				task.Named(ctx, "toast", burn(out, "toast", 1*time.Second))
				return layTable(ctx, out, 1500*time.Millisecond)
			},
			want: `
				1s  toast burnt
				1.5s  table laid
				1.5s  main: <nil>
				1.5s  level=ERROR msg="task failed, and its error was never retrieved" task=toast err=burnt`,
			why: "main itself does not learn of it",
		},
		{
			name: "a task that still runs when main returns is cancelled (R5)",
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "tea", 2*time.Second))
				return layTable(ctx, out, 1500*time.Millisecond)
			},
			want: `
				1.5s  table laid
				1.5s  main: <nil>`,
			why: "await every task whose result you need",
		},
		{
			name: "Cancel asks a task to stop, and reports whether it was still running (K1)",
			main: func(ctx context.Context, out io.Writer) error {
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				if err := layTable(ctx, out, 1500*time.Millisecond); err != nil {
					return err
				}
				fmt.Fprintln(out, "first Cancel:", tea.Cancel(nil))
				err := awaitAll(ctx, out, tea)
				fmt.Fprintln(out, "second Cancel:", tea.Cancel(nil))
				return err
			},
			want: `
				1.5s  table laid
				1.5s  first Cancel: true
				1.5s  second Cancel: false
				1.5s  main: context canceled`,
		},
	})
}

// awaitAll awaits one task after the other, until one of them has failed.
func awaitAll(ctx context.Context, out io.Writer, dishes ...*task.Task[string]) error {
	for _, dish := range dishes {
		plate, err := dish.Await(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "main has", plate)
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

// logTo makes slog write to out for the time of a test.
func logTo(t *testing.T, out io.Writer) {
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	slog.SetDefault(slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{} // the transcript has its own
			}
			return a
		},
	})))
}
