package main

import (
	"fmt"
	"time"
)

func main() {
	for {
		fmt.Println("a line of some length, to be done sooner: 1234567890 1234567890 1234567890")
		time.Sleep(time.Second)
	}
}
