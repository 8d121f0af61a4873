//go:build hasty

package main

import (
	"context"

	"gosyncio/task"
)

// serve thinks that who asked first has the first dish that is ready.
func serve(ctx context.Context, orders []Order, carry func(guest int, dish string)) (served int, err error) {
	ready := make(chan int, len(orders))
	for guest, order := range orders {
		cook := order.cook(func() { ready <- guest })
		task.Start(ctx, order.Dish, cook)
	}
	for range orders {
		if ctx.Err() != nil {
			return served, ctx.Err()
		}
		select {
		case <-ctx.Done():
			return served, ctx.Err()
		case guest := <-ready:
			carry(served, orders[guest].Dish) // the bug
			served++
		}
	}
	return served, nil
}
