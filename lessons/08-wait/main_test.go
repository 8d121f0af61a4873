package main

import (
	"context"
	"fmt"
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
		 5s  at the limit: done eggs, toast (burnt); pending roast
		10s  all: done eggs, roast, toast (burnt); pending none
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: the same three dishes, other waits.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name  string
		waits func(ctx context.Context, out io.Writer, eggs, roast, toast dish)
		want  string
		why   string
	}{
		{
			name: "no tasks: the wait returns at once (W1)",
			waits: func(ctx context.Context, out io.Writer, _, _, _ dish) {
				done, pending := wait.All(ctx, []dish{}...)
				report(out, "all", done, pending)
			},
			want: `0s  all: done none; pending none`,
			why:  "here Python differs: it raises a ValueError",
		},
		{
			name: "a limit cancels no task, and done may be empty (W3)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				limit, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
				defer cancel()
				done, pending := wait.First(limit, eggs, roast, toast)
				report(out, "first", done, pending)
				done, pending = wait.First(ctx, eggs, roast, toast)
				report(out, "again", done, pending)
			},
			want: `
				500ms  first: done none; pending eggs, roast, toast
				1s  again: done eggs; pending roast, toast`,
			why: "the trap: look at len(done) before you take done[0]",
		},
		{
			name: "done has the order of the arguments (W4)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				done, pending := wait.All(ctx, toast, roast, eggs)
				report(out, "all", done, pending)
			},
			want: `10s  all: done toast (burnt), roast, eggs; pending none`,
			why:  "Python returns sets, which have no order",
		},
		{
			name: "First may return two tasks in done (W5)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				sleep.For(ctx, 4*time.Second)
				done, pending := wait.First(ctx, eggs, roast, toast)
				report(out, "first", done, pending)
			},
			want: `4s  first: done eggs, toast (burnt); pending roast`,
			why:  "the wait began when two were done already",
		},
		{
			name: "FirstError: a cancelled task has not failed (W6)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				eggs.Cancel(nil)
				done, pending := wait.FirstError(ctx, eggs, roast, toast)
				report(out, "first error", done, pending)
			},
			want: `3s  first error: done eggs (context canceled), toast (burnt); pending roast`,
		},
		{
			name: "FirstError without a failure waits for all (W6)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, _ dish) {
				done, pending := wait.FirstError(ctx, eggs, roast)
				report(out, "first error", done, pending)
			},
			want: `10s  first error: done eggs, roast; pending none`,
		},
		{
			name: "the waiting task is cancelled: the other tasks go on (W8)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				guest := task.Named(ctx, "guest", task.NoResult(func(ctx context.Context) error {
					done, pending := wait.All(ctx, eggs, roast, toast)
					report(out, "guest", done, pending)
					return ctx.Err()
				}))
				sleep.For(ctx, 2*time.Second)
				guest.Cancel(nil)
				done, pending := wait.All(ctx, eggs, roast, toast)
				report(out, "main", done, pending)
			},
			want: `
				 2s  guest: done eggs; pending roast, toast
				10s  main: done eggs, roast, toast (burnt); pending none`,
		},
		{
			name: "under a ctx that is done a wait returns at once (W10)",
			waits: func(ctx context.Context, out io.Writer, eggs, roast, toast dish) {
				sleep.For(ctx, 2*time.Second)
				limit, cancel := context.WithTimeout(ctx, 0)
				defer cancel()
				done, pending := wait.All(limit, eggs, roast, toast)
				report(out, "now", done, pending)
			},
			want: `2s  now: done eggs; pending roast, toast`,
			why:  "so a limit of zero asks which tasks are done now",
		},
		{
			name: "after the first: cancel the others, then wait for them (W16)",
			waits: func(ctx context.Context, out io.Writer, eggs, _, _ dish) {
				pizza := task.Named(ctx, "pizza", slowToStop(2*time.Second))
				done, pending := wait.First(ctx, eggs, pizza)
				for _, loser := range pending {
					loser.Cancel(nil)
				}
				report(out, "first", done, pending)
				done, pending = wait.All(ctx, pending...)
				report(out, "losers", done, pending)
			},
			want: `
				1s  first: done eggs; pending pizza
				3s  losers: done pizza (context canceled); pending none`,
			why: "Cancel is only a request, and the pizza needs two seconds to stop",
		},
		{
			name: "a limit around the tasks ends the tasks",
			waits: func(ctx context.Context, out io.Writer, _, _, _ dish) {
				limit, cancel := context.WithTimeout(ctx, 5*time.Second)
				defer cancel()
				eggs := task.Named(limit, "eggs", cook(1*time.Second))
				roast := task.Named(limit, "roast", cook(10*time.Second))
				done, pending := wait.All(ctx, eggs, roast)
				report(out, "all", done, pending)
			},
			want: `5s  all: done eggs, roast (context deadline exceeded); pending none`,
			why:  "the trap: the limit belongs to the wait, not to the tasks",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				eggs := task.Named(ctx, "eggs", cook(1*time.Second))
				roast := task.Named(ctx, "roast", cook(10*time.Second))
				toast := task.Named(ctx, "toast", burn(3*time.Second))
				tc.waits(ctx, out, eggs, roast, toast)
				toast.Err() // not every row asks for it, and then it is logged
				return nil
			}, tc.want)
		})
	}
}

