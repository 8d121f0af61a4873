// A ctx says when to stop.
//
// Every function that can wait takes a ctx as its first argument. It
// carries values, a deadline, and a cancellation with its cause. You
// can make a child of the ctx that you got, and end it. The parent and
// the other children go on.
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
)

// guest is the key under which a ctx holds the guest's name.
type guest struct{}

var errNoBread = errors.New("no bread left")

// kitchen cooks three dishes, each under another ctx: the roast has a
// deadline, the toast is cancelled, and the tea gets main's own ctx.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	ctx = context.WithValue(ctx, guest{}, "Ada")

	lunch, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	oven, cancel := context.WithTimeout(lunch, 5*time.Second)
	defer cancel()
	err := cook(oven, out, "roast", 4*time.Second)
	fmt.Fprintln(out, "roast:", err)

	toaster, stop := context.WithCancelCause(ctx)
	time.AfterFunc(time.Second, func() { stop(errNoBread) })
	err = cook(toaster, out, "toast", 2*time.Second)
	fmt.Fprintln(out, "toast:", err)
	fmt.Fprintln(out, "cause:", context.Cause(toaster))

	return cook(ctx, out, "tea", 1*time.Second)
	// --- end
}

// cook takes d, then prints the dish and the guest's name. If ctx ends
// first, it returns an error at once.
func cook(
	ctx context.Context, out io.Writer, dish string, d time.Duration,
) error {
	if err := sleep.For(ctx, d); err != nil {
		return err
	}
	fmt.Fprintln(out, dish, "for", ctx.Value(guest{}))
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
