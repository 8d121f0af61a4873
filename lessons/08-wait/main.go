// See which tasks are done.
//
// A wait only watches. First returns when one task is done, FirstError
// when one has failed, All when all are done. A limit ends the wait and
// cancels no task.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

// kitchen starts three dishes and waits for them four times.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	eggs := task.Named(ctx, "eggs", cook(1*time.Second))
	roast := task.Named(ctx, "roast", cook(10*time.Second))
	toast := task.Named(ctx, "toast", burn(3*time.Second))

	limit, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	done, pending := wait.First(limit, eggs, roast, toast)
	report(out, "first", done, pending)

	done, pending = wait.FirstError(ctx, eggs, roast, toast)
	report(out, "first error", done, pending)

	done, pending = wait.All(limit, eggs, roast, toast)
	report(out, "at the limit", done, pending)

	done, pending = wait.All(ctx, eggs, roast, toast)
	report(out, "all", done, pending)
	// --- end
	return nil
}

func cook(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		return sleep.Then(ctx, d, "ready")
	}
}

// burn fails after d. cmp.Or returns the first error that is not nil.
func burn(d time.Duration) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		return "", cmp.Or(sleep.For(ctx, d), errors.New("burnt"))
	}
}

type dish = *task.Task[string]

func report(out io.Writer, when string, done, pending []dish) {
	fmt.Fprintf(out, "%s: done %s; pending %s\n",
		when, names(done), names(pending))
}

// names asks each task for its error. An error that is never asked for
// is logged when the program ends.
func names(dishes []dish) string {
	var names []string
	for _, dish := range dishes {
		name := dish.Name()
		if err := dish.Err(); err != nil {
			name += fmt.Sprintf(" (%v)", err)
		}
		names = append(names, name)
	}
	return cmp.Or(strings.Join(names, ", "), "none")
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
