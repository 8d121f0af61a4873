// Take turns, or work ahead.
//
// An iterator and its loop take turns, and a break ends the iterator at
// once. Over a channel both sides run at the same time, and the side
// that leaves has to cancel the other.
package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// kitchen takes two toasts from an iterator, two buns from a channel.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	for n, err := range toaster(ctx, out) {
		if err != nil {
			return err
		}
		eat(ctx, out, "toast", n)
		if n == 2 {
			break
		}
	}

	counter := make(chan int, 1)
	baker := task.Named(ctx, "baker",
		task.NoResult(bake(out, counter)))
	baker.OnDone(func() { close(counter) })
	eat(ctx, out, "bun", <-counter)
	eat(ctx, out, "bun", <-counter)
	baker.Cancel(nil)
	<-baker.Done()
	// --- end
	return ctx.Err()
}

// toaster makes one toast each time the loop asks for the next.
func toaster(ctx context.Context, out io.Writer) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer fmt.Fprintln(out, "toaster off")
		for n := 1; sleep.For(ctx, time.Second/2) == nil; n++ {
			fmt.Fprintln(out, "toast", n, "ready")
			if !yield(n, nil) {
				return
			}
		}
		yield(0, ctx.Err())
	}
}

// bake makes buns ahead, until the counter has no room.
func bake(out io.Writer, buns chan<- int) func(context.Context) error {
	return func(ctx context.Context) error {
		defer fmt.Fprintln(out, "baker stops")
		for n := 1; sleep.For(ctx, time.Second/2) == nil; n++ {
			fmt.Fprintln(out, "bun", n, "ready")
			select {
			case buns <- n:
			case <-ctx.Done():
			}
		}
		return ctx.Err()
	}
}

// eat takes 1.5 s. If ctx ends first, the caller's next wait says so.
func eat(ctx context.Context, out io.Writer, dish string, n int) {
	if sleep.For(ctx, 3*time.Second/2) == nil {
		fmt.Fprintln(out, dish, n, "eaten")
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
