package wait_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/task"
	"gosyncio/wait"
)

// The cases of CPython's own tests that no other test here covers, each with
// the name it has there.
func TestCPythonWait(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"a task that ends together with the timeout is in one of the two (W3, test_wait_concurrent_complete)", func(t *testing.T) {
			tasks := start(t, tea, eggs)
			began := time.Now()
			done, pending := wait.All(timeout(tea.takes).ctx(t), tasks...)
			assert.Equal(t, tea.takes, time.Since(began))
			assert.ElementsMatch(t, []string{"tea", "eggs"}, names(slices.Concat(done, pending)))
			assert.Contains(t, names(pending), "eggs")
		}},
		{"the tasks of an iterator are collected first (test_wait_generator)", func(t *testing.T) {
			all := func(yield func(cooking) bool) {
				for _, d := range breakfast {
					if !yield(start(t, d)[0]) {
						return
					}
				}
			}
			done, pending := wait.All(t.Context(), slices.Collect(all)...)
			assert.Len(t, done, len(breakfast))
			assert.Nil(t, pending)
		}},
		{"a timeout that isn't reached changes nothing (A4, test_as_completed_with_unused_timeout)", func(t *testing.T) {
			ctx := timeout(time.Hour).ctx(t)
			got := served(wait.Completions(ctx, start(t, breakfast...)...), 0)
			assert.Equal(t, []string{"1ms tea", "6ms toast", "12ms eggs"}, got)
			assert.NoError(t, ctx.Err())
		}},
		{"what the loop gave can be waited for once more (A2, test_as_completed_concurrent)", func(t *testing.T) {
			out := slices.Collect(wait.Completions(t.Context(), start(t, eggs, tea)...))
			var guests []*task.Task[string]
			for _, dish := range out {
				guests = append(guests, task.Go(t.Context(), dish.Await))
			}
			done, pending := wait.All(t.Context(), guests...)
			assert.Equal(t, guests, done)
			assert.Nil(t, pending)
			for i, want := range []string{"tea", "eggs"} {
				dish, err := guests[i].Result()
				assert.NoError(t, err)
				assert.Equal(t, want, dish)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}
