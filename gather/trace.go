package gather

import (
	"fmt"

	"gosyncio/internal/scope"
)

// traceChildren makes each function known to the trace and to the Run.
func (g *group) traceChildren() {
	for _, name := range names(g.codes) {
		g.children = append(g.children, scope.New(g.ctx, name))
	}
	clear(g.codes) // Ctrl-C names the children
}

// child is what function i runs as. Where no trace is taken, all share one that
// has no name and is registered nowhere.
func (g *group) child(i int) *scope.Ctx {
	if g.children == nil {
		return &g.plain
	}
	return g.children[i]
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
