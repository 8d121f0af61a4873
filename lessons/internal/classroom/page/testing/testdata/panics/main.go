package main

import (
	"time"
)

func main() {
	time.Sleep(time.Second)
	var kettle map[string]int
	kettle["tea"] = 1
}
