//go:build deaf

package main

import (
	"context"

	"gosyncio/task"
)

// serve hears that its ctx has ended only if the select's coin falls so: where
// a dish is ready too, every other time.
func serve(ctx context.Context, orders []Order, carry func(guest int, dish string)) (served int, err error) {
	ready := make(chan int, len(orders))
	for guest, order := range orders {
		cook := order.cook(func() { ready <- guest })
		task.Start(ctx, order.Dish, cook)
	}
	for range orders { // the bug: nobody looks at ctx first
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
