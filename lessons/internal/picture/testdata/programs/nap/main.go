// A nap long enough for a trace of more than one generation: Go ends one each
// second.
package main

import (
	"context"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

func main() {
	task.Run(context.Background(), task.Do(func(ctx context.Context) error {
		return sleep.For(ctx, 2500*time.Millisecond)
	}))
}
