// Kitchen is the program that the tests of Run start as a process of its own,
// because it is meant to die, by a panic or by Ctrl-C, or to be traced. Whoever
// goes on beside a panic says so.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/trace"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func main() {
	mishaps := map[string]task.Func[task.None]{
		"task":     inATask,
		"gather":   inAGather,
		"start":    inAStart,
		"callback": inACallback,
		"main":     inMain,
		"nested":   inANestedRun,
		"polite":   polite,
		"brave":    brave,
		"deaf":     deaf,
		"waiting":  waiting,
		"late":     late,

		"breakfast": breakfast,
		"watched":   breakfast,
		"leave":     leave,
	}
	if os.Args[1] == "watched" {
		trace.Start(io.Discard)
		defer trace.Stop()
	}
	err := task.Main(func(ctx context.Context) error {
		_, err := mishaps[os.Args[1]](ctx)
		return err
	})
	if err != nil {
		fmt.Println("Run returned:", err, errors.Is(err, context.Canceled))
		os.Exit(1)
	}
	fmt.Println("Run returned")
}

func boom() string { panic(slow{}) }

// slow gives whoever goes on beside the panic the time to say so: the runtime
// asks for the text before it ends the program.
type slow struct{}

func (slow) Error() string {
	time.Sleep(50 * time.Millisecond)
	return "boom"
}

func burn(context.Context) (string, error) { return boom(), nil }

// goOn says that somebody went on, whom the panic should have kept.
func goOn(who string) { fmt.Println(who, "went on") }

func inATask(ctx context.Context) (task.None, error) {
	start := make(chan struct{})
	toast := task.Go(ctx, func(ctx context.Context) (string, error) { <-start; return burn(ctx) })
	toast.OnDone(func() { goOn("a callback") })
	task.Go(ctx, func(ctx context.Context) (string, error) { defer goOn("an awaiter"); return toast.Await(ctx) })
	close(start)
	toast.Await(ctx)
	goOn("main")
	return task.None{}, nil
}

func inAGather(ctx context.Context) (task.None, error) {
	gather.All(ctx, burn)
	goOn("main")
	return task.None{}, nil
}

func inAStart(ctx context.Context) (task.None, error) {
	task.Start(ctx, "toast", func(context.Context) { boom() })
	return task.None{}, nil // Run waits for it
}

func inACallback(ctx context.Context) (task.None, error) {
	toast := task.Go(ctx, func(ctx context.Context) (string, error) { return sleep.Then(ctx, time.Millisecond, "toast") })
	toast.OnDone(func() { boom() })
	toast.OnDone(func() { goOn("the next callback") })
	return task.None{}, sleep.For(ctx, time.Hour)
}

// inMain panics beside a task that is deaf, so that to wait for it would hang.
func inMain(ctx context.Context) (task.None, error) {
	task.Go(ctx, func(context.Context) (string, error) { select {} })
	boom()
	return task.None{}, nil
}

func inANestedRun(ctx context.Context) (task.None, error) {
	defer fmt.Println("main's own defer is Go's business")
	return task.Run(ctx, inMain)
}

// polite stops when it is told to.
func polite(ctx context.Context) (task.None, error) {
	task.Named(ctx, "tea", func(ctx context.Context) (string, error) { return "", sleep.For(ctx, time.Hour) })
	fmt.Println("ready")
	return task.None{}, sleep.For(ctx, time.Hour)
}

// brave hears the interrupt and finishes in order.
func brave(ctx context.Context) (task.None, error) {
	fmt.Println("ready")
	<-ctx.Done()
	return task.None{}, nil
}

// deaf has to be killed.
func deaf(ctx context.Context) (task.None, error) {
	task.Named(ctx, "tea", func(context.Context) (string, error) { select {} })
	task.Start(ctx, "toast", func(context.Context) { select {} })
	fmt.Println("ready")
	<-ctx.Done()
	fmt.Println("told")
	select {}
}

// waiting has a task, one that awaits it, and a gather of both and of a function.
func waiting(ctx context.Context) (task.None, error) {
	tea := task.Named(ctx, "tea", brew)
	guest := task.Named(ctx, "guest", tea.Await)
	time.AfterFunc(50*time.Millisecond, func() { fmt.Println("ready") })
	_, err := gather.All(ctx, guest.Await, tea.Await, brew)
	return task.None{}, err
}

func brew(ctx context.Context) (string, error) { return "", sleep.For(ctx, time.Hour) }

// late is interrupted when main has returned.
func late(ctx context.Context) (task.None, error) {
	started := make(chan struct{})
	task.Named(ctx, "tea", func(ctx context.Context) (string, error) {
		close(started)
		<-ctx.Done()
		fmt.Println("ready")
		time.Sleep(100 * time.Millisecond)
		return "", nil
	})
	<-started
	return task.None{}, nil
}

// breakfast goes well, and has a Run in it that thinks it is in charge.
func breakfast(ctx context.Context) (task.None, error) {
	tea := task.Named(ctx, "tea", func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, time.Millisecond, "green")
	})
	task.Named(ctx, "radio", func(ctx context.Context) (string, error) { return sleep.Then(ctx, time.Hour, "news") })
	task.Run(context.Background(), func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, time.Millisecond, "toast")
	})
	_, err := tea.Await(ctx)
	return task.None{}, err
}

// leave goes without a goodbye.
func leave(ctx context.Context) (task.None, error) {
	os.Exit(3)
	return task.None{}, nil
}
