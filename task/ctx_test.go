package task_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

// foreign is a context of somebody's own making: package context does not know
// what it descends from.
type foreign struct{ context.Context }

func (foreign) Value(any) any { return nil }

// inside gives a test the ctx of a task, while the task runs.
func inside(t *testing.T, ctx context.Context, look func(ctx context.Context)) *task.Task[task.None] {
	t.Helper()
	visit := task.Go(ctx, task.NoResult(func(ctx context.Context) error { look(ctx); return nil }))
	<-visit.Done()
	return visit
}

func TestTheTasksCtx(t *testing.T) {
	type table struct{}
	bubbles(t, []claim{
		{"values come from the ctx that the task was started under (T16)", func(t *testing.T) {
			ctx := context.WithValue(t.Context(), table{}, 7)
			inside(t, ctx, func(ctx context.Context) {
				assert.Equal(t, 7, ctx.Value(table{}))
				ctx = context.WithValue(ctx, table{}, 8)
				assert.Equal(t, 8, ctx.Value(table{}))
			})
			assert.Equal(t, 7, ctx.Value(table{}), "what a task changes doesn't leak out")
		}},
		{"the deadline is the parent's", func(t *testing.T) {
			deadline := time.Now().Add(time.Hour)
			ctx, cancel := context.WithDeadline(t.Context(), deadline)
			defer cancel()
			inside(t, ctx, func(ctx context.Context) {
				got, ok := ctx.Deadline()
				assert.True(t, ok)
				assert.Equal(t, deadline, got)
			})
		}},
		{"it is alive while f runs, whichever call is first", func(t *testing.T) {
			inside(t, t.Context(), func(ctx context.Context) {
				assert.NoError(t, ctx.Err())
				assert.NoError(t, context.Cause(ctx))
				assert.NotNil(t, ctx.Done())
				assert.NoError(t, ctx.Err())
			})
		}},
		{"it ends when f returns, also if nobody had looked at it", func(t *testing.T) {
			for _, look := range []func(context.Context){
				func(context.Context) {},
				func(ctx context.Context) { ctx.Done() },
			} {
				var left context.Context
				inside(t, context.WithValue(t.Context(), table{}, 7), func(ctx context.Context) {
					look(ctx)
					left = ctx
				})
				<-left.Done()
				assert.ErrorIs(t, left.Err(), context.Canceled)
				assert.EqualError(t, sleep.For(left, time.Hour), "context canceled: the task that this was started under has returned")
				assert.Equal(t, 7, left.Value(table{}))
				assert.Nil(t, left.Value("nothing"))
			}
		}},
		{"what f started and left behind is cancelled when f returns", func(t *testing.T) {
			var left *task.Task[string]
			inside(t, t.Context(), func(ctx context.Context) { left = task.Go(ctx, cook(time.Hour, "tea")) })
			_, err := left.Await(t.Context())
			assert.ErrorIs(t, err, context.Canceled)
			assert.True(t, left.Cancelled())
		}},
		{"a ctx whose parent ended first keeps the parent's end", func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errFire)
			defer cancel()
			var left context.Context
			inside(t, ctx, func(ctx context.Context) {
				time.Sleep(time.Minute)
				left = ctx
			})
			assert.Equal(t, context.DeadlineExceeded, left.Err())
			assert.ErrorIs(t, context.Cause(left), errFire)
		}},
		{"the cause reaches those derived from it", func(t *testing.T) {
			tea := task.Go(t.Context(), func(ctx context.Context) (error, error) {
				ctx, cancel := context.WithTimeout(ctx, time.Hour)
				defer cancel()
				<-ctx.Done()
				return context.Cause(ctx), nil
			})
			synctest.Wait()
			tea.Cancel(errFire)
			cause, err := tea.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, errFire, cause)
		}},
		{"a custom ctx as parent cancels its tasks", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			tea := task.Go(foreign{ctx}, cook(time.Hour, "tea"))
			time.AfterFunc(time.Second, cancel)
			_, err := tea.Await(t.Context())
			assert.ErrorIs(t, err, context.Canceled)
			assert.True(t, tea.Cancelled())
		}},
		{"a custom ctx as parent is left alone by a task that ends", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			tea, err := task.Go(foreign{ctx}, cook(time.Second, "tea")).Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", tea)
		}}, // and the bubble would complain about a goroutine that still watches ctx
		{"everybody may look at once", func(t *testing.T) {
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				for range 8 {
					task.Go(ctx, func(ctx context.Context) (string, error) {
						<-ctx.Done()
						return "", ctx.Err()
					})
					go ctx.Done()
				}
				return "tea", nil
			})
			tea.Await(t.Context())
			synctest.Wait()
		}},
	})
}
