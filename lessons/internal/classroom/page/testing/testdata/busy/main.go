package main

import (
	"fmt"
	"time"
)

func main() {
	end := time.Now().Add(time.Second)
	for time.Now().Before(end) {
	}
	fmt.Println("waited")
}
