package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() {
		for {
			fmt.Println("never")
			runtime.Gosched()
		}
	}()
	fmt.Println("done")
}
