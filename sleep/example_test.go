package sleep_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gosyncio/sleep"
)

func ExampleFor() {
	ctx, cancel := context.WithCancelCause(context.Background())
	fmt.Println(sleep.For(ctx, time.Millisecond))

	cancel(errors.New("fire in the kitchen"))
	fmt.Println(sleep.For(ctx, time.Hour))
	// Output:
	// <nil>
	// context canceled: fire in the kitchen
}

// For(ctx, 0) doesn't sleep. In a loop that computes, it is the place where
// the loop can be stopped.
func ExampleFor_checkpoint() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	crumbs := 0
	for sleep.For(ctx, 0) == nil {
		if crumbs++; crumbs == 1000 {
			cancel()
		}
	}
	fmt.Println(crumbs, ctx.Err())
	// Output:
	// 1000 context canceled
}

func ExampleUntil() {
	breakfast := time.Now().Add(-time.Hour)
	fmt.Println("too late to sleep:", sleep.Until(context.Background(), breakfast))
	// Output:
	// too late to sleep: <nil>
}

func ExampleThen() {
	tea, err := sleep.Then(context.Background(), time.Millisecond, "tea")
	fmt.Println(tea, err)
	// Output:
	// tea <nil>
}
