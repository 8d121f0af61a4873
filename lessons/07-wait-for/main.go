// Wait, but not forever.
//
// AtMost limits how long work may take. When the time is up it cancels
// the work, and waits until the work has returned. To stop waiting and
// let the work go on, wait for the task's Shield.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// kitchen waits for three dishes, at most one second each.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	roast := task.Named(ctx, "roast",
		cook(out, "roast", time.Hour))
	_, err := waitfor.AtMost(ctx, time.Second, roast.Await)
	fmt.Fprintln(out, "roast:", errText(err))

	dough := task.Named(ctx, "dough", knead(out))
	_, err = waitfor.AtMost(ctx, time.Second, dough.Await)
	fmt.Fprintln(out, "dough:", errText(err))

	tea := task.Named(ctx, "tea",
		cook(out, "tea", 3*time.Second))
	_, err = waitfor.AtMost(ctx, time.Second, tea.Shield)
	fmt.Fprintln(out, "tea:", errText(err))
	cup, err := tea.Await(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "in the cup:", cup)
	// --- end
	return nil
}

// cook stops at once when it is cancelled, because sleep.For does.
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

// knead cleans up for two seconds when it is cancelled. Its own ctx is
// done by then, and every wait under that ctx returns at once.
func knead(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		err := sleep.For(ctx, time.Hour)
		if err != nil {
			fmt.Fprintln(out, "dough cancelled, cleans up")
			live := context.WithoutCancel(ctx)
			err = errors.Join(err, sleep.For(live, 2*time.Second))
		}
		return "dough", err
	}
}

// errText is short for the error that this lesson is about.
func errText(err error) string {
	if errors.Is(err, waitfor.ErrTimeout) {
		return "timeout!"
	}
	return fmt.Sprint(err)
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
