// Tasks of this module: gather starts three functions, and waits for
// all of them. The tea has a name in the picture, and so do the others.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func cook(dish string, d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		fmt.Println(dish, "ready")
		return dish, nil
	}
}

func breakfast(ctx context.Context) error {
	tea := task.Named(ctx, "tea", cook("tea", 3*time.Second))
	toast := task.Named(ctx, "toast", cook("toast", 2*time.Second))
	eggs := task.Named(ctx, "eggs", cook("eggs", time.Second))

	dishes, err := gather.All(ctx, tea.Await, toast.Await, eggs.Await)
	fmt.Println("on the table:", dishes)
	return err
}

func main() {
	if err := task.Main(breakfast); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
