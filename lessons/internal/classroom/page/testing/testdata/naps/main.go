package main

import (
	"fmt"
	"time"
)

func main() {
	for range 10_000 {
		time.Sleep(100 * time.Microsecond)
	}
	fmt.Println("1 s in naps")
}
