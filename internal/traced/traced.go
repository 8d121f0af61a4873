// Package traced tells runtime/trace, Go's own record of a run, what tasks do:
// each is a task of the trace, under the one that started it, and logs its
// start, its end, and who awaits and cancels it. While no trace is taken, all
// of this costs a look at a flag.
package traced

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"runtime/trace"
	"strings"
	"sync"

	"gosyncio/internal/text"
)

// A Task is a task that the trace knows. A nil Task is one that it does not
// know, and logs nothing.
type Task struct {
	ctx  context.Context
	task *trace.Task
	once sync.Once // what is said first of the end counts
}

// New makes a task of the trace under ctx's, and the context to run it under.
// If no trace is being taken, that is ctx, and the task is nil.
func New(ctx context.Context, name string) (context.Context, *Task) {
	if !trace.IsEnabled() {
		return ctx, nil
	}
	ctx, task := trace.NewTask(ctx, text.Clean(name))
	return ctx, &Task{ctx: ctx, task: task}
}

// Start logs that the task begins.
func (t *Task) Start() { t.Log("start", "") }

// Await logs that this goroutine wants to know of the task's end.
func (t *Task) Await() { t.Log("await", "") }

// Cancel logs that this goroutine is about to cancel the task.
func (t *Task) Cancel(cause error) { t.Log("cancel", causeText(cause)) }

// Log is about the task, whichever goroutine logs it.
func (t *Task) Log(category, message string) {
	if t != nil {
		trace.Log(t.ctx, category, message)
	}
}

// End logs how the task ended, under the context ctx, and ends it, once.
func (t *Task) End(ctx context.Context, v any, err error, cancelled bool) {
	if t != nil {
		t.once.Do(func() {
			t.Log("end", strings.TrimSpace(outcome(ctx, v, err, cancelled)))
			t.task.End()
		})
	}
}

func outcome(ctx context.Context, v any, err error, cancelled bool) string {
	switch {
	case cancelled:
		return "cancelled " + causeText(context.Cause(ctx))
	case err != nil:
		return "failed " + text.Clean(fmt.Sprint(err))
	default:
		return "returned " + text.Value(v)
	}
}

// causeText is the text of a cause, unless it says no more than "cancelled".
func causeText(cause error) string {
	if cause == nil || cause == context.Canceled {
		return ""
	}
	return text.Clean(fmt.Sprint(cause))
}

// Rename gives the task that runs under ctx the name of x, if it is safe to
// format x.
func Rename[T any](ctx context.Context, x T) {
	if trace.IsEnabled() && safeToFormat(reflect.TypeFor[T]()) {
		trace.Log(ctx, "name", text.Clean(fmt.Sprint(x)))
	}
}

// safeToFormat reports whether to format a value of type t reads nothing that
// another goroutine may be writing to. A type that formats itself has to know.
func safeToFormat(t reflect.Type) bool {
	switch k := t.Kind(); {
	case t.Implements(reflect.TypeFor[fmt.Stringer]()), t.Implements(reflect.TypeFor[error]()):
		return true
	case k == reflect.Struct:
		for i := range t.NumField() {
			if !safeToFormat(t.Field(i).Type) {
				return false
			}
		}
		return true
	default:
		return k == reflect.String || k <= reflect.Complex128
	}
}

// FuncPC returns where the code of the function f is.
func FuncPC(f any) uintptr { return reflect.ValueOf(f).Pointer() }

// FuncName returns the name of the function that made the one at pc: burn for
// main.burn.func1, main.burn[...].func2.1 and main.burn itself, Fry for the
// method value main.(*stove).Fry-fm.
func FuncName(pc uintptr) string {
	name := runtime.FuncForPC(pc).Name()
	name = strings.TrimSuffix(strings.ReplaceAll(name, "[...]", ""), "-fm")
	parts := strings.Split(name[strings.LastIndex(name, "/")+1:], ".")
	for len(parts) > 1 && isAnonymous(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	return parts[len(parts)-1]
}

// isAnonymous reports whether part is what the compiler calls a function literal:
// func1, 2, gowrap3.
func isAnonymous(part string) bool {
	part = strings.TrimPrefix(strings.TrimPrefix(part, "func"), "gowrap")
	return strings.Trim(part, "0123456789") == ""
}
