package task_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

func TestCancel(t *testing.T) {
	bubbles(t, []claim{
		{"Cancel says whether the task was still running (K1)", func(t *testing.T) {
			kettle := make(chan struct{})
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				<-kettle
				return "", ctx.Err()
			})
			synctest.Wait()
			assert.True(t, tea.Cancel(errFire))
			assert.False(t, tea.Cancelled(), "it is a request; the task hasn't ended yet")
			close(kettle)
			<-tea.Done()
			assert.False(t, tea.Cancel(errFire))
			assert.True(t, tea.Cancelled())
		}},
		{"cancelling what has ended changes nothing (K1)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			tea.Await(t.Context())
			assert.False(t, tea.Cancel(errFire))
			value, err := tea.Result()
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
		}},
		{"a task that cancels itself runs on until it looks (K3)", func(t *testing.T) {
			steps := 0
			var tea *task.Task[string]
			ready := make(chan struct{})
			tea = task.Go(t.Context(), func(ctx context.Context) (string, error) {
				<-ready
				tea.Cancel(errFire)
				steps++
				err := sleep.For(ctx, 0)
				steps++
				return "", err
			})
			close(ready)
			_, err := tea.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			assert.Equal(t, 2, steps)
			assert.True(t, tea.Cancelled())
		}},
		{"differs: a ctx that ended stays ended; clean up under WithoutCancel (K7)", func(t *testing.T) {
			var again, clean error
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				err := sleep.For(ctx, time.Hour)
				again = sleep.For(ctx, time.Second)
				clean = sleep.For(context.WithoutCancel(ctx), time.Second)
				return "", err
			})
			synctest.Wait()
			tea.Cancel(errFire)
			start := time.Now()
			tea.Await(t.Context())
			is(t, again, "", context.Canceled, errFire)
			assert.NoError(t, clean)
			assert.Equal(t, time.Second, time.Since(start))
		}},
		{"later cancels change nothing, the first cause counts (K11, K15)", func(t *testing.T) {
			seen := 0
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				err := sleep.For(ctx, time.Hour)
				seen++
				return "", errors.Join(err, sleep.For(context.WithoutCancel(ctx), time.Second))
			})
			synctest.Wait()
			for _, cause := range []error{errFire, errBurnt, nil} {
				assert.True(t, tea.Cancel(cause))
			}
			_, err := tea.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			assert.NotErrorIs(t, err, errBurnt)
			assert.Equal(t, 1, seen)
		}},
		{"no cause is context.Canceled (K14)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			tea.Cancel(nil)
			_, err := tea.Await(t.Context())
			assert.Equal(t, context.Canceled, err)
		}},
		{"a cancelled task says so each time (K18)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			tea.Cancel(errFire)
			for range 3 {
				_, err := tea.Await(t.Context())
				is(t, err, "", context.Canceled, errFire)
			}
		}},
		{"differs: a second cancel can't interrupt the cleanup (K19)", func(t *testing.T) {
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				err := sleep.For(ctx, time.Hour)
				return "", errors.Join(err, sleep.For(context.WithoutCancel(ctx), time.Minute))
			})
			synctest.Wait()
			start := time.Now()
			tea.Cancel(errFire)
			tea.Cancel(errFire)
			tea.Await(t.Context())
			assert.Equal(t, time.Minute, time.Since(start))
		}},
		{"a task cancelled by its parent's deadline is cancelled too", func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			tea := task.Go(ctx, cook(time.Hour, "tea"))
			_, err := tea.Await(t.Context())
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.True(t, tea.Cancelled())
		}},
		{"a deaf task can't be stopped, only waited for", func(t *testing.T) {
			start := time.Now()
			tea := task.Go(t.Context(), deaf(time.Minute, "tea"))
			synctest.Wait()
			assert.True(t, tea.Cancel(errFire))
			value, err := tea.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
			assert.Equal(t, time.Minute, time.Since(start))
		}},
	})
}

