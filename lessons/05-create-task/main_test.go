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

// The slide's claims one by one, each a main of its own that says at the end
// how it went.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(ctx context.Context, out io.Writer) error
		want string
		why  string
	}{
		"two tasks take as long as the slower one": {
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				return serve(ctx, out, eggs, tea)
			},
			want: `
				1s  eggs ready
				1s  main has eggs
				2s  tea ready
				2s  main has tea
				2s  main: <nil>`,
		},
		"awaited in the other order, too": {
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				return serve(ctx, out, tea, eggs)
			},
			want: `
				1s  eggs ready
				2s  tea ready
				2s  main has tea
				2s  main has eggs
				2s  main: <nil>`,
		},
		"started and awaited in one breath, they are two plain calls": {
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "eggs", 1*time.Second)).Await(ctx)
				task.Go(ctx, cook(out, "tea", 2*time.Second)).Await(ctx)
				return nil
			},
			want: `
				1s  eggs ready
				3s  tea ready
				3s  main: <nil>`,
			why: "the tea is started when the eggs are ready: start all, then await",
		},
		"T1 differs: all start at once, in whatever order": {
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
			why: "lines of one instant are compared without their order; only Python promises one",
		},
		"T2 a task that nobody awaits runs all the same": {
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "eggs", 1*time.Second))
				return sleep.For(ctx, time.Minute)
			},
			want: `
				1s  eggs ready
				1m  main: <nil>`,
		},
		"R5 what isn't ready when main returns is never ready": {
			main: func(ctx context.Context, out io.Writer) error {
				task.Go(ctx, cook(out, "tea", 2*time.Second))
				return layTable(ctx, out, 1500*time.Millisecond)
			},
			want: `
				1.5s  table laid
				1.5s  main: <nil>`,
			why: "Run cancels what still cooks: await what you want to have",
		},
		"T8 awaited twice, a task gives the same twice, T10 the second time at once": {
			main: func(ctx context.Context, out io.Writer) error {
				eggs := task.Go(ctx, cook(out, "eggs", 1*time.Second))
				return serve(ctx, out, eggs, eggs)
			},
			want: `
				1s  eggs ready
				1s  main has eggs
				1s  main has eggs
				1s  main: <nil>`,
		},
		"an error waits until somebody awaits it": {
			main: func(ctx context.Context, out io.Writer) error {
				toast := task.Go(ctx, burn(out, "toast", 1*time.Second))
				if err := layTable(ctx, out, 1500*time.Millisecond); err != nil {
					return err
				}
				return serve(ctx, out, toast)
			},
			want: `
				1s  toast burnt
				1.5s  table laid
				1.5s  main: burnt`,
		},
		"T12 differs: an error that nobody awaits is reported when main has returned": {
			main: func(ctx context.Context, out io.Writer) error {
				task.Named(ctx, "toast", burn(out, "toast", 1*time.Second))
				return layTable(ctx, out, 1500*time.Millisecond)
			},
			want: `
				1s  toast burnt
				1.5s  table laid
				1.5s  main: <nil>
				1.5s  level=ERROR msg="task failed, and nobody looked at its error" task=toast err=burnt`,
			why: "main itself has seen nothing of it",
		},
		"K1 a task can be told to stop, until it has ended": {
			main: func(ctx context.Context, out io.Writer) error {
				tea := task.Go(ctx, cook(out, "tea", 2*time.Second))
				if err := layTable(ctx, out, 1500*time.Millisecond); err != nil {
					return err
				}
				fmt.Fprintln(out, "stop the tea:", tea.Cancel(nil))
				err := serve(ctx, out, tea)
				fmt.Fprintln(out, "once more:", tea.Cancel(nil))
				return err
			},
			want: `
				1.5s  table laid
				1.5s  stop the tea: true
				1.5s  once more: false
				1.5s  main: context canceled`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, saying(t, tc.main), tc.want)
		})
	}
}

// serve awaits one after the other, until one of them has failed.
func serve(ctx context.Context, out io.Writer, dishes ...*task.Task[string]) error {
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

func saying(t *testing.T, main func(ctx context.Context, out io.Writer) error) twin.Kitchen {
	return func(out io.Writer) task.Func[task.None] {
		logTo(t, out)
		return task.NoResult(func(ctx context.Context) error {
			fmt.Fprintln(out, "main:", main(ctx, out))
			return nil
		})
	}
}

// logTo has slog write to out, among the kitchen's lines, for the time of a test.
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
