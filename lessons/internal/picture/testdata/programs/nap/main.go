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
	task.Main(func(ctx context.Context) error {
		return sleep.For(ctx, 2500*time.Millisecond)
	})
}
