//go:build leaky

package main

import (
	"context"

	"gosyncio/task"
)

// serve leaves no room for a dish that nobody takes any more: its cook stands
// there with it for ever.
func serve(ctx context.Context, orders []Order, carry func(guest int, dish string)) (served int, err error) {
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
			carry(guest, orders[guest].Dish)
			served++
		}
	}
	return served, nil
}
