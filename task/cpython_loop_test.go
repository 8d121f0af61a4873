package task_test

import (
	"context"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

// What in asyncio is the loop's business: what starts, what is kept, what may ask
// from where.

// T1 differs: asyncio starts a task when its creator waits for something.
func TestATaskStartsByItself(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly has one thread and no preemption: as in asyncio, others run when somebody waits")
	}
	var lit atomic.Bool
	tea := task.Go(t.Context(), task.NoResult(func(context.Context) error { lit.Store(true); return nil }))
	for !lit.Load() { // the creator never waits
	}
	<-tea.Done()
}

// T9 differs: asyncio notices, and raises RuntimeError.
func TestATaskThatAwaitsItself(t *testing.T) {
	t.Run("differs: it hangs forever, and only a bubble notices (T9, test_task_awaits_on_itself)", func(t *testing.T) {
		assert.PanicsWithError(t, "deadlock: all goroutines in bubble are blocked", func() {
			synctest.Test(t, func(t *testing.T) { <-itself(t, (*task.Task[string]).Await).Done() })
		})
	})
	t.Run("differs: through a Shield it hangs until its ctx ends (T9)", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			tea := itself(t, (*task.Task[string]).Shield)
			time.AfterFunc(time.Minute, func() { tea.Cancel(errFire) })
			_, err := tea.Await(t.Context())
			is(t, err, "", context.Canceled, errFire)
		})
	})
}

// itself starts a task that waits for itself.
func itself(t *testing.T, wait func(*task.Task[string], context.Context) (string, error)) (tea *task.Task[string]) {
	t.Helper()
	ready := make(chan struct{})
	tea = task.Go(t.Context(), func(ctx context.Context) (string, error) {
		<-ready
		return wait(tea, ctx)
	})
	close(ready)
	return tea
}

// T13 differs: the collector takes a pending task that nobody holds in asyncio.
func TestAPendingTaskIsKept(t *testing.T) {
	t.Run("differs: nobody holds it, and it goes on (T13, test_log_destroyed_pending_task)", func(t *testing.T) {
		bell, heard := make(chan struct{}), make(chan struct{})
		task.Go(t.Context(), task.NoResult(func(context.Context) error {
			<-bell
			close(heard)
			return nil
		}))
		runtime.GC()
		close(bell)
		<-heard
	})
}

// T12 differs: in asyncio to cancel is to look, also when it comes too late.
func TestACancelDoesNotCountAsRetrieving(t *testing.T) {
	t.Run("differs: a failure that was cancelled too late is reported (T12, test_tb_logger_not_called_after_cancel)", func(t *testing.T) {
		log := readLog(t)
		synctest.Test(t, func(t *testing.T) {
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				bagel := task.Named(ctx, "bagel", burn(time.Second))
				<-bagel.Done()
				assert.False(t, bagel.Cancel(nil))
				return nil
			}))
		})
		assert.Equal(t, 1, strings.Count(log.String(), "task=bagel err=burnt"))
	})
}

// All methods may be called from anywhere: there is no threadsafe variant.
func TestFromAnotherGoroutine(t *testing.T) {
	for _, tc := range []struct {
		name  string
		f     task.Func[string]
		fate  string
		value string
		errs  []error
	}{
		{
			name: "a goroutine starts a task and has its value (test_run_coroutine_threadsafe)",
			f:    cook(time.Second, "tea"), fate: "finished", value: "tea",
		},
		{
			name: "a goroutine starts a task and has its error (test_run_coroutine_threadsafe_with_exception)",
			f:    burn(time.Second), fate: "failed", errs: []error{errBurnt},
		},
		{
			name: "its timeout cancels the task (K8, test_run_coroutine_threadsafe_with_timeout)",
			f:    cook(time.Hour, "tea"), fate: "cancelled", errs: []error{context.DeadlineExceeded},
		},
		{
			name: "a task that ends its own ctx is cancelled for it (K3, test_run_coroutine_threadsafe_task_cancelled)",
			f: func(ctx context.Context) (string, error) {
				itself := ctx.Value(own{}).(*atomic.Pointer[task.Task[string]])
				time.Sleep(time.Second)
				itself.Load().Cancel(errFire)
				return "", sleep.For(ctx, 0)
			},
			fate: "cancelled", errs: []error{context.Canceled, errFire},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				returned := make(chan struct{})
				go func() {
					defer close(returned)
					var itself atomic.Pointer[task.Task[string]]
					order := task.Go(context.WithValue(t.Context(), own{}, &itself), tc.f)
					itself.Store(order)
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					value, err := order.Await(ctx)
					assert.Equal(t, tc.value, value)
					is(t, err, "", tc.errs...)
					assert.Equal(t, tc.fate, fate(order))
				}()
				<-returned
			})
		})
	}
}

// own is where a task of these tests finds itself.
type own struct{}
