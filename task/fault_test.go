package task_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

var errRollback = errors.New("rolling back failed")

// branches is an error of several, of a type that isn't errors.Join's.
type branches []error

func (branches) Error() string     { return "several" }
func (b branches) Unwrap() []error { return b }

// A task is cancelled after a second, and returns what end makes of ctx's end.
func TestAnErrorBesideTheCancellation(t *testing.T) {
	for _, tc := range []struct {
		name string
		end  func(ctx context.Context) error
		want string
		why  string
	}{
		{
			name: "ctx's error alone is the cancellation (K6)",
			end:  func(ctx context.Context) error { return ctx.Err() }, want: "cancelled",
		},
		{
			name: "ctx's error and cause, put together by hand, are the cancellation (K6)",
			end:  func(ctx context.Context) error { return fmt.Errorf("%w: %w", ctx.Err(), context.Cause(ctx)) }, want: "cancelled",
		},
		{
			name: "an error joined to it is a failure (K6)",
			end:  func(ctx context.Context) error { return errors.Join(ctx.Err(), errRollback) }, want: "failed",
		},
		{
			name: "an error wrapped beside it is a failure (K6)",
			end:  func(ctx context.Context) error { return fmt.Errorf("%w: rolling back: %w", ctx.Err(), errRollback) }, want: "failed",
		},
		{
			name: "an error in another type with branches is a failure (K6)",
			end:  func(ctx context.Context) error { return branches{ctx.Err(), errRollback} }, want: "failed",
		},
		{
			name: "an error that says it is a cancellation is one, whatever it wraps (K6)",
			end:  func(context.Context) error { return gaveUp{errRollback} }, want: "cancelled",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			log := readLog(t)
			synctest.Test(t, func(t *testing.T) {
				task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					tea := task.Named(ctx, "tea", func(ctx context.Context) (string, error) { <-ctx.Done(); return "", tc.end(ctx) })
					sleep.For(ctx, time.Second)
					tea.Cancel(errFire)
					<-tea.Done()
					assert.Equal(t, tc.want, fate(tea))
					return nil
				}))
			})
			assert.Equal(t, tc.want == "failed", strings.Contains(log.String(), "task=tea"), "a failure is reported (T12)")
		})
	}
}

type gaveUp struct{ detail error }

func (g gaveUp) Error() string        { return "gave up: " + g.detail.Error() }
func (g gaveUp) Is(target error) bool { return target == context.Canceled }
func (g gaveUp) Unwrap() error        { return g.detail }

// An HTTP server recovers what a handler panics with. Each request has a Run.
func TestAPanicThatLeavesRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int64
		wait := func(ctx context.Context) (string, error) {
			running.Add(1)
			defer running.Add(-1)
			return "", sleep.For(ctx, time.Hour)
		}
		request := func() {
			defer func() { assert.Equal(t, "burnt", recover(), "the panic goes on") }()
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				task.Go(ctx, wait)
				task.Go(context.WithoutCancel(ctx), wait)
				hour, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Hour)
				defer cancel()
				task.Start(hour, "guest", func(ctx context.Context) { wait(ctx) })
				task.Go(ctx, func(context.Context) (string, error) { time.Sleep(time.Minute); return "", nil })
				synctest.Wait()
				panic("burnt")
			}))
		}
		start := time.Now()
		for range 20 {
			request()
		}
		assert.Zero(t, time.Since(start), "it waits for nothing")
		synctest.Wait()
		assert.Zero(t, running.Load(), "all that it started has been cancelled")
		time.Sleep(time.Minute) // for the deaf ones
	})
}

// main returns after a second, and leaves this behind, which would run for an
// hour.
func TestRunEndsWhatIsDetachedWithADeadline(t *testing.T) {
	for _, tc := range []struct {
		name  string
		start func(ctx context.Context)
	}{
		{"a Start (SH7)", func(ctx context.Context) {
			task.Start(ctx, "guest", func(ctx context.Context) { sleep.For(ctx, time.Hour) })
		}},
		{"a Go (SH7)", func(ctx context.Context) {
			task.Go(ctx, cook(time.Hour, "tea"))
		}},
		{"a Start under a ctx that is made of it (SH7)", func(ctx context.Context) {
			ctx, cancel := context.WithCancel(ctx)
			task.Start(ctx, "guest", func(ctx context.Context) { defer cancel(); sleep.For(ctx, time.Hour) })
		}},
		{"a Start that a Start leaves behind (SH7)", func(ctx context.Context) {
			task.Start(ctx, "guest", func(ctx context.Context) {
				task.Start(ctx, "friend", func(ctx context.Context) { sleep.For(ctx, time.Hour) })
			})
		}},
		{"a Start under a context that can't be compared (SH7)", func(ctx context.Context) {
			task.Start(uncomparable{ctx, nil}, "guest", func(ctx context.Context) { sleep.For(ctx, time.Hour) })
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					hour, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Hour)
					t.Cleanup(cancel)
					tc.start(hour)
					return sleep.For(ctx, time.Second)
				}))
				assert.NoError(t, err)
				assert.Equal(t, time.Second, time.Since(start))
			})
		})
	}
}

