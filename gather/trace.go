package gather

import (
	"context"
	"fmt"
	"reflect"
	"runtime/trace"
	"strings"
)

// tellEnd says how a function ended, if a trace is being taken: task.Start,
// whose goroutine this is, doesn't know, and what is said first counts.
func tellEnd[T any](ctx context.Context, v T, err error) {
	if trace.IsEnabled() {
		trace.Log(ctx, "end", strings.TrimSpace(ending(ctx, v, err)))
	}
}

func ending(ctx context.Context, v any, err error) string {
	if err == nil {
		return "returned " + brief(v)
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	switch {
	case end == nil || own(err, end, cause):
		return "failed " + cut(fmt.Sprint(err), longText)
	case cause == context.Canceled:
		return "cancelled"
	default:
		return "cancelled " + cut(fmt.Sprint(cause), longText)
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

const shortText, longText = 24, 80 // in runes

func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}
