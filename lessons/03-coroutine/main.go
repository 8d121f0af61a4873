// Describe first, run later.
//
// A call of an async function runs none of its body. A Go function can
// return work in the same way: described, and not started. That is a
// task.Func, a value like any other. Call it with a ctx: it runs at
// once, and returns its result. This call is Python's await.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// kitchen describes the tea, sleeps for 2 s, and only then makes it.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	tea := brew(out)
	fmt.Fprintf(out, "main holds: %T\n", tea)

	if err := sleep.For(ctx, 2*time.Second); err != nil {
		return err
	}

	cup, err := tea(ctx) // Python's await
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "main drinks", cup)
	// --- end
	return nil
}

// brew describes how to make tea. Only the function that it returns
// makes it.
func brew(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		fmt.Fprintln(out, "kettle on")
		if err := sleep.For(ctx, 1*time.Second); err != nil {
			return "", err
		}
		return "green tea", nil
	}
}

func main() {
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
