package gather_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func ExampleAll() {
	tea := func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, 3*time.Millisecond, "tea")
	}
	toast := func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, time.Millisecond, "toast")
	}
	breakfast, err := gather.All(context.Background(), tea, toast)
	fmt.Println(breakfast, err)
	// Output:
	// [tea toast] <nil>
}

// The same work for every element of a slice.
func ExampleAll_each() {
	orders := []string{"tea", "toast", "eggs"}
	cook := func(ctx context.Context, order string) (string, error) {
		return strings.ToUpper(order), nil
	}
	breakfast, err := gather.All(context.Background(), task.Each(orders, cook)...)
	fmt.Println(breakfast, err)
	// Output:
	// [TEA TOAST EGGS] <nil>
}

// A limit on how many run at once: everybody starts, and waits for a place on
// the stove.
func ExampleAll_limit() {
	stove := semaphore.NewWeighted(2)
	var busy atomic.Int64
	fry := func(ctx context.Context, egg int) (bool, error) {
		if err := stove.Acquire(ctx, 1); err != nil {
			return false, err
		}
		defer stove.Release(1)
		crowded := busy.Add(1) > 2
		defer busy.Add(-1)
		return crowded, sleep.For(ctx, time.Millisecond)
	}
	eggs := []int{1, 2, 3, 4, 5, 6}
	crowded, err := gather.All(context.Background(), task.Each(eggs, fry)...)
	fmt.Println(crowded, err)
	// Output:
	// [false false false false false false] <nil>
}

// One failure is the end of the gather, not of the siblings.
func ExampleAll_siblingsRunOn() {
	complained := make(chan struct{})
	served := make(chan string)
	tea := func(context.Context) (string, error) {
		<-complained
		served <- "tea"
		return "tea", nil
	}
	toast := func(context.Context) (string, error) {
		return "", errors.New("burnt")
	}
	breakfast, err := gather.All(context.Background(), tea, toast)
	fmt.Println(breakfast, err)

	close(complained)
	fmt.Println("still served:", <-served)
	// Output:
	// [] burnt
	// still served: tea
}

func ExampleOutcomes() {
	tea := func(context.Context) (string, error) { return "tea", nil }
	toast := func(context.Context) (string, error) { return "", errors.New("burnt") }
	eggs := func(context.Context) (string, error) { return "eggs", nil }

	outcomes, err := gather.Outcomes(context.Background(), tea, toast, eggs)
	fmt.Println(outcomes, err)
	// Output:
	// [{tea <nil>} { burnt} {eggs <nil>}] <nil>
}

func ExampleOutcome() {
	orders := []string{"tea", "toast", "eggs"}
	outcomes := []gather.Outcome[string]{
		{Value: "tea"}, {Err: errors.New("burnt")}, {Value: "eggs"},
	}
	for i, o := range outcomes {
		if o.Err != nil {
			fmt.Println("no", orders[i]+":", o.Err)
			continue
		}
		fmt.Println("here is your", o.Value)
	}
	// Output:
	// here is your tea
	// no toast: burnt
	// here is your eggs
}

func ExampleTwo() {
	tea := func(context.Context) (string, error) { return "tea", nil }
	eggs := func(context.Context) (int, error) { return 2, nil }

	drink, count, err := gather.Two(context.Background(), tea, eggs)
	fmt.Printf("%s and %d eggs, %v\n", drink, count, err)
	// Output:
	// tea and 2 eggs, <nil>
}

func ExampleThree() {
	tea := func(context.Context) (string, error) { return "tea", nil }
	eggs := func(context.Context) (int, error) { return 2, nil }
	bill := func(context.Context) (float64, error) { return 4.5, nil }

	drink, count, price, err := gather.Three(context.Background(), tea, eggs, bill)
	fmt.Printf("%s and %d eggs for %.2f, %v\n", drink, count, price, err)
	// Output:
	// tea and 2 eggs for 4.50, <nil>
}
