// Package arg complains in words about arguments that must not be nil.
package arg

import (
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
