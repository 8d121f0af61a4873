package main

import (
	"context"

	"gosyncio/task"
)

// racy counts in the cooks, and many of them run at the same time.
func racy(ctx context.Context, orders []Order, deliver func(guest int, dish string)) (served int, err error) {
	ready := make(chan int, len(orders))
	for guest, order := range orders {
		cook := order.cook(func() {
			served++ // the bug
			ready <- guest
		})
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
			deliver(guest, orders[guest].Dish)
		}
	}
	return served, nil
}
