package main

import (
	"fmt"
	"io"
	"iter"
)

// generator shows what a coroutine is made of: a function that stops at
// a yield, and goes on there when next is called again.
func generator(out io.Writer) {
	// --- generator
	tea := func(yield func(string) bool) {
		fmt.Fprintln(out, "the generator runs to yield")
		yield("tea")
		fmt.Fprintln(out, "the generator goes on")
	}

	next, stop := iter.Pull(tea)
	defer stop()
	fmt.Fprintln(out, "nothing has run yet")
	got, _ := next()
	fmt.Fprintln(out, "main got", got)
	next()
	// --- generator end
}
