package task_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
)

func TestHandle(t *testing.T) {
	bubbles(t, []claim{
		{"a task needs nobody to hold it (T2)", func(t *testing.T) {
			done := make(chan struct{})
			task.Go(t.Context(), task.NoResult(func(context.Context) error { close(done); return nil }))
			<-done
		}},
		{"differs: an unnamed task is numbered, a name is text (T5)", func(t *testing.T) {
			toast := task.Go(t.Context(), cook(0, "toast"))
			eggs := task.Go(t.Context(), cook(0, "eggs"))
			tea := task.Named(t.Context(), "tea", cook(0, "tea"))
			assert.Regexp(t, `^Task-\d+$`, toast.Name())
			assert.NotEqual(t, toast.Name(), eggs.Name())
			assert.Equal(t, "tea", tea.Name())
		}},
		{"Result before the end is ErrNotDone, Err is nil (T6)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			value, err := tea.Result()
			assert.ErrorIs(t, err, task.ErrNotDone)
			assert.Empty(t, value)
			assert.NoError(t, tea.Err())
			assert.False(t, tea.Failed())
			assert.False(t, tea.Cancelled())
		}},
		{"many awaiters get the same value, as often as they ask (T8)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			guests := task.Each(make([]int, 5), func(ctx context.Context, _ int) (string, error) { return tea.Await(ctx) })
			for _, guest := range guests {
				task.Go(t.Context(), guest)
			}
			for range 3 {
				value, err := tea.Await(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "tea", value)
			}
		}},
		{"many awaiters get the very same error (T8)", func(t *testing.T) {
			own := fmt.Errorf("toast: %w", errBurnt)
			toast := task.Go(t.Context(), func(context.Context) (string, error) { return "", own })
			for range 3 {
				_, err := toast.Await(t.Context())
				assert.Same(t, own, err)
			}
		}},
		{"awaiting what is done doesn't wait (T10)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			tea.Await(t.Context())
			start := time.Now()
			value, err := tea.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
			assert.Zero(t, time.Since(start))
		}},
		{"String tells state, name and error, never the value", func(t *testing.T) {
			tea := task.Named(t.Context(), "tea", cook(time.Minute, "secret"))
			toast := task.Named(t.Context(), "toast", burn(0))
			eggs := task.Named(t.Context(), "eggs", cook(time.Hour, "eggs"))
			assert.Equal(t, "<Task pending name='tea'>", tea.String())
			eggs.Cancel(errFire)
			<-tea.Done()
			assert.Equal(t, "<Task finished name='tea'>", tea.String())
			assert.Equal(t, "<Task failed name='toast' err=burnt>", toast.String())
			assert.Equal(t, "<Task cancelled name='eggs'>", fmt.Sprint(eggs))
		}},
	})
}

func TestNilTask(t *testing.T) {
	var tea *task.Task[string]
	ctx := t.Context()
	for _, tc := range []struct {
		name string
		f    func()
	}{
		{"Await", func() { tea.Await(ctx) }},
		{"Shield", func() { tea.Shield(ctx) }},
		{"Cancel", func() { tea.Cancel(nil) }},
		{"Done", func() { tea.Done() }},
		{"Result", func() { tea.Result() }},
		{"Err", func() { tea.Err() }},
		{"Failed", func() { tea.Failed() }},
		{"Cancelled", func() { tea.Cancelled() }},
		{"Name", func() { tea.Name() }},
		{"String", func() { _ = tea.String() }},
		{"OnDone", func() { tea.OnDone(func() {}) }},
		{"zero", func() { new(task.Task[int]).Await(ctx) }},
	} {
		t.Run(tc.name+" of a nil Task", func(t *testing.T) {
			assert.PanicsWithValue(t, "task: nil Task; make one with task.Go", tc.f)
		})
	}
}
