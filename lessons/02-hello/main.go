// Wait, and stop nobody.
//
// Read main from top to bottom: it says hello, sleeps for two seconds
// and says the rest. Its sleep stops main alone; the kettle boils on.
// In Go nothing marks a function that waits: any function may, and a
// ctx tells it when to give up.
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

// kitchen greets the world while the water boils. Nobody needs the
// kettle's handle here, so nobody keeps it.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	// A task works beside us: lesson 05 is about it.
	task.Named(ctx, "kettle", boil(out, 1*time.Second))

	fmt.Fprintln(out, "Hello ...")
	if err := sleep.For(ctx, 2*time.Second); err != nil {
		return err
	}
	fmt.Fprintln(out, "... World!")
	// --- end
	return nil
}

// boil whistles when the water is hot, if nobody stops it before.
func boil(ctx context.Context, out io.Writer, d time.Duration) error {
	if err := sleep.For(ctx, d); err != nil {
		return err
	}
	fmt.Fprintln(out, "the kettle whistles")
	return nil
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
