package wait_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

func TestNoTasksGiveNilNilAtOnce(t *testing.T) {
	for _, tc := range []struct {
		name string
		mode waiting
	}{
		{"First has nothing to wait for (W1)", wait.First[cooking]},
		{"FirstError has nothing to wait for (W1)", wait.FirstError[cooking]},
		{"All has nothing to wait for (W1)", wait.All[cooking]},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				done, pending := tc.mode(t.Context())
				assert.Nil(t, done)
				assert.Nil(t, pending)
				assert.Zero(t, time.Since(began))
			})
		})
	}
}

func TestTasks(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"a Func can't be waited for, only what has been started (W2)", func(t *testing.T) {
			assert.NotImplements(t, (*wait.Task)(nil), task.Func[string](tea.cook))
			assert.Implements(t, (*wait.Task)(nil), start(t, tea)[0])
		}},
		{"a task that is given twice comes back twice (W4)", func(t *testing.T) {
			tasks := start(t, breakfast...)
			tea, toast := tasks[0], tasks[1]
			done, pending := wait.First(t.Context(), toast, tea, toast, tea)
			assert.Equal(t, []cooking{tea, tea}, done)
			assert.Equal(t, []cooking{toast, toast}, pending)

			done, pending = wait.All(t.Context(), toast, tea, toast, tea)
			assert.Equal(t, []cooking{toast, tea, toast, tea}, done)
			assert.Nil(t, pending)
		}},
		{"tasks of different types wait together", func(t *testing.T) {
			tea := start(t, tea)[0]
			count := task.Named(t.Context(), "count", func(ctx context.Context) (int, error) {
				return sleep.Then(ctx, 2*ms, 12)
			})
			both := []wait.Task{count, tea}
			done, pending := wait.First(t.Context(), both...)
			assert.Equal(t, []wait.Task{tea}, done)
			assert.Equal(t, []wait.Task{count}, pending)
			done, pending = wait.All(t.Context(), both...)
			assert.Equal(t, both, done)
			assert.Nil(t, pending)
		}},
		{"a task that exits instead of returning has ended, and failed", func(t *testing.T) {
			tasks := start(t, eggs)
			exit := task.Named(t.Context(), "exit", func(ctx context.Context) (string, error) {
				defer runtime.Goexit()
				return sleep.Then(ctx, 2*ms, "never served")
			})
			began := time.Now()
			done, pending := wait.FirstError(t.Context(), tasks[0], exit)
			assert.Equal(t, 2*ms, time.Since(began))
			assert.Equal(t, []cooking{exit}, done)
			assert.Equal(t, tasks, pending)
			assert.ErrorIs(t, exit.Err(), task.ErrExited)
		}},
		{"cancel the pending, then wait for them (W16)", func(t *testing.T) {
			tidy := func(ctx context.Context) (string, error) {
				<-ctx.Done()
				time.Sleep(time.Second) // somebody has to clean the stove
				return "", ctx.Err()
			}
			winner := start(t, tea)[0]
			toast, eggs := task.Go(t.Context(), tidy), task.Go(t.Context(), tidy)

			done, pending := wait.First(t.Context(), eggs, winner, toast)
			assert.Equal(t, []cooking{winner}, done)
			for _, loser := range pending {
				assert.True(t, loser.Cancel(nil))
				assert.False(t, loser.Cancelled(), "a cancel is a request")
			}
			began := time.Now()
			done, pending = wait.All(t.Context(), pending...)

			assert.Equal(t, time.Second, time.Since(began), "the time to clean up")
			assert.Equal(t, []cooking{eggs, toast}, done)
			assert.Nil(t, pending)
			assert.True(t, eggs.Cancelled())
			assert.True(t, toast.Cancelled())
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}
