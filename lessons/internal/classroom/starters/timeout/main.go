// A time limit: waitfor cancels the eggs after two seconds, and waits
// until they have really stopped.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

func boilEggs(ctx context.Context) (string, error) {
	if err := sleep.For(ctx, 5*time.Second); err != nil {
		fmt.Println("the stove is off")
		return "", err
	}
	return "eggs", nil
}

func breakfast(ctx context.Context) error {
	eggs, err := waitfor.AtMost(ctx, 2*time.Second, boilEggs)
	if errors.Is(err, waitfor.ErrTimeout) {
		fmt.Println("no eggs:", err)
		return nil
	}
	fmt.Println(eggs)
	return err
}

func main() {
	if err := task.Main(breakfast); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