// slowToStop waits until it is cancelled, and needs d to stop.
func slowToStop(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		<-ctx.Done()
		if err := sleep.For(context.WithoutCancel(ctx), d); err != nil {
			return "", err
		}
		return "", ctx.Err()
	}
}

// The toast burns while main waits for it. The wait returns no error, and it
// does not count as looking at the toast's.
func TestClaimsAboutErrors(t *testing.T) {
	for _, tc := range []struct {
		name string
		look func(done []dish) error
		log  string
	}{
		{
			name: "main asks for the error: nothing is logged (W7)",
			look: func(done []dish) error { return done[0].Err() },
			log:  `^$`,
		},
		{
			name: "main only waits: the error is logged (W7)",
			look: func([]dish) error { return nil },
			log:  `task=toast err=burnt`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := slog.Default()
			t.Cleanup(func() { slog.SetDefault(before) })
			var log strings.Builder
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))

			twin.Writes(t, func(ctx context.Context, _ io.Writer) error {
				toast := task.Named(ctx, "toast", burn(3*time.Second))
				done, _ := wait.FirstError(ctx, toast)
				_ = tc.look(done)
				return nil
			}, ``)
			assert.Regexp(t, tc.log, log.String())
		})
	}
}

// What the slide says about select: it is no wait that only watches.
func TestClaimsAboutSelect(t *testing.T) {
	t.Run("a select receives: the value is gone from the channel", func(t *testing.T) {
		twin.Writes(t, func(ctx context.Context, out io.Writer) error {
			tea := make(chan string, 1)
			tea <- "tea"
			for range 2 {
				select {
				case cup := <-tea:
					fmt.Fprintln(out, "got", cup)
				case <-time.After(time.Second):
					fmt.Fprintln(out, "got nothing")
				}
			}
			return nil
		}, `
			0s  got tea
			1s  got nothing`)
	})
	t.Run("a select with several ready channels picks one at random (GO4)", func(t *testing.T) {
		picked := map[string]bool{}
		for range 1000 { // that one is never picked has a chance of 1 in 2 to the 999
			tea, coffee := make(chan string, 1), make(chan string, 1)
			tea <- "tea"
			coffee <- "coffee"
			select {
			case cup := <-tea:
				picked[cup] = true
			case cup := <-coffee:
				picked[cup] = true
			}
		}
		assert.Equal(t, map[string]bool{"tea": true, "coffee": true}, picked)
	})
}

func TestTheTypesOfWait(t *testing.T) {
	t.Run("wait.First does not compile with a function that is not a task (W2)", func(t *testing.T) {
		if runtime.GOARCH == "wasm" {
			t.Skip("WebAssembly starts no compiler")
		}
		output, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "./testdata/coroutine").CombinedOutput()
		assert.Error(t, err)
		assert.Contains(t, string(output), "type task.Func[string] of tea does not match inferred type *task.Task[string]")
	})
}
