package gather

import (
	"context"
	"fmt"

	"gosyncio/internal/ctxerr"
	"gosyncio/internal/scope"
	"gosyncio/task"
)

// A child is a function of a group, where a trace is taken. The trace knows
// each by itself, and so does the Run.
type child struct {
	ctx   context.Context
	entry *scope.Entry
}

func (g *group) traceChildren(s *scope.Scope, n int, fn func(i int) any) {
	g.children = make([]child, n)
	for i, name := range names(n, fn) {
		ctx, t := scope.NewTrace(g.ctx, name)
		g.children[i] = child{ctx, s.Enter(&scope.Entry{}, name, t, nil)}
	}
}

// names are those of the functions that made each, with the place where two
// would be alike.
func names(n int, fn func(i int) any) []string {
	names, alike := make([]string, n), map[string]int{}
	for i := range names {
		names[i] = scope.FuncName(scope.FuncPC(fn(i)))
		alike[names[i]]++
	}
	for i, name := range names {
		if alike[name] > 1 {
			names[i] = fmt.Sprintf("%s[%d]", name, i)
		}
	}
	return names
}

// traceEnd makes f run under the child's ctx, and log its start and its value.
func traceEnd[T any](c child, f task.Func[T]) task.Func[T] {
	return func(context.Context) (T, error) {
		c.entry.Trace().Log("start", "")
		v, err := f(c.ctx)
		_, cancelled := ctxerr.Classify(c.ctx, err)
		c.entry.Trace().End(c.ctx, v, err, cancelled)
		return v, err
	}
}

// end logs that the function has ended, unless it did so itself, because it was
// not called or did not return.
func (c child) end(err error) {
	_, cancelled := ctxerr.Classify(c.ctx, err)
	c.entry.Trace().End(c.ctx, nil, err, cancelled)
	c.entry.Unregister()
}
