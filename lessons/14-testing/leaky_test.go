package main

import (
	"context"

	"gosyncio/task"
)

// leaky uses a channel without a buffer. When the table has left, nothing
// receives from it, and a cook that sends blocks forever.
func leaky(ctx context.Context, orders []Order, deliver func(guest int, dish string)) (served int, err error) {
	ready := make(chan int) // the bug
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
			deliver(guest, orders[guest].Dish)
			served++
		}
	}
	return served, nil
}
