// Turn the stove off, always.
//
// with.Do calls Enter, the body, and then Exit, however the body ends.
// Exit may take time: main waits, and Exit's ctx is never cancelled.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

var errBurnt = errors.New("burnt")

// kitchen turns the stove on three times, and it goes off three times.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	err := with.Do(ctx, stove{out}, fry)
	if err != nil {
		return err
	}

	err = with.Do(ctx, stove{out}, burn)
	fmt.Fprintln(out, "main gets:", err)

	limit, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err = with.Do(limit, stove{out}, stew)
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	fmt.Fprintln(out, "main gets: timeout")
	// --- end
	return nil
}

// A stove takes a second to get hot, and another to cool down.
type stove struct{ out io.Writer }

func (s stove) Enter(ctx context.Context) (stove, error) {
	return s, s.heat(ctx, 1*time.Second, "stove on")
}

func (s stove) Exit(ctx context.Context, _ error) error {
	return s.heat(ctx, 1*time.Second, "stove off")
}

// heat takes d, then prints done. If ctx ends first, it prints that.
func (s stove) heat(
	ctx context.Context, d time.Duration, done string,
) error {
	err := sleep.For(ctx, d)
	if err != nil {
		done = "cancelled"
	}
	fmt.Fprintln(s.out, done)
	return err
}

func fry(ctx context.Context, on stove) error {
	return on.heat(ctx, 1*time.Second, "eggs ready")
}

func burn(ctx context.Context, on stove) error {
	if err := on.heat(ctx, 1*time.Second, "eggs burnt"); err != nil {
		return err
	}
	return errBurnt
}

func stew(ctx context.Context, on stove) error {
	return on.heat(ctx, 1*time.Hour, "stew ready")
}

func main() {
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
