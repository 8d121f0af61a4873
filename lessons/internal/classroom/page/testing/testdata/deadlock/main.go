package main

import (
	"time"
)

func main() {
	time.Sleep(time.Second)
	<-make(chan int)
}
