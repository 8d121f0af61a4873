package waitfor_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

func ExampleAtMost() {
	ctx := context.Background()
	toast := func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, time.Millisecond, "toast")
	}
	fmt.Println(waitfor.AtMost(ctx, time.Hour, toast))

	stew := func(ctx context.Context) (string, error) {
		err := sleep.For(ctx, time.Hour)
		fmt.Println("stove off") // AtMost waits for this
		return "", err
	}
	_, err := waitfor.AtMost(ctx, time.Millisecond, stew)
	fmt.Println(err)
	// Output:
	// toast <nil>
	// stove off
	// waitfor: timed out after 1ms
}

// A tea for many guests is a task. AtMost with its Shield only stops waiting:
// the impatient guest leaves, the tea goes on. With its Await it would cancel
// the tea for everybody.
func ExampleAtMost_shield() {
	ctx := context.Background()
	boils := make(chan struct{})
	tea := task.Named(ctx, "tea", func(ctx context.Context) (string, error) {
		select {
		case <-boils:
			return "tea", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})

	_, err := waitfor.AtMost(ctx, time.Millisecond, tea.Shield)
	fmt.Println("one guest:", err)

	close(boils)
	fmt.Println(tea.Await(ctx))
	// Output:
	// one guest: waitfor: timed out after 1ms
	// tea <nil>
}

// A function that never looks at its ctx can't be stopped. AtMost waits for
// it, and as it brings a value in the end, there is no timeout at all.
func ExampleAtMost_stubborn() {
	const limit, needs = time.Millisecond, 5 * time.Millisecond
	start := time.Now()
	stubborn := func(context.Context) (string, error) {
		time.Sleep(needs) // not sleep.For(ctx, needs)
		return "tea", nil
	}
	fmt.Println(waitfor.AtMost(context.Background(), limit, stubborn))
	fmt.Println("it took as long as it took:", time.Since(start) >= needs)
	// Output:
	// tea <nil>
	// it took as long as it took: true
}

func ExampleUntil() {
	brew := func(context.Context) (string, error) {
		fmt.Println("put the kettle on")
		return "tea", nil
	}
	noon := time.Now().Add(time.Hour)
	fmt.Println(waitfor.Until(context.Background(), noon, brew))

	breakfast := time.Now().Add(-time.Hour) // so brew isn't called
	_, err := waitfor.Until(context.Background(), breakfast, brew)
	fmt.Println("too late for breakfast:", errors.Is(err, waitfor.ErrTimeout))
	// Output:
	// put the kettle on
	// tea <nil>
	// too late for breakfast: true
}

func ExampleErrTimeout() {
	ctx, guestsLeave := context.WithCancel(context.Background())
	defer guestsLeave()
	forever := func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}
	for _, d := range []time.Duration{time.Millisecond, time.Hour} {
		_, err := waitfor.AtMost(ctx, d, forever)
		switch {
		case errors.Is(err, waitfor.ErrTimeout):
			fmt.Println("too slow:", err)
		case errors.Is(err, context.Canceled):
			fmt.Println("called off:", err)
		}
		guestsLeave()
	}
	// Output:
	// too slow: waitfor: timed out after 1ms
	// called off: context canceled
}
