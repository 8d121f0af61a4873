// Wait for all of them.
//
// gather.All starts all its functions at once, and returns the results
// in the order of the arguments. It takes as long as the slowest. The
// first error comes back at once, and the others go on.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

// kitchen gathers twice. The second time the toast burns. The tea is a
// task of its own, so main can still await it after the error.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	breakfast, err := gather.All(ctx,
		toast(out), eggs(out))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "breakfast:", breakfast)

	tea := task.Named(ctx, "tea", brew(out))
	_, err = gather.All(ctx,
		tea.Await, burntToast, eggs(out))
	fmt.Fprintln(out, "error:", err)

	cup, err := tea.Await(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "in the cup:", cup)
	// --- end
	return nil
}

func eggs(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		return cook(ctx, out, "eggs", 1*time.Second)
	}
}

func toast(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		return cook(ctx, out, "toast", 2*time.Second)
	}
}

func burntToast(ctx context.Context) (string, error) {
	if err := sleep.For(ctx, 2*time.Second); err != nil {
		return "", err
	}
	return "", errors.New("burnt")
}

func brew(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		return cook(ctx, out, "tea", 3*time.Second)
	}
}

// cook takes d, prints that the dish is ready, and returns it.
func cook(
	ctx context.Context, out io.Writer, dish string, d time.Duration,
) (string, error) {
	if err := sleep.For(ctx, d); err != nil {
		return "", err
	}
	fmt.Fprintln(out, dish, "ready")
	return dish, nil
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
