package main

import (
	"fmt"
	"time"
)

func main() {
	for range 3 {
		time.Sleep(40 * 365 * 24 * time.Hour)
	}
	fmt.Println("120 years later")
}
