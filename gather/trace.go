package gather

import (
	"context"
	"fmt"

	"gosyncio/internal/scope"
	"gosyncio/task"
)

// codes are where the functions' code is.
func codes[T any](fs []task.Func[T]) []uintptr {
	pcs := make([]uintptr, len(fs))
	for i, f := range fs {
		pcs[i] = scope.FuncPC(f)
	}
	return pcs
}

// A child is a function of a group. Where a trace is taken, it has an entry and a
// ctx of its own.
type child struct {
	ctx   context.Context
	entry *scope.Entry
}

func (g *group) traceChildren() {
	for _, name := range names(g.codes) {
		ctx, entry := scope.Enter(g.ctx, name)
		g.children = append(g.children, child{ctx, entry})
	}
	clear(g.codes) // Ctrl-C names the entries
}

// names are those of the functions that made each, with the place where two
// would be alike.
func names(codes []uintptr) []string {
	names, alike := make([]string, len(codes)), map[string]int{}
	for i, pc := range codes {
		names[i] = scope.FuncName(pc)
		alike[names[i]]++
	}
	for i, name := range names {
		if alike[name] > 1 {
			names[i] = fmt.Sprintf("%s[%d]", name, i)
		}
	}
	return names
}
