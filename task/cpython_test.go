package task_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

// The cases of CPython's own tests that no other test here covers, each with
// the name it has there.

func TestCPythonCancel(t *testing.T) {
	bubbles(t, []claim{
		{"cancelled right after its start it ends with the cause (K2, test_cancel_with_message_before_starting_task)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			assert.True(t, tea.Cancel(errFire))
			<-tea.Done()
			is(t, tea.Err(), "whether or not f had been called", context.Canceled, errFire)
			assert.True(t, tea.Cancelled())
		}},
		{"differs: a task that cancels itself and returns has returned (K4, test_cancel_at_end)", func(t *testing.T) {
			var tea *task.Task[string]
			ready := make(chan struct{})
			tea = task.Go(t.Context(), func(context.Context) (string, error) {
				<-ready
				assert.True(t, tea.Cancel(errFire))
				return "tea", nil
			})
			close(ready)
			value, err := tea.Await(t.Context())
			assert.NoError(t, err, "asyncio throws the value away")
			assert.Equal(t, "tea", value)
			assert.False(t, tea.Cancel(errFire))
		}},
		{"a function that catches the cancellation of what it awaits returns its value (K5, test_cancel_task_catching)", func(t *testing.T) {
			eggs, tea := task.Go(t.Context(), cook(time.Second, "eggs")), task.Go(t.Context(), cook(time.Hour, "tea"))
			guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				eggs.Await(ctx)
				if _, err := tea.Await(ctx); err != nil {
					return "water", nil
				}
				return "tea", nil
			})
			<-eggs.Done()
			synctest.Wait()
			guest.Cancel(errFire)
			drink, err := guest.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "water", drink)
			assert.False(t, guest.Cancelled())
			assert.True(t, tea.Cancelled())
		}},
		{"differs: a function that goes on after its cancellation awaits under WithoutCancel (K7, test_cancel_task_ignoring)", func(t *testing.T) {
			tea, toast := task.Go(t.Context(), cook(time.Hour, "tea")), task.Go(t.Context(), cook(time.Minute, "toast"))
			guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				tea.Await(ctx)
				return toast.Await(context.WithoutCancel(ctx))
			})
			synctest.Wait()
			guest.Cancel(errFire)
			dish, err := guest.Await(t.Context())
			assert.NoError(t, err, "in asyncio the next await works again by itself")
			assert.Equal(t, "toast", dish)
			assert.True(t, tea.Cancelled())
			assert.False(t, toast.Cancelled())
		}},
		{"a task that has cancelled itself cancels what it awaits next (K8, test_cancel_awaited_task)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			waiter := task.Go(t.Context(), tea.Await)
			var guest *task.Task[string]
			ready := make(chan struct{})
			guest = task.Go(t.Context(), func(ctx context.Context) (string, error) {
				<-ready
				guest.Cancel(errFire)
				return waiter.Await(ctx)
			})
			synctest.Wait() // or nobody would await the tea yet (K2)
			start := time.Now()
			close(ready)
			_, err := guest.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
			for _, link := range []*task.Task[string]{guest, waiter, tea} {
				assert.True(t, link.Cancelled())
			}
			assert.Zero(t, time.Since(start))
		}},
		{"if both are cancelled the awaiter is cancelled (K9, test_cancel_both_task_and_inner_future)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			guest := task.Go(t.Context(), tea.Await)
			synctest.Wait()
			guest.Cancel(errBurnt) // first, or it may have heard of the fire already
			tea.Cancel(errFire)
			<-guest.Done()
			is(t, guest.Err(), "", context.Canceled, errBurnt)
			assert.True(t, guest.Cancelled())
			assert.True(t, tea.Cancelled())
		}},
		{"an error that wraps another task's cancellation keeps its cause (K9, test_cancellation_exception_context)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			guest := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				_, err := tea.Await(ctx)
				return "", fmt.Errorf("no tea: %w", err)
			})
			synctest.Wait()
			tea.Cancel(errFire)
			_, err := guest.Await(t.Context())
			assert.ErrorContains(t, err, "no tea: ")
			is(t, err, "", context.Canceled, errFire)
			assert.True(t, guest.Failed())
		}},
		{"differs: a cancellation is an error, and who only notes it doesn't stop (K16)", func(t *testing.T) {
			var notes []error
			waiter := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				for range 3 {
					if err := sleep.For(ctx, time.Minute); err != nil {
						notes = append(notes, err) // where an except Exception would let it pass
					}
				}
				return "off duty", nil
			})
			time.Sleep(time.Second)
			waiter.Cancel(errFire)
			start := time.Now()
			value, err := waiter.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "off duty", value)
			assert.Zero(t, time.Since(start), "each later wait fails at once")
			assert.Len(t, notes, 3)
			is(t, notes[2], "this tells it from other errors", context.Canceled, errFire)
		}},
	})
}

// guests are a cause of a type of its own.
type guests int

