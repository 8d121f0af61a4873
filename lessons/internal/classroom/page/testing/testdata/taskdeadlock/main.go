package main

import (
	"context"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

func main() {
	task.Main(func(ctx context.Context) error {
		tea := task.Named(ctx, "tea", task.NoResult(func(context.Context) error {
			sleep.For(ctx, time.Second)
			select {}
		}))
		_, err := tea.Await(ctx)
		return err
	})
}
