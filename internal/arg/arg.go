// Package arg complains in words about arguments that must not be nil.
package arg

import (
	"fmt"
	"slices"
	"strings"
)

// NotNil panics with "with: Do: m is nil" where function is "with: Do", names
// are "ctx, m, body" and the second of ok is false.
func NotNil(function, names string, ok ...bool) {
	if i := slices.Index(ok, false); i >= 0 {
		panic(function + ": " + strings.Split(names, ", ")[i] + " is nil")
	}
}

// NoneNil panics with "wait: All: tasks[2] is nil" where function is "wait: All",
// list is "tasks" and firstNil is 2; it is -1 where none is nil.
func NoneNil(function, list string, firstNil int) {
	if firstNil >= 0 {
		panic(fmt.Sprintf("%s: %s[%d] is nil", function, list, firstNil))
	}
}
