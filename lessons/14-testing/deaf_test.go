package main

import (
	"context"

	"gosyncio/task"
)

// deaf looks at ctx in the select only. If a dish is ready too, the select picks
// one of both at random.
func deaf(ctx context.Context, orders []Order, deliver func(guest int, dish string)) (served int, err error) {
	ready := make(chan int, len(orders))
	for guest, order := range orders {
		cook := order.cook(func() { ready <- guest })
		task.Start(ctx, order.Dish, cook)
	}
	for range orders { // the bug: ctx is not checked before the select
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
