// Slip mixes up a function and its call, as asyncio.run(main) does in Python.
// It does not compile.
package main

import (
	"context"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

func cook(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, d, "tea") }
}

func kitchen(ctx context.Context) error {
	_, err := task.Go(ctx, cook).Await(ctx)
	return err
}

func main() {
	task.Main(kitchen(context.Background()))
}
