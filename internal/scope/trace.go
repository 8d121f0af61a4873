package scope

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"runtime/trace"
	"slices"
	"strings"

	"gosyncio/internal/ctxerr"
	"gosyncio/internal/text"
)

func (e *Entry) traced() bool { return e != nil && e.label != nil && e.label.task != nil }

// Log is about e, whichever goroutine logs it. Where no trace is taken, it does
// nothing.
func (e *Entry) Log(category string, what any) {
	if e.traced() {
		trace.Log(e.label.ctx, category, message(what))
	}
}

// message is what as a text, unless it says no more than "cancelled".
func message(what any) string {
	if what == nil || what == any(context.Canceled) {
		return ""
	}
	return text.Clean(fmt.Sprint(what))
}

// LogEnd logs what e's function, called under ctx, has returned.
func LogEnd[T any](e *Entry, ctx context.Context, v T, err error) {
	if e.traced() { // and so v is only then made an any
		e.logOutcome(ctx, v, err)
	}
}

func (e *Entry) logOutcome(ctx context.Context, v any, err error) {
	_, cancelled := ctxerr.Classify(ctx, err)
	switch {
	case cancelled:
		e.logEnd("cancelled", context.Cause(ctx))
	case err != nil:
		e.logEnd("failed", fmt.Sprint(err))
	default:
		e.logEnd("returned", text.Value(v))
	}
}

func (e *Entry) logEnd(how string, what any) {
	if e.traced() {
		trace.Log(e.label.ctx, "end", strings.TrimSpace(how+" "+message(what)))
		e.label.task.End()
	}
}

// OnReturnOrGoexit, deferred, calls f after a return and after
// [runtime.Goexit] of e's function. A panic is logged, and goes on with the stack
// it came with: nothing that waits for e must go on beside a program that is
// about to end.
func OnReturnOrGoexit(e *Entry, f func()) {
	if p := recover(); p != nil {
		e.logEnd("panicked", p)
		panic(p)
	}
	f()
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
		unsafe := func(f reflect.StructField) bool { return !safeToFormat(f.Type) }
		return !slices.ContainsFunc(reflect.VisibleFields(t), unsafe)
	default:
		return k == reflect.String || k <= reflect.Complex128
	}
}

// FuncPC returns where the code of the function f is.
func FuncPC(f any) uintptr { return reflect.ValueOf(f).Pointer() }

var anonymous = regexp.MustCompile(`(\.(func|gowrap)?\d+|-fm|\[\.\.\.\])+$`)

// FuncName returns the name of the function that made the one at pc: burn for
// main.burn.func1, main.kitchen.burn[...].func2.1 and main.burn itself, Fry for
// the method value main.(*stove).Fry-fm, nothing for 0.
func FuncName(pc uintptr) string {
	name := anonymous.ReplaceAllString(runtime.FuncForPC(pc).Name(), "")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// FuncNames are the names of the functions that made those at pcs, with the
// place where two would be alike.
func FuncNames(pcs []uintptr) []string {
	names, alike := make([]string, len(pcs)), map[string]int{}
	for i, pc := range pcs {
		names[i] = FuncName(pc)
		alike[names[i]]++
	}
	for i, name := range names {
		if alike[name] > 1 {
			names[i] = fmt.Sprintf("%s[%d]", name, i)
		}
	}
	return names
}
