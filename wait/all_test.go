package wait_test

import (
	"bytes"
	"context"
	"iter"
	"log"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
	"gosyncio/wait"
)

// What holds for Completions as well as for First, FirstError and All.

func TestNilTasksPanic(t *testing.T) {
	for _, tc := range []struct {
		name string
		wait func(ctx context.Context, tea, none cooking)
		want string
	}{
		{
			"a nil *Task in First",
			func(ctx context.Context, tea, none cooking) { wait.First(ctx, tea, none) },
			"wait: First: tasks[1] is nil",
		},
		{
			"a nil *Task in FirstError",
			func(ctx context.Context, tea, none cooking) { wait.FirstError(ctx, none, tea) },
			"wait: FirstError: tasks[0] is nil",
		},
		{
			"a nil *Task in All",
			func(ctx context.Context, tea, none cooking) { wait.All(ctx, tea, tea, none) },
			"wait: All: tasks[2] is nil",
		},
		{
			"a nil *Task in Completions, before the loop",
			func(ctx context.Context, tea, none cooking) { wait.Completions(ctx, tea, none) },
			"wait: Completions: tasks[1] is nil",
		},
		{
			"a nil among tasks of different types",
			func(ctx context.Context, tea, _ cooking) { wait.All(ctx, []wait.Task{tea, nil}...) },
			"wait: All: tasks[1] is nil",
		},
		{
			"a nil *Task among tasks of different types",
			func(ctx context.Context, tea, none cooking) { wait.All(ctx, []wait.Task{tea, none}...) },
			"task: nil Task; make one with task.Go", // to wait it is a Task, and not nil
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tasks := start(t, tea)
				assert.PanicsWithValue(t, tc.want, func() { tc.wait(t.Context(), tasks[0], nil) })
			})
		})
	}
}

func TestWaitingIsNotLooking(t *testing.T) {
	for _, tc := range []struct {
		name string
		wait func(ctx context.Context, toast cooking)
		want string // in the log
	}{
		{
			"First doesn't look at the error (W7)",
			func(ctx context.Context, toast cooking) { wait.First(ctx, toast) },
			"task=toast err=burnt",
		},
		{
			"FirstError doesn't look at the error (W7)",
			func(ctx context.Context, toast cooking) { wait.FirstError(ctx, toast) },
			"task=toast err=burnt",
		},
		{
			"All doesn't look at the error (W7)",
			func(ctx context.Context, toast cooking) { wait.All(ctx, toast) },
			"task=toast err=burnt",
		},
		{
			"Completions doesn't look at the error (W7)",
			func(ctx context.Context, toast cooking) { served(wait.Completions(ctx, toast), 0) },
			"task=toast err=burnt",
		},
		{
			"the caller may look, and has been told then (W7)",
			func(ctx context.Context, toast cooking) {
				done, _ := wait.First(ctx, toast)
				assert.ErrorIs(t, done[0].Err(), errBurnt)
			},
			"",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lines := logged(t)
			synctest.Test(t, func(t *testing.T) {
				_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					tc.wait(ctx, task.Named(ctx, "toast", toast.cook))
					return nil
				}))
				assert.NoError(t, err, "waiting returns no task's error (W7)")
			})
			if tc.want == "" {
				assert.Empty(t, lines.String())
			}
			assert.Contains(t, lines.String(), tc.want)
		})
	}
}

// logged collects what slog says until the end of the test. To change slog's
// default changes package log as well.
func logged(t *testing.T) *bytes.Buffer {
	logger, out, flags := slog.Default(), log.Writer(), log.Flags()
	t.Cleanup(func() {
		slog.SetDefault(logger)
		log.SetOutput(out)
		log.SetFlags(flags)
	})
	lines := new(bytes.Buffer)
	slog.SetDefault(slog.New(slog.NewTextHandler(lines, nil)))
	return lines
}

