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

func TestShield(t *testing.T) {
	bubbles(t, []claim{
		{"cancelling who waits leaves the task untouched (SH1)", func(t *testing.T) {
			start := time.Now()
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			guest := task.Go(t.Context(), tea.Shield)
			synctest.Wait()
			guest.Cancel(errFire)
			_, err := guest.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			assert.Zero(t, time.Since(start), "it stops waiting at once")
			value, err := tea.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
		}},
		{"the task cancelled by other means is cancelled for who waits (SH2)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			guest := task.Go(t.Context(), tea.Shield)
			synctest.Wait()
			tea.Cancel(errFire)
			_, err := guest.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
		}},
		{"what is done doesn't wait (SH3)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(0, "tea"))
			<-tea.Done()
			value, err := tea.Shield(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
		}},
		{"value and error pass through (SH4)", func(t *testing.T) {
			value, err := task.Go(t.Context(), cook(time.Minute, "tea")).Shield(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
			_, err = task.Go(t.Context(), burn(time.Minute)).Shield(t.Context())
			assert.ErrorIs(t, err, errBurnt)
		}},
		{"after the cancellation the task can still be awaited, and cancelled (SH8)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := tea.Shield(ctx)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			ctx, cancel = context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err = tea.Await(ctx)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.True(t, tea.Cancelled(), "the second one reached it")
		}},
		{"a detached task keeps the values and loses the cancellation (SH9)", func(t *testing.T) {
			type table struct{}
			ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), table{}, 7), time.Second)
			defer cancel()
			tea := task.Go(context.WithoutCancel(ctx), func(ctx context.Context) (any, error) {
				return ctx.Value(table{}), sleep.For(ctx, time.Minute)
			})
			_, err := tea.Shield(ctx)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			number, err := tea.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, 7, number)
		}},
		{"Shield guards against the ctx that waits, not the one it was started under", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			tea := task.Go(ctx, cook(time.Hour, "tea"))
			synctest.Wait()
			cancel(errFire)
			_, err := tea.Shield(t.Context())
			is(t, err, "", context.Canceled, errFire)
		}},
	})
}
