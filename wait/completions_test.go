package wait_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

// served lists what comes out of seq, each with its time: "1ms tea". It breaks
// out when it has enough; zero is never enough.
func served(seq iter.Seq[cooking], enough int) (list []string) {
	began := time.Now()
	for c := range seq {
		list = append(list, fmt.Sprint(time.Since(began), " ", c.Name()))
		if len(list) == enough {
			break
		}
	}
	return list
}

func TestCompletions(t *testing.T) {
	for _, tc := range []struct {
		name   string
		menu   []dish
		late   time.Duration // after the start of the tasks
		limit  limit
		enough int
		want   []string
		err    error // of the ctx, after the loop
		why    string
	}{
		{
			name: "tasks come as they end (A1)",
			menu: []dish{eggs, tea, toast},
			want: []string{"1ms tea", "6ms toast", "12ms eggs"},
		},
		{
			name: "a timeout ends the loop early, but no task (A4)",
			menu: breakfast, limit: timeout(7 * ms),
			want: []string{"1ms tea", "6ms toast"}, err: context.DeadlineExceeded,
			why: "asyncio raises TimeoutError instead",
		},
		{
			name: "a ctx of somebody's own making ends the loop (A4)",
			menu: breakfast, limit: rung(2 * ms),
			want: []string{"1ms tea"}, err: context.Canceled,
		},
		{name: "no tasks, no rounds (A5)"},
		{
			name: "a failed task comes in its turn, and the loop goes on (A6)",
			menu: []dish{toast, eggs}, want: []string{"6ms toast", "12ms eggs"},
		},
		{
			name: "a cancelled task comes in its turn, and the loop goes on (A6)",
			menu: []dish{tea, {name: "toast", takes: time.Hour, cancelled: 2 * ms}, eggs},
			want: []string{"1ms tea", "2ms toast", "12ms eggs"},
		},
		{
			name: "a break leaves the others running (A7)",
			menu: breakfast, enough: 1, want: []string{"1ms tea"},
		},
		{
			name: "tasks that have ended already come first, in the order of the arguments (A9)",
			menu: []dish{eggs, toast, tea}, late: 7 * ms,
			want: []string{"0s toast", "0s tea", "5ms eggs"},
			why:  "tea ended before toast; asyncio promises no order at all",
		},
		{
			name: "a cancelled loop does not cancel the tasks (A13)",
			menu: breakfast, limit: cancelled(2 * ms),
			want: []string{"1ms tea"}, err: context.Canceled,
		},
		{
			name: "under a dead ctx the loop is a look around (W10)",
			menu: breakfast, late: 7 * ms, limit: dead,
			want: []string{"0s tea", "0s toast"}, err: context.Canceled,
		},
		{
			name: "with a timeout of zero the loop is a look around (W10)",
			menu: breakfast, late: 2 * ms, limit: timeout(0),
			want: []string{"0s tea"}, err: context.DeadlineExceeded,
		},
		{
			name: "under a dead ctx a task that runs doesn't come (W10)",
			menu: breakfast, limit: dead, err: context.Canceled,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tasks := start(t, tc.menu...)
				time.Sleep(tc.late)
				ctx := tc.limit.ctx(t)

				got := served(wait.Completions(ctx, tasks...), tc.enough)

				assert.Equal(t, tc.want, got, tc.why)
				assert.Equal(t, tc.err, ctx.Err(), tc.why)
				undisturbed(t, tc.menu, tasks)
			})
		})
	}
}

