// Coroutine waits for eggs, which are a task, and for tea, which is a function
// that nothing has started. It does not compile.
package main

import (
	"context"

	"gosyncio/task"
	"gosyncio/wait"
)

func main() {
	ctx := context.Background()
	var tea task.Func[string] = func(context.Context) (string, error) { return "tea", nil }
	eggs := task.Go(ctx, tea)
	wait.First(ctx, eggs, tea)
}
