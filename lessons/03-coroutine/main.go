// Describe first, run later.
//
// Calling an async function runs none of its body. In Go a function can
// return work in the same way: described, not started. That is a
// task.Func, a value like any other. Call it with a ctx, and it runs,
// here and now, and gives you its result. That call is Python's await.
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

// kitchen orders tea, does something else, and only then has it made.
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

// brew describes how to make tea. It's the function it returns that
// puts the kettle on.
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
