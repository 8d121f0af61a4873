package main

import (
	"context"
	"fmt"
	"runtime/trace"
	"time"
)

func main() {
	for i := range 40_000 {
		region := trace.StartRegion(context.Background(), "a region with a name of some length")
		trace.Logf(context.Background(), "category", "message %d, which is as long as that", i)
		region.End()
		if i%1000 == 0 {
			time.Sleep(time.Second)
		}
	}
	for range 3 {
		burst()
		time.Sleep(time.Second)
	}
	fmt.Println("done")
}

func burst() {
	for i := range 200_000 {
		trace.Logf(context.Background(), "category", "message %d, which is as long as that", i)
	}
}
