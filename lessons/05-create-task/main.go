// Start now, await later.
//
// A task runs from its start on, also if nothing waits for it. Await
// waits until it has ended, and returns its result. So eggs of 1 s and
// tea of 2 s take 2 s together, not 3.
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

// kitchen makes breakfast. Main lays the table while eggs and tea cook,
// and awaits both afterwards.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	eggs := task.Named(ctx, "eggs",
		cook(out, "eggs", 1*time.Second))
	tea := task.Named(ctx, "tea",
		cook(out, "tea", 2*time.Second))

	err := layTable(ctx, out, 1500*time.Millisecond)
	if err != nil {
		return err
	}
	plate, err := eggs.Await(ctx)
	if err != nil {
		return err
	}
	cup, err := tea.Await(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "breakfast: %s, %s\n", plate, cup)
	// --- end
	return nil
}

// cook describes work. The task runs it.
func cook(
	out io.Writer, dish string, d time.Duration,
) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		fmt.Fprintln(out, dish, "ready")
		return dish, nil
	}
}

// layTable is a plain function: main itself runs it.
func layTable(
	ctx context.Context, out io.Writer, d time.Duration,
) error {
	if err := sleep.For(ctx, d); err != nil {
		return err
	}
	fmt.Fprintln(out, "table laid")
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