func (g guests) Error() string { return fmt.Sprintf("%d guests have left", int(g)) }

func TestCPythonCause(t *testing.T) {
	for _, tc := range []struct {
		name  string
		cause error
	}{
		{"without a cause only the cancellation comes back (K14, test_cancel_with_message_then_future_result)", nil},
		{"a text comes back (K14, test_cancel_with_message_then_future_result)", errFire},
		{"a cause of any type comes back as it was (K14, test_cancel_with_message_then_future_result)", guests(5)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tea := task.Go(t.Context(), cook(time.Hour, "tea"))
				synctest.Wait()
				tea.Cancel(tc.cause)
				<-tea.Done()
				value, err := tea.Result()
				assert.Empty(t, value)
				if tc.cause == nil {
					assert.Equal(t, context.Canceled, err)
					return
				}
				is(t, err, "", context.Canceled, tc.cause)
				if left, ok := errors.AsType[guests](err); ok {
					assert.Equal(t, tc.cause, left)
				}
			})
		})
	}
}

func TestCPythonHandle(t *testing.T) {
	type table struct{}
	bubbles(t, []claim{
		{"what plain calls return adds up (C4, test_task_basics)", func(t *testing.T) {
			breakfast := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				tea, _ := cook(time.Second, "tea")(ctx)
				toast, err := cook(time.Second, "toast")(ctx)
				return tea + " and " + toast, err
			})
			start := time.Now()
			got, err := breakfast.Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea and toast", got)
			assert.Equal(t, 2*time.Second, time.Since(start))
		}},
		{"a method value is work like any other (T2, test_create_task_with_asynclike_function)", func(t *testing.T) {
			tea, err := task.Go(t.Context(), kettle{takes: time.Minute}.Boil).Await(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "tea", tea)
		}},
		{"a task that is a value isn't awaited (T2, test_coroutine_non_gen_function_return_future)", func(t *testing.T) {
			tea := task.Go(t.Context(), cook(time.Hour, "tea"))
			order := task.Go(t.Context(), func(context.Context) (*task.Task[string], error) { return tea, nil })
			start := time.Now()
			got, err := order.Await(t.Context())
			assert.NoError(t, err)
			assert.Same(t, tea, got)
			assert.Zero(t, time.Since(start))
			_, err = got.Result()
			assert.ErrorIs(t, err, task.ErrNotDone)
		}},
		{"unnamed tasks are numbered in the order of their start (T5, test_task_repr_autogenerated)", func(t *testing.T) {
			var before int
			for range 3 {
				var number int
				fmt.Sscanf(task.Go(t.Context(), cook(0, "tea")).Name(), "Task-%d", &number)
				assert.Greater(t, number, before)
				before = number
			}
		}},
		{"Err is nil after success, and never raises (T7, test_cancel_with_message_then_future_exception)", func(t *testing.T) {
			tea, toast := task.Go(t.Context(), cook(0, "tea")), task.Go(t.Context(), cook(time.Hour, "toast"))
			toast.Cancel(errFire)
			<-tea.Done()
			<-toast.Done()
			assert.NoError(t, tea.Err())
			is(t, toast.Err(), "asyncio raises it", context.Canceled, errFire)
		}},
		{"a value that is added later isn't seen (T16, test_context_1)", func(t *testing.T) {
			ctx := context.WithValue(t.Context(), table{}, 7)
			guest := task.Go(ctx, func(ctx context.Context) (any, error) {
				return ctx.Value(table{}), sleep.For(ctx, time.Second)
			})
			ctx = context.WithValue(ctx, table{}, 8)
			number, err := guest.Await(ctx)
			assert.NoError(t, err)
			assert.Equal(t, 7, number)
		}},
		{"100 tasks see 100 values (T16, test_context_3)", func(t *testing.T) {
			var guests []*task.Task[any]
			for i := range 100 {
				guests = append(guests, task.Go(context.WithValue(t.Context(), table{}, i), func(ctx context.Context) (any, error) {
					return ctx.Value(table{}), sleep.For(ctx, time.Duration(i)*time.Millisecond)
				}))
			}
			for i, guest := range guests {
				number, err := guest.Await(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, i, number)
			}
		}},
		{"differs: a channel serves one Run after the other (R13)", func(t *testing.T) {
			stove := make(chan struct{}, 1)
			for range 2 {
				_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					fry := task.NoResult(func(ctx context.Context) error {
						stove <- struct{}{}
						defer func() { <-stove }()
						return sleep.For(ctx, time.Minute)
					})
					eggs, toast := task.Go(ctx, fry), task.Go(ctx, fry)
					eggs.Await(ctx)
					_, err := toast.Await(ctx)
					return err
				}))
				assert.NoError(t, err)
			}
		}},
	})
}

// A kettle boils in its own time.
type kettle struct{ takes time.Duration }

func (k kettle) Boil(ctx context.Context) (string, error) { return sleep.Then(ctx, k.takes, "tea") }
