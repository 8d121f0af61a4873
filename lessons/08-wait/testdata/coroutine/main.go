// Coroutine waits for eggs, which are a task, and for tea, which nobody has
// started. It doesn't compile.
package main

import (
	"context"

	"gosyncio/task"
	"gosyncio/wait"
)

func main() {
	ctx := context.Background()
	tea := task.NoResult(func(context.Context) error { return nil })
	eggs := task.Go(ctx, tea)
	wait.First(ctx, eggs, tea)
}
