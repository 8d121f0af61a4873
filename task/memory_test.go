package task_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
)

// A requestError holds the ctx of the request that failed, as an *http.Request
// in an error does.
type requestError struct{ ctx context.Context }

func (requestError) Error() string { return "no toast for this guest" }

// On the real clock: the collector has no other. Where it waits in vain, the
// test's own deadline ends the test. Each task that fails has a name that no
// other test uses: tasks that other tests have left are collected now, too, and
// reported here.
func TestWhatOutlivesATask(t *testing.T) {
	ask := func(ctx context.Context) (string, error) { return "", requestError{ctx} }

	t.Run("a failed task is collected and reported, also if its error holds its ctx (T12)", func(t *testing.T) {
		log := readLog(t)
		collect(func() *task.Task[string] {
			bagel := task.Named(context.Background(), "bagel", ask)
			<-bagel.Done()
			return bagel
		})
		for !strings.Contains(log.String(), "task=bagel") {
			runtime.Gosched()
		}
	})

	t.Run("a failed task whose error was retrieved is collected and not reported (T12)", func(t *testing.T) {
		log := readLog(t)
		collect(func() *task.Task[string] {
			muffin := task.Named(context.Background(), "muffin", ask)
			muffin.Await(context.Background())
			return muffin
		})
		assert.NotContains(t, log.String(), "task=muffin")
	})

	t.Run("an error that was retrieved is let go", func(t *testing.T) {
		inARun(t, func(ctx context.Context) {
			gone := make(chan struct{})
			func() {
				task.Go(ctx, func(ctx context.Context) (string, error) {
					err := &requestError{ctx}
					runtime.AddCleanup(err, func(gone chan struct{}) { close(gone) }, gone)
					return "", err
				}).Await(ctx)
			}()
			awaitCollection(gone)
		})
	})

	t.Run("a ctx that is still held keeps neither the task nor its value", func(t *testing.T) {
		type banquet [1 << 20]byte
		var held context.Context
		gone := make(chan struct{})
		collectTask(func() *task.Task[*banquet] {
			feast := task.Go(context.Background(), func(ctx context.Context) (*banquet, error) {
				held = ctx
				dishes := new(banquet)
				runtime.AddCleanup(dishes, func(gone chan struct{}) { close(gone) }, gone)
				return dishes, nil
			})
			<-feast.Done()
			return feast
		})
		awaitCollection(gone)
		assert.ErrorIs(t, held.Err(), context.Canceled)
	})

	t.Run("a detached daemon that a task started does not hold up the report of the task's failure (T12)", func(t *testing.T) {
		log := readLog(t)
		stop := make(chan struct{})
		defer close(stop)
		collect(func() *task.Task[string] {
			croissant := task.Named(context.Background(), "croissant", func(ctx context.Context) (string, error) {
				task.Go(context.WithoutCancel(ctx), func(context.Context) (string, error) { <-stop; return "", nil })
				return "", errBurnt
			})
			<-croissant.Done()
			return croissant
		})
		for !strings.Contains(log.String(), "task=croissant err=burnt") {
			runtime.Gosched()
		}
	})
}

// awaitCollection collects until gone is closed.
func awaitCollection(gone <-chan struct{}) {
	for {
		select {
		case <-gone:
			return
		default: // the test's own deadline ends a vain wait
			runtime.GC()
			runtime.Gosched()
		}
	}
}

func collectTask[T any](start func() *task.Task[T]) {
	gone := make(chan struct{})
	func() { runtime.AddCleanup(start(), func(gone chan struct{}) { close(gone) }, gone) }()
	awaitCollection(gone)
}

// Under the race detector, while other goroutines call Done, Cancel and Value.
func TestPrintingACtx(t *testing.T) {
	type table struct{}
	for _, tc := range []struct {
		name string
		ctx  func(ctx context.Context) context.Context
		want string
	}{
		{"a task's ctx names its parent and the task", func(ctx context.Context) context.Context { return ctx }, ".Task(tea)"},
		{"a detached one", context.WithoutCancel, ".Task(tea).WithoutCancel"},
		{"one with a value", func(ctx context.Context) context.Context { return context.WithValue(ctx, table{}, 7) }, ".Task(tea).WithValue"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for range 100 {
				task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					task.Named(ctx, "tea", task.NoResult(func(ctx context.Context) error {
						tea := tc.ctx(ctx)
						go func() { ctx.Done(); ctx.Value(table{}) }()
						task.Start(tea, "guest", func(ctx context.Context) { assert.NotEmpty(t, fmt.Sprint(ctx)) })
						assert.Contains(t, fmt.Sprint(tea), tc.want)
						return nil
					})).Await(ctx)
					assert.Contains(t, fmt.Sprint(ctx), ".Task(main)")
					return nil
				}))
			}
		})
	}
}

// A chain of tasks, each of which starts the next one and waits for it: nobody
// asks as many contexts as there are tasks, over and over.
func TestNestedTasksAskFewContexts(t *testing.T) {
	for _, tc := range []struct {
		name string
		wrap func(ctx context.Context) context.Context
	}{
		{"each under the task that starts it", func(ctx context.Context) context.Context { return ctx }},
		{"each under a ctx with a value", func(ctx context.Context) context.Context { return context.WithValue(ctx, 1, 2) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			const depth = 500
			var asked atomic.Int64
			var nest func(n int) task.Func[int]
			nest = func(n int) task.Func[int] {
				return func(ctx context.Context) (int, error) {
					if n == 0 {
						return 0, nil
					}
					child := task.Go(tc.wrap(counting{ctx, &asked}), nest(n-1))
					<-child.Done()
					return n, child.Err()
				}
			}
			_, err := task.Go(context.Background(), nest(depth)).Await(context.Background())
			assert.NoError(t, err)
			assert.Less(t, asked.Load(), int64(20*depth), "with each asking the one around it, it is %d", depth*depth/2)
		})
	}
}

// counting counts the calls of Err.
type counting struct {
	context.Context
	asked *atomic.Int64
}

func (c counting) Err() error {
	c.asked.Add(1)
	return c.Context.Err()
}
