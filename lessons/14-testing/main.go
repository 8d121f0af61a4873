// Test what you can't see.
//
// Serve has every dish cooked at once and carries each to its guest.
// Four of its lines are easy to get wrong, and a single run would show
// none of the four bugs. For each there is a tool that does.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// An Order is what one guest asks for.
type Order struct {
	Dish  string
	Takes time.Duration
}

// cook is a cook who rings when the dish is ready.
func (o Order) cook(ring func()) func(ctx context.Context) {
	return func(ctx context.Context) {
		if sleep.For(ctx, o.Takes) == nil {
			ring()
		}
	}
}

// Serve carries each dish to its guest as soon as it's ready. When ctx
// ends it cooks and carries no more.
func Serve(
	ctx context.Context, orders []Order,
	carry func(guest int, dish string),
) (served int, err error) {
	// --- core
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
			carry(guest, orders[guest].Dish)
			served++
		}
	}
	return served, nil
	// --- end
}

var breakfast = []Order{{"tea", 3 * time.Second},
	{"toast", 2 * time.Second}, {"eggs", time.Second}}
var lunch = []Order{{"roast", 3 * time.Second}, {"soup", time.Second}}

// kitchen serves one table to the end, and one that leaves too early.
func kitchen(ctx context.Context, out io.Writer) error {
	carry := func(guest int, dish string) {
		fmt.Fprintln(out, dish, "for guest", guest+1)
	}
	served, err := Serve(ctx, breakfast, carry)
	fmt.Fprintln(out, "served:", served)

	table, leave := context.WithTimeout(ctx, 3*time.Second/2)
	defer leave()
	if _, left := Serve(table, lunch, carry); left != nil {
		fmt.Fprintln(out, "the second table has left")
	}
	return err
}

func main() {
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