func TestNothingIsLeftBehind(t *testing.T) {
	type waiter = func(ctx context.Context, kettles []*kettle)
	for _, tc := range []struct {
		name string
		wait waiter
	}{
		{"First", func(ctx context.Context, ks []*kettle) { wait.First(ctx, ks...) }},
		{"FirstError", func(ctx context.Context, ks []*kettle) { wait.FirstError(ctx, ks...) }},
		{"All", func(ctx context.Context, ks []*kettle) { wait.All(ctx, ks...) }},
		{"Completions", func(ctx context.Context, ks []*kettle) {
			for range wait.Completions(ctx, ks...) {
			}
		}},
		{"a break out of Completions", func(ctx context.Context, ks []*kettle) {
			for range wait.Completions(ctx, ks...) {
				break
			}
		}},
		{"a panic out of Completions", func(ctx context.Context, ks []*kettle) {
			defer func() { recover() }()
			for range wait.Completions(ctx, ks...) {
				panic("the kitchen is on fire")
			}
		}},
		{"a stopped iter.Pull", func(ctx context.Context, ks []*kettle) {
			next, stop := iter.Pull(wait.Completions(ctx, ks...))
			next()
			stop()
		}},
	} {
		for _, end := range []struct {
			name string
			limit
		}{
			{"when tasks end", nil},
			{"when ctx ends first", timeout(ms / 2)},
		} {
			t.Run(tc.name+" leaves nothing behind "+end.name+" (W14)", func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					kettles := []*kettle{fill(nil), fill(errBurnt), fill(nil)}
					for i, k := range kettles {
						time.AfterFunc(time.Duration(i+1)*ms, k.boil)
					}
					tc.wait(end.ctx(t), kettles)
					for i, k := range kettles {
						watched, watching := k.watchers()
						assert.Equal(t, 1, watched, "kettle %d was asked to call", i)
						assert.Zero(t, watching, "kettle %d would still call", i)
					}
				})
			})
		}
	}
}

func TestLookAgainAfterWaking(t *testing.T) {
	t.Run("a task that ends while the first one calls is done (W5)", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			first, second := fill(nil), fill(nil)
			first.OnDone(second.boil)
			time.AfterFunc(ms, first.boil)

			done, pending := wait.First(t.Context(), second, first)

			assert.Equal(t, []*kettle{second, first}, done)
			assert.Nil(t, pending)
		})
	})
}

// A kettle is a wait.Task that counts who watches it.
type kettle struct {
	done chan struct{}
	err  error

	mu    sync.Mutex
	calls []func() // nil: called, or stopped
}

func fill(err error) *kettle { return &kettle{done: make(chan struct{}), err: err} }

func (k *kettle) boil() {
	k.mu.Lock()
	defer k.mu.Unlock()
	close(k.done)
	for i, call := range k.calls {
		if call != nil {
			call()
		}
		k.calls[i] = nil
	}
}

func (k *kettle) watchers() (watched, watching int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, call := range k.calls {
		if call != nil {
			watching++
		}
	}
	return len(k.calls), watching
}

func (k *kettle) OnDone(f func()) (stop func() bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := len(k.calls)
	k.calls = append(k.calls, f)
	return func() bool {
		k.mu.Lock()
		defer k.mu.Unlock()
		stopped := k.calls[i] != nil
		k.calls[i] = nil
		return stopped
	}
}

func (k *kettle) Done() <-chan struct{} { return k.done }
func (k *kettle) Failed() bool          { return k.err != nil }
func (k *kettle) Cancelled() bool       { return false }
func (k *kettle) Cancel(error) bool     { panic("wait cancels nothing") }

func TestNilCtxPanics(t *testing.T) {
	var none context.Context
	tea := fill(nil)
	for _, tc := range []struct {
		want string
		call func()
	}{
		{"wait: First: ctx is nil", func() { wait.First(none, tea) }},
		{"wait: FirstError: ctx is nil", func() { wait.FirstError(none, tea) }},
		{"wait: All: ctx is nil", func() { wait.All(none, tea) }},
		{"wait: Completions: ctx is nil", func() { wait.Completions(none, tea) }},
	} {
		t.Run(tc.want, func(t *testing.T) { assert.PanicsWithValue(t, tc.want, tc.call) })
	}
}
