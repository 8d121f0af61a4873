// Package arg complains in words about arguments that must not be nil.
package arg

// NotNil panics with "task: Go: f is nil" unless ok; name is "task: Go: f".
func NotNil(ok bool, name string) {
	if !ok {
		panic(name + " is nil")
	}
}
