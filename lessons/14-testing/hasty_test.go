package main

import (
	"context"

	"gosyncio/task"
)

// hasty delivers the dish that is ready first to the guest that ordered first.
func hasty(ctx context.Context, orders []Order, deliver func(guest int, dish string)) (served int, err error) {
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
			deliver(served, orders[guest].Dish) // the bug
			served++
		}
	}
	return served, nil
}
