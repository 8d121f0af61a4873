// See who is done, who is not.
//
// To wait is to watch, nothing more. First comes back when one task is
// done, FirstError when one has failed, All when none is left. A limit
// ends the wait, never the tasks.
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

// kitchen has three dishes on the stove, and looks at them four times.
func kitchen(ctx context.Context, out io.Writer) error {
	// --- core
	eggs := task.Named(ctx, "eggs", cook(1*time.Second))
	roast := task.Named(ctx, "roast", cook(10*time.Second))
	toast := task.Named(ctx, "toast", burn(3*time.Second))

	done, pending := wait.First(ctx, eggs, roast, toast)
	tell(out, "first", done, pending)

	done, pending = wait.FirstError(ctx, eggs, roast, toast)
	tell(out, "first error", done, pending)

	limit, enough := context.WithTimeout(ctx, 5*time.Second)
	defer enough()
	done, pending = wait.All(limit, eggs, roast, toast)
	tell(out, "at the limit", done, pending)

	done, pending = wait.All(ctx, eggs, roast, toast)
	tell(out, "all", done, pending)
	// --- end
	return nil
}

func cook(d time.Duration) task.Func[task.None] {
	return task.NoResult(func(ctx context.Context) error {
		return sleep.For(ctx, d)
	})
}

// burn takes as long as cook, for nothing: cmp.Or picks the first error
// that isn't nil.
func burn(d time.Duration) task.Func[task.None] {
	return task.NoResult(func(ctx context.Context) error {
		return cmp.Or(sleep.For(ctx, d), errors.New("burnt"))
	})
}

type dish = *task.Task[task.None]

func tell(out io.Writer, when string, done, pending []dish) {
	fmt.Fprintf(out, "%s: done %s; pending %s\n",
		when, names(done), names(pending))
}

// names looks at each error: one that nobody has seen is reported when
// the program ends.
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
