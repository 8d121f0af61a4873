package task_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

// brew is work that takes a while and can be stopped.
func brew(ctx context.Context) (string, error) {
	return sleep.Then(ctx, time.Millisecond, "tea")
}

// brewForEver is work that only a cancellation ends.
func brewForEver(ctx context.Context) (string, error) {
	return sleep.Then(ctx, time.Hour, "tea")
}

// A Func is a value like any other; nothing has run before it is called.
func ExampleFunc() {
	var order task.Func[string] = brew
	fmt.Println("nothing has run yet")
	fmt.Println(order(context.Background()))
	// Output:
	// nothing has run yet
	// tea <nil>
}

// None is for work that has nothing to give but an error.
func ExampleNone() {
	var wash task.Func[task.None] = func(ctx context.Context) (task.None, error) {
		return task.None{}, sleep.For(ctx, time.Millisecond)
	}
	_, err := wash(context.Background())
	fmt.Println("washed up:", err)
	// Output:
	// washed up: <nil>
}

func ExampleNoResult() {
	wash := task.NoResult(func(ctx context.Context) error { return sleep.For(ctx, time.Millisecond) })
	_, err := task.Go(context.Background(), wash).Await(context.Background())
	fmt.Println("washed up:", err)
	// Output:
	// washed up: <nil>
}

func ExampleEach() {
	orders := []string{"tea", "toast", "eggs"}
	cook := func(ctx context.Context, order string) (string, error) {
		return sleep.Then(ctx, time.Millisecond, "hot "+order)
	}
	fmt.Println(gather.All(context.Background(), task.Each(orders, cook)...))
	// Output:
	// [hot tea hot toast hot eggs] <nil>
}

func ExampleGo() {
	ctx := context.Background()
	tea := task.Go(ctx, brew)
	fmt.Println("the kettle is on")
	fmt.Println(tea.Await(ctx))
	// Output:
	// the kettle is on
	// tea <nil>
}

func ExampleNamed() {
	ctx := context.Background()
	tea := task.Named(ctx, "tea", brew)
	tea.Await(ctx)
	fmt.Println(tea)
	// Output:
	// <Task finished name='tea'>
}

func ExampleStart() {
	done := make(chan string)
	task.Start(context.Background(), "washing up", func(ctx context.Context) { done <- "clean" })
	fmt.Println(<-done)
	// Output:
	// clean
}

// In a program it is task.Run with context.Background, which then listens for
// Ctrl-C.
func ExampleRun() {
	ctx, closingTime := context.WithTimeout(context.Background(), time.Minute)
	defer closingTime()
	var left *task.Task[string]
	fmt.Println(task.Run(ctx, func(ctx context.Context) (string, error) {
		left = task.Named(ctx, "tea", brewForEver)
		return "good night", nil
	}))
	fmt.Println(left)
	// Output:
	// good night <nil>
	// <Task cancelled name='tea'>
}

func ExampleTask() {
	ctx := context.Background()
	tea, toast := task.Go(ctx, brew), task.Go(ctx, brew)
	for _, order := range []*task.Task[string]{tea, toast} {
		fmt.Println(order.Await(ctx))
	}
	// Output:
	// tea <nil>
	// tea <nil>
}

func ExampleErrNotDone() {
	tea := task.Go(context.Background(), brewForEver)
	defer tea.Cancel(nil)
	_, err := tea.Result()
	fmt.Println(errors.Is(err, task.ErrNotDone))
	// Output:
	// true
}

// A test's FailNow ends the goroutine that it is called on. A goroutine that waits for a
// task hears of it.
func ExampleErrExited() {
	ctx := context.Background()
	tea := task.Go(ctx, func(context.Context) (string, error) {
		runtime.Goexit()
		return "tea", nil
	})
	_, err := tea.Await(ctx)
	fmt.Println(errors.Is(err, task.ErrExited))
	// Output:
	// true
}

func ExampleTask_Await() {
	ctx := context.Background()
	tea := task.Go(ctx, brewForEver)

	hurry, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	_, err := tea.Await(hurry)
	fmt.Println(errors.Is(err, context.DeadlineExceeded), tea.Cancelled())
	// Output:
	// true true
}

