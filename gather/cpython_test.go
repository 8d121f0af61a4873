package gather_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

// The cases of CPython's own tests that no other test here covers, each with
// the name it has there.
func TestCPythonGather(t *testing.T) {
	bubble(t, "a loop around Outcomes doesn't outlive its cancellation (G13, test_cancel_gather_2)", func(t *testing.T) {
		for _, cause := range []error{nil, errFire} {
			rounds := 0
			toasting := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				for {
					if _, err := gather.Outcomes(ctx, cook(time.Minute, "toast")); err != nil {
						return "", err
					}
					rounds++
				}
			})
			time.Sleep(time.Hour + time.Second)
			toasting.Cancel(cause)
			_, err := toasting.Await(t.Context())
			assert.Equal(t, 60, rounds)
			assert.ErrorIs(t, err, context.Canceled)
			if cause != nil {
				assert.ErrorIs(t, err, cause)
			}
			assert.True(t, toasting.Cancelled())
		}
	})
	bubble(t, "the tasks of a cancelled gather are cancelled, and nothing after it runs (G9, test_cancellation_broadcast)", func(t *testing.T) {
		tea, toast := task.Go(t.Context(), cook(time.Hour, "tea")), task.Go(t.Context(), cook(time.Hour, "toast"))
		breakfast := task.Go(t.Context(), func(ctx context.Context) ([]string, error) {
			return gather.All(ctx, tea.Await, toast.Await)
		})
		time.Sleep(time.Minute)
		assert.True(t, breakfast.Cancel(errFire))
		_, err := breakfast.Await(t.Context())
		assertFire(t, err)
		assert.False(t, breakfast.Cancel(errFire))
		for _, dish := range []*task.Task[string]{tea, toast} {
			assert.True(t, dish.Cancelled())
		}
	})
	bubble(t, "Outcomes has looked at every error, and nothing is logged (G29)", func(t *testing.T) {
		logged := capture(t)
		_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
			toast, eggs := task.Go(ctx, spoil(time.Minute, errBurnt)), task.Go(ctx, spoil(time.Second, errSpilt))
			gather.Outcomes(ctx, toast.Await, eggs.Await)
			return sleep.For(ctx, time.Minute)
		}))
		assert.NoError(t, err)
		assert.Empty(t, logged.String())
	})
}
