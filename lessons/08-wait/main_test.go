package main

import (
	"context"
	"io"
	"log/slog"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		 1s  first: done eggs; pending roast, toast
		 3s  first error: done eggs, toast (burnt); pending roast
		 8s  at the limit: done eggs, toast (burnt); pending roast
		10s  all: done eggs, roast, toast (burnt); pending none
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: the same three dishes, looked at otherwise.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		look func(ctx context.Context, out io.Writer, eggs, roast, toast dish)
		want string
		why  string
	}{
		"W1 differs: without tasks there's nothing to wait for": {
			look: func(ctx context.Context, out io.Writer, _, _, _ dish) {
				done, pending := wait.All(ctx, []dish{}...)
				tell(out, "all", done, pending)
			},
			want: `0s  all: done none; pending none`,
		},
		"W3 a limit leaves the tasks alone, and done may be empty": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				limit, enough := context.WithTimeout(ctx, 500*time.Millisecond)
				defer enough()
				done, pending := wait.First(limit, eggs, roast, toast)
				tell(out, "first", done, pending)
				done, pending = wait.First(ctx, eggs, roast, toast)
				tell(out, "again", done, pending)
			},
			want: `
				500ms  first: done none; pending eggs, roast, toast
				1s  again: done eggs; pending roast, toast`,
			why: "the trap: look before you take done[0]",
		},
		"W4 the order is that of the arguments, whoever is ready first": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				done, pending := wait.All(ctx, toast, roast, eggs)
				tell(out, "all", done, pending)
			},
			want: `10s  all: done toast (burnt), roast, eggs; pending none`,
		},
		"W5 the first may be two": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				sleep.For(ctx, 4*time.Second)
				done, pending := wait.First(ctx, eggs, roast, toast)
				tell(out, "first", done, pending)
			},
			want: `4s  first: done eggs, toast (burnt); pending roast`,
			why:  "nobody looked while the eggs were the only ones",
		},
		"W6 a cancelled task has not failed": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				eggs.Cancel(nil)
				done, pending := wait.FirstError(ctx, eggs, roast, toast)
				tell(out, "first error", done, pending)
			},
			want: `3s  first error: done eggs (context canceled), toast (burnt); pending roast`,
		},
		"W6 without a failure FirstError waits for all": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, _ dish) {
				done, pending := wait.FirstError(ctx, eggs, roast)
				tell(out, "first error", done, pending)
			},
			want: `10s  first error: done eggs, roast; pending none`,
		},
		"W8 who waits may be cancelled, the tasks go on": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				guest := task.Named(ctx, "guest", task.NoResult(func(ctx context.Context) error {
					done, pending := wait.All(ctx, eggs, roast, toast)
					tell(out, "guest", done, pending)
					return ctx.Err()
				}))
				sleep.For(ctx, 2*time.Second)
				guest.Cancel(nil)
				done, pending := wait.All(ctx, eggs, roast, toast)
				tell(out, "main", done, pending)
			},
			want: `
				 2s  guest: done eggs; pending roast, toast
				10s  main: done eggs, roast, toast (burnt); pending none`,
		},
		"W10 under a ctx that is done, to wait is to look around": {
			look: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				sleep.For(ctx, 2*time.Second)
				limit, enough := context.WithTimeout(ctx, 0)
				defer enough()
				done, pending := wait.All(limit, eggs, roast, toast)
				tell(out, "now", done, pending)
			},
			want: `2s  now: done eggs; pending roast, toast`,
		},
		"W16 cancel the losers, then wait for them": {
			look: func(ctx context.Context, out io.Writer, eggs, _, _ dish) {
				pizza := task.Named(ctx, "pizza", tidy(2*time.Second))
				done, pending := wait.First(ctx, eggs, pizza)
				for _, loser := range pending {
					loser.Cancel(nil)
				}
				tell(out, "first", done, pending)
				done, pending = wait.All(ctx, pending...)
				tell(out, "losers", done, pending)
			},
			want: `
				1s  first: done eggs; pending pizza
				3s  losers: done pizza (context canceled); pending none`,
			why: "Cancel only asks, and the pizza tidies up for two seconds",
		},
		"the limit on the ctx of the tasks ends the tasks": {
			look: func(ctx context.Context, out io.Writer, _, _, _ dish) {
				limit, enough := context.WithTimeout(ctx, 5*time.Second)
				defer enough()
				eggs := task.Named(limit, "eggs", cook(1*time.Second))
				roast := task.Named(limit, "roast", cook(10*time.Second))
				done, pending := wait.All(ctx, eggs, roast)
				tell(out, "all", done, pending)
			},
			want: `5s  all: done eggs, roast (context deadline exceeded); pending none`,
			why:  "the trap: a limit goes around the wait, not around the tasks",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				eggs := task.Named(ctx, "eggs", cook(1*time.Second))
				roast := task.Named(ctx, "roast", cook(10*time.Second))
				toast := task.Named(ctx, "toast", burn(3*time.Second))
				tc.look(ctx, out, eggs, roast, toast)
				toast.Err() // some rows don't look at it
				return nil
			}, tc.want)
		})
	}
}

// tidy takes its time when it's told to stop.
func tidy(d time.Duration) task.Func[task.None] {
	return task.NoResult(func(ctx context.Context) error {
		<-ctx.Done()
		if err := sleep.For(context.WithoutCancel(ctx), d); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// The toast burns while main waits for it, and no error comes back (W7). Who
// doesn't ask the toast reads of it in a report when the program ends.
func TestW7ToWaitIsNotToLook(t *testing.T) {
	for name, tc := range map[string]struct {
		look   func(done []dish) error
		report string
	}{
		"who looks needs no report": {
			look:   func(done []dish) error { return done[0].Err() },
			report: `^$`,
		},
		"who doesn't look gets one": {
			look:   func(done []dish) error { return nil },
			report: `task=toast err=burnt`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := slog.Default()
			t.Cleanup(func() { slog.SetDefault(before) })
			var report strings.Builder
			slog.SetDefault(slog.New(slog.NewTextHandler(&report, nil)))

			twin.Writes(t, func(ctx context.Context, _ io.Writer) error {
				toast := task.Named(ctx, "toast", burn(3*time.Second))
				done, _ := wait.FirstError(ctx, toast)
				_ = tc.look(done)
				return nil
			}, ``)
			assert.Regexp(t, tc.report, report.String())
		})
	}
}

// Python says so when the line runs.
func TestW2TheCompilerTakesTasksOnly(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no compiler")
	}
	refused, err := exec.CommandContext(t.Context(), "go", "build", "./testdata/coroutine").CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(refused), "type task.Func[task.None] of tea does not match inferred type *task.Task[task.None]")
}
