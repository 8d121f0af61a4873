// A kitchen without a single task: an errgroup, a bare go, a closure, a method,
// a lock, a channel, a program that listens for signals and has a server.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/trace"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const unit = 20 * time.Millisecond

type kettle struct{ sync.Mutex }

func (k *kettle) boil(cups chan<- string) {
	k.Lock()
	defer k.Unlock()
	time.Sleep(2 * unit)
	cups <- "tea"
}

func main() {
	file, err := os.Create(os.Getenv("TASKTRACE")) // which task.Run would obey by itself
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	defer trace.Stop()
	_, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	breakfast()
}

func breakfast() {
	var k kettle
	cups := make(chan string)
	go k.boil(cups)
	time.Sleep(unit / 10) // so that it's the second that waits
	go k.boil(cups)
	go func() {
		time.Sleep(unit)
		fmt.Println("toast")
	}()
	go wash("spoons", 3*unit)
	var g errgroup.Group
	for i := range 2 {
		g.Go(func() error { time.Sleep(time.Duration(i+1) * unit); return nil })
	}
	g.Wait()
	fmt.Println(<-cups)
	fmt.Println(<-cups)
}

func wash(_ string, d time.Duration) { time.Sleep(d) }
