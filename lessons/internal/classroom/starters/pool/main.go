// A worker pool: three cooks take orders from one channel.
// Goroutines and channels are drawn, also without our packages.
package main

import (
	"fmt"
	"sync"
	"time"
)

type order struct {
	dish string
	time time.Duration
}

func cook(name string, orders <-chan order, dishes chan<- string) {
	for o := range orders {
		time.Sleep(o.time)
		dishes <- fmt.Sprintf("%s by %s", o.dish, name)
	}
}

func main() {
	orders := make(chan order)
	dishes := make(chan string)

	var cooks sync.WaitGroup
	for _, name := range []string{"Ada", "Ben", "Cem"} {
		cooks.Go(func() { cook(name, orders, dishes) })
	}
	go func() {
		defer close(orders)
		orders <- order{"tea", 3 * time.Second}
		orders <- order{"toast", 2 * time.Second}
		orders <- order{"eggs", 6 * time.Second}
		orders <- order{"jam", 5 * time.Second}
		orders <- order{"milk", 2 * time.Second}
	}()
	go func() {
		cooks.Wait()
		close(dishes)
	}()

	for dish := range dishes {
		fmt.Println(dish)
	}
}
