//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "draw runs in a page: build it with GOOS=js GOARCH=wasm")
	os.Exit(1)
}

var _, _ = newEngine, warm // the tests use them everywhere
