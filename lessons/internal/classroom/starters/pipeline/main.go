// A pipeline with select: one goroutine slices bread, the next one
// toasts it, and main waits for toast and for the kettle at once.
package main

import (
	"fmt"
	"time"
)

func slice(n int) <-chan string {
	slices := make(chan string)
	go func() {
		defer close(slices)
		for i := 1; i <= n; i++ {
			time.Sleep(time.Second)
			slices <- fmt.Sprintf("slice %d", i)
		}
	}()
	return slices
}

func toast(slices <-chan string) <-chan string {
	toasted := make(chan string)
	go func() {
		defer close(toasted)
		for s := range slices {
			time.Sleep(1500 * time.Millisecond)
			toasted <- s + ", toasted"
		}
	}()
	return toasted
}

func main() {
	plates := toast(slice(4))
	kettle := time.After(3 * time.Second)
	for {
		select {
		case <-kettle:
			fmt.Println("the kettle whistles")
		case plate, more := <-plates:
			if !more {
				fmt.Println("breakfast is served")
				return
			}
			fmt.Println(plate)
		}
	}
}
