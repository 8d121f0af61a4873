package task

import (
	"context"
	"fmt"
	"reflect"
	"runtime/trace"
	"strings"
)

// Whoever takes a trace, Go's own record of a run, hears from here who starts,
// waits for and cancels whom, and how everybody ends. While nobody does, all of
// this costs a look at a flag.

// told is the context of a task that the trace has been told of.
type told struct {
	context.Context
	task *trace.Task
}

// announce makes a task of the trace under ctx's, if a trace is being taken.
func announce(ctx context.Context, m *member) context.Context {
	if trace.IsEnabled() {
		return m.introduce(ctx)
	}
	return ctx
}

func (m *member) introduce(ctx context.Context) context.Context {
	return introduce(ctx, m.title())
}

func introduce(ctx context.Context, name string) *told {
	ctx, task := trace.NewTask(ctx, name)
	return &told{ctx, task}
}

// toldOf is ctx if it is that of a task that the trace knows, else nil.
func toldOf(ctx context.Context) *told {
	if task, ok := ctx.(*lazy); ok {
		ctx = task.Context
	}
	t, _ := ctx.(*told)
	return t
}

// tellStart says that the task with ctx begins. It isn't inlined, for what its
// caller has on the stack lies on the stack of every task.
//
//go:noinline
func tellStart(ctx context.Context) {
	if trace.IsEnabled() {
		tell(ctx, "start", "")
	}
}

// tellEnd says how the task with ctx ended.
func tellEnd[T any](ctx context.Context, v T, err error, cancelled bool) {
	if trace.IsEnabled() {
		end(ctx, v, err, cancelled)
	}
}

func end(ctx context.Context, v any, err error, cancelled bool) {
	if t := toldOf(ctx); t != nil {
		trace.Log(t, "end", strings.TrimSpace(ending(ctx, v, err, cancelled)))
		t.task.End()
	}
}

func ending(ctx context.Context, v any, err error, cancelled bool) string {
	switch {
	case cancelled:
		return "cancelled " + reason(context.Cause(ctx))
	case err != nil:
		return "failed " + cut(fmt.Sprint(err), longText)
	default:
		return "returned " + brief(v)
	}
}

// tellAwait says that this goroutine wants to hear of m's end.
func (m *member) tellAwait() {
	if trace.IsEnabled() {
		tell(&m.ctx, "await", "")
	}
}

// waiting says that this goroutine waits for m, until the region ends.
func (m *member) waiting(ctx context.Context) *trace.Region {
	region := trace.StartRegion(ctx, "wait")
	m.tellAwait()
	return region
}

// tellCancel says that this goroutine is about to cancel m.
func (m *member) tellCancel(cause error) {
	if trace.IsEnabled() && m.ctx.Err() == nil {
		tell(&m.ctx, "cancel", reason(cause))
	}
}

// tellClosing says that main's return is about to cancel everybody left.
func (r *run) tellClosing() {
	if trace.IsEnabled() {
		for _, m := range r.pending() {
			m.tellCancel(errMainReturned)
		}
	}
}

// tell logs for the task with ctx, whoever is at work: but only if the trace
// knows that task.
func tell(ctx context.Context, category, text string) {
	if t := toldOf(ctx); t != nil {
		trace.Log(t, category, text)
	}
}

// telling makes f, which has no handle, tell of its start and end.
func telling(ctx context.Context, name string, f func(context.Context)) (context.Context, string, func(context.Context)) {
	if !trace.IsEnabled() {
		return ctx, name, f
	}
	t := introduce(ctx, name)
	return t, name, func(ctx context.Context) {
		err := ErrExited // unless f returns
		defer unlessPanicking(func() { end(t, nil, err, false) })
		tellStart(t)
		f(ctx)
		err = nil
	}
}

// tellName gives the task with ctx a better name, if x makes one.
func tellName[T any](ctx context.Context, x T) {
	if trace.IsEnabled() && harmless(reflect.TypeFor[T]()) {
		trace.Log(ctx, "name", cut(fmt.Sprint(x), longText))
	}
}

// harmless reports whether to print a value of type t touches nothing that
// somebody else may be writing to, unless t has it in hand how it is printed.
func harmless(t reflect.Type) bool {
	switch k := t.Kind(); {
	case t.Implements(reflect.TypeFor[fmt.Stringer]()), t.Implements(reflect.TypeFor[error]()):
		return true
	case k == reflect.Struct:
		for i := range t.NumField() {
			if !harmless(t.Field(i).Type) {
				return false
			}
		}
		return true
	default:
		return k == reflect.String || k <= reflect.Complex128
	}
}

// brief is v if that's short and plain, else nothing. It calls no method of v:
// to show a value must not wait for a lock that its owner holds.
func brief(v any) string {
	switch t := reflect.TypeOf(v); {
	case t == nil || t.NumMethod() > 0:
		return ""
	case t.Kind() == reflect.String:
		return fmt.Sprintf("%q", cut(fmt.Sprint(v), shortText))
	case t.Kind() <= reflect.Complex128:
		return fmt.Sprint(v)
	default:
		return ""
	}
}

// reason is the text of a cause, unless it says no more than "cancelled".
func reason(cause error) string {
	if cause == nil || cause == context.Canceled {
		return ""
	}
	return cut(fmt.Sprint(cause), longText)
}

const shortText, longText = 24, 80 // in runes

func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}
