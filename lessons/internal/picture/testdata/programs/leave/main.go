// A kitchen that somebody leaves in the middle of it, without a goodbye: its
// trace ends where Go had last ended a generation, and says nothing of that.
package main

import (
	"context"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

func main() {
	task.Main(func(ctx context.Context) error {
		task.Named(ctx, "tea", task.NoResult(func(ctx context.Context) error { return sleep.For(ctx, time.Hour) }))
		go guard()
		sleep.For(ctx, 2200*time.Millisecond)
		os.Exit(0)
		return nil
	})
}

// guard stays for ever.
func guard() { select {} }
