package wait_test

import (
	"context"
	"fmt"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

// cook starts a dish that is ready after d, or burnt.
func cook(ctx context.Context, name string, d time.Duration, err error) *task.Task[string] {
	return task.Named(ctx, name, func(ctx context.Context) (string, error) {
		if err := sleep.For(ctx, d); err != nil {
			return "", err
		}
		return name, err
	})
}

// The timeout ends the wait and not the roast; done is empty then.
func ExampleFirst() {
	kitchen, closed := context.WithCancel(context.Background())
	defer closed()
	roast := cook(kitchen, "roast", time.Hour, nil)

	patience, enough := context.WithTimeout(kitchen, time.Millisecond)
	defer enough()
	done, pending := wait.First(patience, roast)
	fmt.Println(done, pending)
	fmt.Println(patience.Err())
	// Output:
	// [] [<Task pending name='roast'>]
	// context deadline exceeded
}

// The first answer wins and the rest is cancelled. The second wait lets the
// losers clean up.
func ExampleFirst_winner() {
	ctx := context.Background()
	tea := cook(ctx, "tea", time.Millisecond, nil)
	soup := cook(ctx, "soup", time.Hour, nil)
	roast := cook(ctx, "roast", time.Hour, nil)

	done, pending := wait.First(ctx, soup, tea, roast)
	for _, loser := range pending {
		loser.Cancel(nil)
	}
	wait.All(ctx, pending...)

	winner, err := done[0].Result()
	fmt.Println(winner, err)
	fmt.Println(pending)
	// Output:
	// tea <nil>
	// [<Task cancelled name='soup'> <Task cancelled name='roast'>]
}

func ExampleFirstError() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	tea := cook(ctx, "tea", 0, nil)
	tea.Await(ctx)
	toast := cook(ctx, "toast", time.Millisecond, errBurnt)
	roast := cook(ctx, "roast", time.Hour, nil)

	done, pending := wait.FirstError(ctx, tea, toast, roast)
	for _, dish := range done {
		fmt.Println(dish.Name(), dish.Err())
	}
	fmt.Println(pending)
	// Output:
	// tea <nil>
	// toast burnt
	// [<Task pending name='roast'>]
}

// What All gives is in the order of the arguments, whichever was first.
func ExampleAll() {
	ctx := context.Background()
	toast := cook(ctx, "toast", 2*time.Millisecond, errBurnt)
	tea := cook(ctx, "tea", time.Millisecond, nil)

	done, pending := wait.All(ctx, toast, tea)
	for _, dish := range done {
		fmt.Println(dish.Name(), dish.Err())
	}
	fmt.Println("pending:", len(pending))
	// Output:
	// toast burnt
	// tea <nil>
	// pending: 0
}

// Cancel and wait: Cancel only asks, and All comes back when all have stopped.
func ExampleAll_cancel() {
	ctx := context.Background()
	soup := cook(ctx, "soup", time.Hour, nil)
	roast := cook(ctx, "roast", time.Hour, nil)

	soup.Cancel(nil)
	roast.Cancel(nil)
	wait.All(ctx, soup, roast)
	fmt.Println(soup, roast)
	// Output:
	// <Task cancelled name='soup'> <Task cancelled name='roast'>
}

// Hear of each as it ends. Here the loop gives up the rest when one has failed.
func ExampleCompletions() {
	ctx := context.Background()
	roast := cook(ctx, "roast", time.Hour, nil)
	toast := cook(ctx, "toast", time.Millisecond, errBurnt)

	for dish := range wait.Completions(ctx, roast, toast) {
		fmt.Println(dish.Name(), dish.Err())
		if dish.Failed() {
			roast.Cancel(nil)
		}
	}
	// Output:
	// toast burnt
	// roast context canceled
}

// A loop that ended early says nothing: look at ctx.Err() after it.
func ExampleCompletions_timeout() {
	kitchen, closed := context.WithCancel(context.Background())
	defer closed()
	roast := cook(kitchen, "roast", time.Hour, nil)
	tea := cook(kitchen, "tea", 0, nil)
	tea.Await(kitchen)

	patience, enough := context.WithTimeout(kitchen, time.Millisecond)
	defer enough()
	for dish := range wait.Completions(patience, roast, tea) {
		fmt.Println(dish.Result())
	}
	fmt.Println(patience.Err())
	fmt.Println(roast)
	// Output:
	// tea <nil>
	// context deadline exceeded
	// <Task pending name='roast'>
}

// Tasks of different types wait together.
func ExampleTask() {
	ctx := context.Background()
	tea := cook(ctx, "tea", time.Millisecond, nil)
	count := task.Named(ctx, "count", func(ctx context.Context) (int, error) {
		return sleep.Then(ctx, time.Millisecond, 12)
	})

	done, _ := wait.All(ctx, []wait.Task{tea, count}...)
	fmt.Println(done)
	// Output:
	// [<Task finished name='tea'> <Task finished name='count'>]
}
