// Take turns, or work ahead.
//
// An iterator and its loop take turns, and a break cleans up at once.
// Over a channel both work at once, and whoever leaves has to send the
// other one home.
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

// kitchen has two toasts by iterator, then two buns by channel.
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
	baker := task.Named(ctx, "baker", bake(out, counter))
	baker.OnDone(func() { close(counter) })
	for range 2 {
		eat(ctx, out, "bun", <-counter)
	}
	baker.Cancel(nil)
	<-baker.Done()
	// --- end
	return ctx.Err()
}

// toaster makes a toast whenever somebody asks for one.
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

// bake makes buns ahead, until there's no room on the counter.
func bake(ctx context.Context, out io.Writer, counter chan<- int) error {
	defer fmt.Fprintln(out, "baker goes home")
	for n := 1; sleep.For(ctx, time.Second/2) == nil; n++ {
		fmt.Fprintln(out, "bun", n, "ready")
		select {
		case counter <- n:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// eat takes three times as long. If ctx ends first, the caller's next
// wait will say so.
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
