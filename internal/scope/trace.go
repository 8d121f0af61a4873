package scope

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"runtime/trace"
	"strings"
	"sync"

	"gosyncio/internal/text"
)

// A Trace is a task that runtime/trace knows, under the one that started it. It
// logs its start and its end, and what awaits and cancels it. A nil Trace, which
// is every one while no trace is taken, logs nothing.
type Trace struct {
	ctx   context.Context
	task  *trace.Task
	ended sync.Once
}

// NewTrace makes a task of the trace, and the context to run it under. If no
// trace is being taken, that is ctx.
func NewTrace(ctx context.Context, name string) (context.Context, *Trace) {
	if !trace.IsEnabled() {
		return ctx, nil
	}
	ctx, task := trace.NewTask(ctx, text.Clean(name))
	return ctx, &Trace{ctx: ctx, task: task}
}

// Log is about the task, whichever goroutine logs it.
func (t *Trace) Log(category, message string) {
	if t != nil {
		trace.Log(t.ctx, category, message)
	}
}

// End logs how the task ended under ctx, once: what is logged first counts.
func (t *Trace) End(ctx context.Context, v any, err error, cancelled bool) {
	if t == nil {
		return
	}
	t.ended.Do(func() {
		end := "returned " + text.Value(v)
		if cancelled {
			end = "cancelled " + CauseText(context.Cause(ctx))
		} else if err != nil {
			end = "failed " + text.Clean(fmt.Sprint(err))
		}
		t.Log("end", strings.TrimSpace(end))
		t.task.End()
	})
}

// CauseText is the text of a cause, unless it says no more than "cancelled".
func CauseText(cause error) string {
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

var anonymous = regexp.MustCompile(`(\.(func|gowrap)?\d+|-fm|\[\.\.\.\])+$`)

// FuncName returns the name of the function that made the one at pc: burn for
// main.burn.func1, main.kitchen.burn[...].func2.1 and main.burn itself, Fry for
// the method value main.(*stove).Fry-fm.
func FuncName(pc uintptr) string {
	name := anonymous.ReplaceAllString(runtime.FuncForPC(pc).Name(), "")
	return name[strings.LastIndexByte(name, '.')+1:]
}