// A shared task: each request waits as long as it likes, and none of them can
// cancel the tea of the others.
func ExampleTask_Shield() {
	ctx := context.Background()
	kettle := make(chan struct{})
	tea := task.Named(ctx, "tea", func(context.Context) (string, error) { <-kettle; return "tea", nil })
	guest := func(patience time.Duration) {
		ctx, leave := context.WithTimeout(ctx, patience)
		defer leave()
		fmt.Println(tea.Shield(ctx))
	}

	guest(time.Millisecond)
	close(kettle)
	guest(time.Hour)
	// Output:
	//  context deadline exceeded
	// tea <nil>
}

func ExampleTask_Cancel() {
	tea := task.Named(context.Background(), "tea", brewForEver)
	fmt.Println(tea.Cancel(errors.New("out of milk")))
	<-tea.Done()
	fmt.Println(tea.Cancel(nil), tea.Err())
	// Output:
	// true
	// false context canceled: out of milk
}

// Cancel asks; Await sees it through. Only the task's own cancellation is to
// be expected here: ctx.Err() would tell if the caller was cancelled as well.
func ExampleTask_Cancel_andWait() {
	ctx := context.Background()
	tea := task.Named(ctx, "tea", brewForEver)
	tea.Cancel(nil)
	if _, err := tea.Await(ctx); err != nil && !tea.Cancelled() {
		fmt.Println("it failed while it was being stopped:", err)
	}
	fmt.Println(tea, ctx.Err())
	// Output:
	// <Task cancelled name='tea'> <nil>
}

func ExampleTask_Done() {
	tea := task.Go(context.Background(), brew)
	select {
	case <-tea.Done():
		fmt.Println("ready")
	case <-time.After(time.Minute):
		fmt.Println("still not ready")
	}
	// Output:
	// ready
}

func ExampleTask_Result() {
	ctx := context.Background()
	kettle := make(chan struct{})
	tea := task.Go(ctx, func(context.Context) (string, error) { <-kettle; return "tea", nil })
	_, err := tea.Result()
	fmt.Println(err)

	close(kettle)
	<-tea.Done()
	fmt.Println(tea.Result())
	// Output:
	// task: not done yet
	// tea <nil>
}

func ExampleTask_Err() {
	toast := task.Go(context.Background(), func(context.Context) (string, error) { return "", errors.New("burnt") })
	<-toast.Done()
	fmt.Println(toast.Err())
	// Output:
	// burnt
}

func ExampleTask_Failed() {
	ctx := context.Background()
	tea := task.Go(ctx, brewForEver)
	toast := task.Go(ctx, func(context.Context) (string, error) { return "", errors.New("burnt") })
	tea.Cancel(nil)
	<-tea.Done()
	<-toast.Done()
	fmt.Println(tea.Failed(), toast.Failed(), toast.Err())
	// Output:
	// false true burnt
}

func ExampleTask_Cancelled() {
	tea := task.Go(context.Background(), brewForEver)
	tea.Cancel(nil)
	<-tea.Done()
	fmt.Println(tea.Cancelled())
	// Output:
	// true
}

func ExampleTask_Name() {
	fmt.Println(task.Named(context.Background(), "tea", brew).Name())
	// Output:
	// tea
}

func ExampleTask_OnDone() {
	tea := task.Go(context.Background(), brew)
	served := make(chan string, 1)
	tea.OnDone(func() { served <- "served" })
	fmt.Println(<-served)
	// Output:
	// served
}

func ExampleTask_String() {
	ctx := context.Background()
	tea, toast := task.Named(ctx, "tea", brewForEver), task.Named(ctx, "toast", func(context.Context) (string, error) {
		return "", errors.New("burnt")
	})
	<-toast.Done()
	fmt.Println(tea)
	fmt.Println(toast)
	tea.Cancel(nil)
	<-tea.Done()
	fmt.Println(tea)
	// Output:
	// <Task pending name='tea'>
	// <Task failed name='toast' err=burnt>
	// <Task cancelled name='tea'>
}

// Main is what a program's main function calls. Ctrl-C cancels ctx.
func ExampleMain() {
	err := task.Main(func(ctx context.Context) error {
		tea, err := task.Go(ctx, brew).Await(ctx)
		fmt.Println(tea)
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// tea
}
