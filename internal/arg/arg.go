// Package arg complains in words about arguments that must not be nil.
package arg

import "strings"

// NotNil panics with "with: Do: m is nil" where function is "with: Do", names
// are "ctx, m, body" and the second of ok is false.
func NotNil(function, names string, ok ...bool) {
	for i, ok := range ok {
		if !ok {
			complain(function, names, i)
		}
	}
}

// complain is a function of its own so that NotNil can be inlined.
//
//go:noinline
func complain(function, names string, i int) {
	panic(function + ": " + strings.Split(names, ", ")[i] + " is nil")
}
