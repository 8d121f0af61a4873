package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var all sync.WaitGroup
	for range 100_000 {
		all.Go(func() { time.Sleep(time.Second) })
	}
	all.Wait()
	fmt.Println("all 100000 are back")
}
