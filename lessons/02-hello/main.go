// Wait without blocking others.
//
// Read main from top to bottom: it prints hello, sleeps for two seconds
// and prints the rest. The sleep blocks main alone, and the kettle goes
// on. In Go nothing marks a function that waits: any function may, and
// its ctx says when to stop.
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

// kitchen prints a greeting while the water boils. Nothing here needs
// the kettle's result, so the task is not kept.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	// A task runs beside main: see lesson 05.
	task.Named(ctx, "kettle", boil(out, 1*time.Second))

	fmt.Fprintln(out, "Hello ...")
	if err := sleep.For(ctx, 2*time.Second); err != nil {
		return err
	}
	fmt.Fprintln(out, "... World!")
	// --- end
	return nil
}

// boil returns a function that waits until the water boils. If its ctx
// ends first, it prints nothing.
func boil(out io.Writer, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		fmt.Fprintln(out, "the kettle whistles")
		return "hot water", nil
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
