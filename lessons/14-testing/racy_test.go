//go:build racy

package main

import (
	"context"

	"gosyncio/task"
)

// serve counts where the cook rings, so many cooks count at the same time.
func serve(ctx context.Context, orders []Order, carry func(guest int, dish string)) (served int, err error) {
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
			carry(guest, orders[guest].Dish)
		}
	}
	return served, nil
}
