package task_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
)

func TestOnDone(t *testing.T) {
	bubbles(t, []claim{
		{"differs: callbacks run one after the other, in order, on the task's goroutine (T11)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			var order []int // no lock: one goroutine writes it
			for i := range 5 {
				tea.OnDone(func() {
					_, err := tea.Result()
					assert.NoError(t, err, "Done is closed by then")
					order = append(order, i)
				})
			}
			tea.Await(t.Context())
			synctest.Wait()
			assert.Equal(t, []int{0, 1, 2, 3, 4}, order)
		}},
		{"differs: on a finished task the callback has a goroutine of its own (T11)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(0, "tea"))
			<-tea.Done()
			called := make(chan struct{})
			stop := tea.OnDone(func() { called <- struct{}{} }) // it may block
			assert.False(t, stop())
			<-called
		}},
		{"stop takes a callback back, once", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			calls := 0
			stop := tea.OnDone(func() { calls++ })
			assert.True(t, stop())
			assert.False(t, stop())
			tea.Await(t.Context())
			synctest.Wait()
			assert.Zero(t, calls)
		}},
		{"stop after the call reports false", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			stop := tea.OnDone(func() {})
			tea.Await(t.Context())
			synctest.Wait()
			assert.False(t, stop())
		}},
		{"a callback may stop the next one", func(t *testing.T) {
			kettle := make(chan struct{})
			tea := task.Go(t.Context(), func(context.Context) (string, error) { <-kettle; return "tea", nil })
			calls := 0
			var stop func() bool
			tea.OnDone(func() { assert.True(t, stop()) })
			stop = tea.OnDone(func() { calls++ })
			close(kettle)
			tea.Await(t.Context())
			synctest.Wait()
			assert.Zero(t, calls)
		}},
		{"a callback may register another one", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			called := make(chan struct{})
			tea.OnDone(func() { tea.OnDone(func() { close(called) }) })
			<-called
		}},
		{"a callback that exits keeps nobody from being called", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Minute, "tea"))
			calls := 0
			for range 3 {
				tea.OnDone(func() {
					calls++
					runtime.Goexit()
				})
			}
			tea.Await(t.Context())
			synctest.Wait()
			assert.Equal(t, 3, calls)
		}},
		{"a cancelled task and one that exited call back too", func(t *testing.T) {
			calls := make(chan struct{}, 2)
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			order := task.Go(t.Context(), flee(time.Minute))
			tea.OnDone(func() { calls <- struct{}{} })
			order.OnDone(func() { calls <- struct{}{} })
			tea.Cancel(errFire)
			<-calls
			<-calls
		}},
	})
}
