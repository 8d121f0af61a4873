// Test what you can't see.
//
// Serve starts all dishes at once and delivers each to its guest. Four
// of its lines are easy to get wrong. Running the program once shows
// none of these four bugs, but for each of them there is a test tool.
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

// An Order is the dish that one guest wants.
type Order struct {
	Dish  string
	Takes time.Duration
}

// cook returns a goroutine that calls ready when the dish is ready.
func (o Order) cook(ready func()) func(ctx context.Context) {
	return func(ctx context.Context) {
		if sleep.For(ctx, o.Takes) == nil {
			ready()
		}
	}
}

// Serve delivers each dish as soon as it is ready. When ctx ends, it
// delivers nothing more and its cooks stop.
func Serve(ctx context.Context, orders []Order,
	deliver func(guest int, dish string)) (served int, err error) {
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
			deliver(guest, orders[guest].Dish)
			served++
		}
	}
	return served, nil
	// --- end
}

var serve = Serve // the tests' flag -serve replaces it

var breakfast = []Order{{"eggs", time.Second},
	{"toast", 2 * time.Second}, {"tea", 3 * time.Second}}
var lunch = []Order{{"soup", time.Second}, {"roast", 3 * time.Second}}

// kitchen serves one table to the end, and one that leaves early.
func kitchen(ctx context.Context, out io.Writer) error {
	deliver := func(guest int, dish string) {
		fmt.Fprintln(out, dish, "for guest", guest+1)
	}
	served, err := serve(ctx, breakfast, deliver)
	fmt.Fprintln(out, "served:", served)

	table, leave := context.WithTimeout(ctx, 3*time.Second/2)
	defer leave()
	if _, early := serve(table, lunch, deliver); early != nil {
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
