// One after the other.
//
// Go has no await: you call a function, and the call returns when the
// work is done. Eggs take 1 s and tea takes 2 s, so together they take
// 3 s. It does not help to describe both first: that starts nothing.
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

// kitchen makes breakfast. The tea does not need the eggs, but it waits
// for them.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	eggs := cook(out, "eggs", 1*time.Second)
	tea := cook(out, "tea", 2*time.Second)

	plate, err := eggs(ctx)
	if err != nil {
		return err
	}
	cup, err := tea(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "breakfast: %s, %s\n", plate, cup)
	// --- end
	return nil
}

// cook describes work. The work starts when the returned function is
// called.
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

func main() {
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