func TestAwait(t *testing.T) {
	bubbles(t, []claim{
		{"a cancelled awaiter cancels what it awaits, and waits for its end (K8)", func(t *testing.T) {
			start := time.Now()
			inner := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				err := sleep.For(ctx, time.Hour)
				return "", errors.Join(err, sleep.For(context.WithoutCancel(ctx), time.Minute))
			})
			middle := task.Go(t.Context(), inner.Await)
			outer := task.Go(t.Context(), middle.Await)
			synctest.Wait()
			outer.Cancel(errFire)
			for _, link := range []*task.Task[string]{outer, middle, inner} {
				<-link.Done()
				assert.True(t, link.Cancelled())
				is(t, link.Err(), "", context.Canceled, errFire)
			}
			assert.Equal(t, time.Minute, time.Since(start), "the cleanup of the innermost is waited for")
		}},
		{"of two awaiters one is cancelled: both lose the tea (K8)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			impatient := task.Go(t.Context(), tea.Await)
			patient := task.Go(t.Context(), tea.Await)
			synctest.Wait()
			impatient.Cancel(errFire)
			_, err := patient.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			<-impatient.Done()
			assert.True(t, impatient.Cancelled())
			assert.True(t, patient.Failed(), "its own ctx is alive: to it that is an error like any other")
		}},
		{"differs: cancelled by a third party, the awaiter has failed, not been cancelled (K9)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			var own error
			guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				v, err := tea.Await(ctx)
				own = ctx.Err()
				return v, err
			})
			synctest.Wait()
			tea.Cancel(errFire)
			_, err := guest.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			assert.NoError(t, own, "this tells the two apart")
			assert.True(t, guest.Failed())
		}},
		{"differs: a finished task gives its value to a dead ctx, 1000 times of 1000 (K13)", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			tea := task.Go(ctx, cook(0, "tea"))
			<-tea.Done()
			cancel(errFire)
			for range 1000 {
				for _, ask := range []task.Func[string]{tea.Await, tea.Shield} {
					value, err := ask(ctx)
					assert.NoError(t, err)
					assert.Equal(t, "tea", value)
				}
			}
		}},
		{"a dead ctx cancels a running task", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(errFire)
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			_, err := tea.Await(ctx)
			is(t, err, "", context.Canceled, errFire)
			assert.True(t, tea.Cancelled())
		}},
		{"an awaiter's deadline comes back as a deadline", func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errFire)
			defer cancel()
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			_, err := tea.Await(ctx)
			is(t, err, "the task itself was cancelled", context.DeadlineExceeded, errFire, context.Canceled)
		}},
		{"an awaiter hears of its own ctx, though another cause was first", func(t *testing.T) {
			tea := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				err := sleep.For(ctx, time.Hour)
				return "", errors.Join(err, sleep.For(context.WithoutCancel(ctx), time.Minute))
			})
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errBurnt)
			defer cancel()
			synctest.Wait()
			tea.Cancel(errFire)
			_, err := tea.Await(ctx)
			is(t, err, "", context.DeadlineExceeded, errBurnt)
			is(t, tea.Err(), "", context.Canceled, errFire)
		}},
		{"what f returns wins over the awaiter's cancellation", func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			tea := task.Go(t.Context(), deaf(time.Minute, "tea"))
			value, err := tea.Await(ctx)
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
		}},
		{"a task that exits frees all who wait", func(t *testing.T) {
			order := task.Go(t.Context(), flee(time.Minute))
			guests := task.Each([]task.Func[string]{order.Await, order.Shield}, func(ctx context.Context, ask task.Func[string]) (string, error) {
				return ask(ctx)
			})
			for _, guest := range guests {
				_, err := task.Go(t.Context(), guest).Await(t.Context())
				assert.ErrorIs(t, err, task.ErrExited)
			}
		}},
	})
}
