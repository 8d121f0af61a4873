//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "lint runs in the page only: go run ./lessons serve")
	os.Exit(1)
}
