// Wait for all of them.
//
// Gather starts what you give it, all at once, and hands you the
// results in the order in which you asked, whoever is ready first. If
// one of them fails, you hear of it at once, and the others cook on.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

var errBurnt = errors.New("burnt")

// kitchen makes breakfast, although the first toast burns. Tea and eggs
// are tasks with a handle, so they can be gathered a second time.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	tea := task.Named(ctx, "tea",
		cook(out, "tea", 3*time.Second))
	eggs := task.Named(ctx, "eggs",
		cook(out, "eggs", 1*time.Second))
	burnt := burn(out, "toast", 2*time.Second)
	toast := cook(out, "toast", 2*time.Second)

	_, err := gather.All(ctx,
		tea.Await, burnt, eggs.Await)
	fmt.Fprintln(out, "main hears:", err)

	breakfast, err := gather.All(ctx,
		tea.Await, toast, eggs.Await)
	if err != nil {
		return err
	}
	menu := strings.Join(breakfast, ", ")
	fmt.Fprintln(out, "breakfast:", menu)
	// --- end
	return nil
}

// cook describes work. It starts when somebody calls what it returns.
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

// burn takes as long as cook, for nothing.
func burn(
	out io.Writer, dish string, d time.Duration,
) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		fmt.Fprintln(out, dish, "burnt")
		return "", errBurnt
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
