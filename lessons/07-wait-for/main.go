// Wait, but not for ever.
//
// AtMost gives work so much time. When the time is up it cancels the
// work, and waits until the work has really stopped. To stop waiting
// and let the work go on, wait for a task's Shield.
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

// kitchen has one second's patience, three times over.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	roast := task.Named(ctx, "roast",
		cook(out, "roast", time.Hour))
	_, err := waitfor.AtMost(ctx, time.Second, roast.Await)
	fmt.Fprintln(out, "roast:", said(err))

	dough := task.Named(ctx, "dough", knead(out))
	_, err = waitfor.AtMost(ctx, time.Second, dough.Await)
	fmt.Fprintln(out, "dough:", said(err))

	tea := task.Named(ctx, "tea",
		cook(out, "tea", 3*time.Second))
	_, err = waitfor.AtMost(ctx, time.Second, tea.Shield)
	fmt.Fprintln(out, "tea:", said(err))
	cup, err := tea.Await(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "in the cup:", cup)
	// --- end
	return nil
}

// cook stops at once when it's told to, because sleep.For does.
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

// knead is slow to stop: told to, it tidies up for two seconds. Its own
// ctx is done by then, and nobody can sleep under that.
func knead(out io.Writer) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		err := sleep.For(ctx, time.Hour)
		if err != nil {
			fmt.Fprintln(out, "dough hears it, tidies up")
			tidy := context.WithoutCancel(ctx)
			err = errors.Join(err, sleep.For(tidy, 2*time.Second))
		}
		return "dough", err
	}
}

// said has a short word for the error that this lesson is about.
func said(err error) string {
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