type uncomparable struct {
	context.Context
	_ []string
}

// A guest's start leaves a task behind under ctx. It is not cancelled because
// the guest has gone: it lives as long as ctx, also where Run has to bind ctx.
func TestWhatAStartLeavesBehindLivesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
			hour, cancel := context.WithTimeout(ctx, time.Hour)
			defer cancel()
			var tea *task.Task[string]
			left := make(chan struct{})
			task.Start(hour, "guest", func(ctx context.Context) {
				tea = task.Go(ctx, cook(time.Minute, "tea"))
				close(left)
			})
			<-left
			_, err := tea.Await(ctx)
			assert.NoError(t, err)
			return nil
		}))
	})
}

// lookingHandler is a log handler that looks at the task it reports. Tasks that
// other tests have left may be reported to it, too.
type lookingHandler struct {
	slog.Handler
	name string
	look func()
}

func (h lookingHandler) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "task" && a.Value.String() == h.name {
			h.look()
		}
		return true
	})
	return nil
}

func TestALogHandlerMayLookAtTheTask(t *testing.T) {
	before := slog.Default()
	defer slog.SetDefault(before)
	synctest.Test(t, func(t *testing.T) {
		var scone *task.Task[string]
		var looks []error
		slog.SetDefault(slog.New(lookingHandler{slog.NewTextHandler(io.Discard, nil), "scone", func() {
			_, err := scone.Result()
			looks = append(looks, scone.Err(), err)
		}}))
		task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
			scone = task.Named(ctx, "scone", func(context.Context) (string, error) { return "", errBurnt })
			<-scone.Done()
			return nil
		}))
		assert.Equal(t, []error{errBurnt, errBurnt}, looks)
	})
}

func TestNamesAreCleaned(t *testing.T) {
	for _, tc := range []struct{ name, given, want string }{
		{"a name stays as it is", "tea for two", "tea for two"},
		{"a name that could command a terminal", "\x1b[2Jtea\n", "[2Jtea "},
		{"a name of 64 kB", strings.Repeat("x", 1<<16), strings.Repeat("x", 99) + "…"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tea := task.Named(t.Context(), tc.given, cook(0, "tea"))
			assert.Equal(t, tc.want, tea.Name())
			<-tea.Done()
			assert.Equal(t, "<Task finished name='"+tc.want+"'>", tea.String())
		})
	}
	t.Run("a name of which nothing is left counts as none", func(t *testing.T) {
		assert.Regexp(t, `^Task-\d+$`, task.Named(t.Context(), "\u200b", cook(0, "tea")).Name())
	})
}

func TestNilArguments(t *testing.T) {
	tea := task.Go(t.Context(), cook(0, "tea"))
	f := func(context.Context) {}
	var none context.Context
	for _, tc := range []struct {
		want string
		call func()
	}{
		{"task: Go: ctx is nil", func() { task.Go(none, cook(0, "")) }},
		{"task: Go: f is nil", func() { task.Go[int](t.Context(), nil) }},
		{"task: Named: ctx is nil", func() { task.Named(none, "tea", cook(0, "")) }},
		{"task: Named: f is nil", func() { task.Named[int](t.Context(), "tea", nil) }},
		{"task: Start: ctx is nil", func() { task.Start(none, "tea", f) }},
		{"task: Start: f is nil", func() { task.Start(t.Context(), "tea", nil) }},
		{"task: Run: ctx is nil", func() { task.Run(none, cook(0, "")) }},
		{"task: Run: main is nil", func() { task.Run[int](t.Context(), nil) }},
		{"task: Main: main is nil", func() { task.Main(nil) }},
		{"task: NoResult: f is nil", func() { task.NoResult(nil) }},
		{"task: Each: f is nil", func() { task.Each[int, int](nil, nil) }},
		{"task: Await: ctx is nil", func() { tea.Await(none) }},
		{"task: Shield: ctx is nil", func() { tea.Shield(none) }},
		{"task: OnDone: f is nil", func() { tea.OnDone(nil) }},
	} {
		t.Run(tc.want, func(t *testing.T) { assert.PanicsWithValue(t, tc.want, tc.call) })
	}
}
