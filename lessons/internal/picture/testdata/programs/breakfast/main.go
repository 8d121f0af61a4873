// A breakfast in tasks: one fails, one is cancelled, one goes on.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

var (
	errBurnt    = errors.New("burnt")
	errPatience = errors.New("patience is over")
)

const unit = 100 * time.Millisecond

func main() {
	task.Main(breakfast)
}

func breakfast(ctx context.Context) error {
	tea := task.Named(ctx, "tea", cook(3*unit, "green"))
	toast := task.Named(ctx, "toast", burn)
	eggs := task.Named(ctx, "eggs", cook(time.Hour, "eggs"))

	_, err := gather.All(ctx, tea.Await, toast.Await)
	fmt.Println("heard:", err)
	_, err = waitfor.AtMost(ctx, unit/2, eggs.Shield)
	fmt.Println("eggs:", err)
	eggs.Cancel(errPatience)
	_, err = tea.Await(ctx)
	return err
}

func cook(d time.Duration, dish string) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, d, dish) }
}

func burn(ctx context.Context) (string, error) {
	sleep.For(ctx, unit)
	return "", errBurnt
}
