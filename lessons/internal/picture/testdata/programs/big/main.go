// Big writes a trace of a given size, to measure how one is read:
//
//	go run ./lessons/internal/picture/testdata/programs/big tasks 200 > big.trace
//
// The kinds are tasks, goroutines, channel and gather; the size is in MB.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime/trace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func main() {
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "big:", err)
		os.Exit(1)
	}
}

func write(args []string) error {
	kinds := map[string]func(ctx context.Context){"tasks": tasks, "goroutines": goroutines, "channel": channel, "gather": gathers}
	if len(args) != 2 || kinds[args[0]] == nil {
		return fmt.Errorf("want a kind and a size in MB, such as tasks 200")
	}
	size, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	out := &counter{file: bufio.NewWriterSize(os.Stdout, 1<<20)}
	if err := trace.Start(out); err != nil {
		return err
	}
	_, err = task.Run(context.Background(), func(ctx context.Context) (task.None, error) {
		for out.n.Load() < int64(size)*1_000_000 {
			kinds[args[0]](ctx)
		}
		return task.None{}, nil
	})
	trace.Stop()
	if err != nil {
		return err
	}
	return out.file.Flush()
}

// A counter knows how much of the trace is written.
type counter struct {
	file *bufio.Writer
	n    atomic.Int64
}

func (c *counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return c.file.Write(p)
}

// cook is work that takes a moment.
func cook(ctx context.Context) (string, error) { return sleep.Then(ctx, time.Microsecond, "tea") }

func tasks(ctx context.Context) {
	var dishes []*task.Task[string]
	for range 1000 {
		dishes = append(dishes, task.Go(ctx, cook))
	}
	for _, dish := range dishes {
		dish.Await(ctx)
	}
}

func gathers(ctx context.Context) {
	dishes := make([]string, 10_000)
	for i := range dishes {
		dishes[i] = "dish " + strconv.Itoa(i)
	}
	gather.All(ctx, task.Each(dishes, func(ctx context.Context, dish string) (string, error) { return cook(ctx) })...)
}

func goroutines(context.Context) {
	var group sync.WaitGroup
	for range 1000 {
		group.Add(1)
		go stir(&group)
	}
	group.Wait()
}

func stir(group *sync.WaitGroup) { group.Done() }

// channel passes cups between three goroutines.
func channel(context.Context) {
	full, empty := make(chan int), make(chan int)
	var group sync.WaitGroup
	group.Go(func() {
		for cup := range full {
			empty <- cup
		}
		close(empty)
	})
	group.Go(func() {
		for range empty {
		}
	})
	for cup := range 100_000 {
		full <- cup
	}
	close(full)
	group.Wait()
}