func TestTheLoopOverCompletions(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"the very tasks come back (A2)", func(t *testing.T) {
			tasks := start(t, breakfast...)
			assert.Equal(t, tasks, slices.Collect(wait.Completions(t.Context(), tasks...)))
		}},
		{"tasks of different types come back (A2)", func(t *testing.T) {
			tea := start(t, tea)[0]
			count := task.Go(t.Context(), func(ctx context.Context) (int, error) {
				return sleep.Then(ctx, 2*ms, 12)
			})
			got := slices.Collect(wait.Completions(t.Context(), []wait.Task{count, tea}...))
			assert.Equal(t, []wait.Task{tea, count}, got)
		}},
		{"a task that is given twice comes once (A3)", func(t *testing.T) {
			tasks := start(t, breakfast...)
			time.Sleep(2 * ms)
			twice := wait.Completions(t.Context(), append(tasks, tasks...)...)
			assert.Equal(t, []string{"0s tea", "4ms toast", "10ms eggs"}, served(twice, 0))
		}},
		{"the body finds value and error in the task (A6)", func(t *testing.T) {
			var got []string
			for c := range wait.Completions(t.Context(), start(t, breakfast...)...) {
				dish, err := c.Result()
				got = append(got, fmt.Sprintf("%s %v", dish, err))
			}
			assert.Equal(t, []string{"tea <nil>", "toast burnt", "eggs <nil>"}, got)
		}},
		{"the tasks don't wait for the loop to begin (A10)", func(t *testing.T) {
			all := wait.Completions(t.Context(), start(t, eggs, toast, tea)...)
			time.Sleep(20 * ms)
			assert.Equal(t, []string{"0s eggs", "0s toast", "0s tea"}, served(all, 0))
		}},
		{"iter.Pull goes on where it stopped (A11)", func(t *testing.T) {
			next, stop := iter.Pull(wait.Completions(t.Context(), start(t, breakfast...)...))
			defer stop()
			for _, want := range []string{"tea", "toast", "eggs"} {
				c, ok := next()
				assert.True(t, ok)
				assert.Equal(t, want, c.Name())
				time.Sleep(2 * ms)
			}
			_, ok := next()
			assert.False(t, ok)
		}},
		{"a second loop begins from the beginning (A11)", func(t *testing.T) {
			all := wait.Completions(t.Context(), start(t, breakfast...)...)
			assert.Equal(t, []string{"1ms tea", "6ms toast"}, served(all, 2))
			assert.Equal(t, []string{"0s tea", "0s toast", "6ms eggs"}, served(all, 0))
		}},
		{"all that have ended come under a dead ctx, every time (W10)", func(t *testing.T) {
			tasks := start(t, breakfast...)
			time.Sleep(20 * ms)
			for range 100 { // a select between two ready channels tosses a coin
				all := wait.Completions(limit(dead).ctx(t), tasks...)
				assert.Equal(t, []string{"0s tea", "0s toast", "0s eggs"}, served(all, 0))
			}
		}},
		{"a task that exits instead of returning comes, and has failed", func(t *testing.T) {
			exit := task.Named(t.Context(), "exit", func(context.Context) (string, error) {
				runtime.Goexit()
				return "never served", nil
			})
			assert.Equal(t, []string{"0s exit"}, served(wait.Completions(t.Context(), exit), 0))
			assert.True(t, exit.Failed())
			assert.ErrorIs(t, exit.Err(), task.ErrExited)
		}},
		{"a task that ended before ctx comes, though it hasn't called back yet (A4)", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			tasks := start(t, breakfast...)
			tasks[0].OnDone(cancel) // called first, so ctx ends before the loop hears of the task
			assert.Len(t, served(wait.Completions(ctx, tasks...), 0), 1)
		}},
		{"what ended before ctx comes, what ends after it doesn't, however long the body takes (A4)", func(t *testing.T) {
			ctx := timeout(8 * ms).ctx(t)
			var got []string
			for c := range wait.Completions(ctx, start(t, breakfast...)...) {
				got = append(got, c.Name())
				time.Sleep(9 * ms)
			}
			assert.Equal(t, []string{"tea", "toast"}, got)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}

func TestHundredThousandTasks(t *testing.T) {
	n := 100_000
	if underRace() {
		n /= 10 // the race detector makes a goroutine dear
	}
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		time.AfterFunc(time.Hour, func() { close(gate) })
		eggs := make([]*task.Task[int], n)
		for i := range eggs {
			eggs[i] = task.Go(t.Context(), func(context.Context) (int, error) {
				<-gate
				return i, nil
			})
		}
		boiled := make([]bool, n)
		for egg := range wait.Completions(t.Context(), eggs...) {
			i, _ := egg.Result()
			assert.False(t, boiled[i], "each comes once")
			boiled[i] = true
		}
		assert.NotContains(t, boiled, false)
	})
}

func underRace() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(build.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// A task that was cancelled ended before ctx, in the same instant. It is no
// task that ended because ctx did.
func TestATaskThatEndedJustBeforeCtx(t *testing.T) {
	for _, tc := range []struct {
		name string
		end  func(a *task.Task[string], cancelWait context.CancelFunc)
	}{
		{"its own callback ends ctx (A1)", func(a *task.Task[string], cancelWait context.CancelFunc) {
			a.Cancel(nil)
		}},
		{"ctx is ended after its Done (A1)", func(a *task.Task[string], cancelWait context.CancelFunc) {
			a.Cancel(nil)
			<-a.Done()
			cancelWait()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for range 100 {
				synctest.Test(t, func(t *testing.T) {
					ctx, cancelWait := context.WithCancel(t.Context())
					defer cancelWait()
					a := task.Go(t.Context(), func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() })
					b := task.Go(ctx, func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() })
					if tc.name == "its own callback ends ctx (A1)" {
						a.OnDone(cancelWait)
					}
					time.AfterFunc(time.Second, func() { tc.end(a, cancelWait) })
					var got []*task.Task[string]
					for t := range wait.Completions(ctx, a, b) {
						got = append(got, t)
					}
					assert.Equal(t, []*task.Task[string]{a}, got, "b ended because ctx did, too late for the loop")
					<-b.Done()
				})
			}
		})
	}
}
