package task

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"gosyncio/internal/arg"
	"gosyncio/internal/scope"
)

// Main is [Run] for a program. It returns what main returned.
//
// The first Ctrl-C prints to stderr what is still pending, and what it waits
// for where that is known, and cancels main's context; the second one ends the
// program (R10). SIGTERM does the same. While Main listens, Go can't notice
// that all goroutines are asleep. In WebAssembly there are no signals, so it
// does not listen, and Go notices.
//
// If the environment has TASKTRACE=file, Main writes a trace of everything to
// that file, until the last task has ended: see the package doc.
//
// Python: asyncio.run(main()).
func Main(main func(ctx context.Context) error) error {
	arg.NotNil("task: Main", "main", main != nil)
	defer record()()
	s := scope.Open(context.Background())
	if runtime.GOARCH != "wasm" {
		defer listen(s)()
	}
	_, err := call(s, NoResult(main))
	return err
}

// listen waits for the first signal. The second one is not caught any more, and
// ends the program.
func listen(s *scope.Scope) (stop func()) {
	signals := make(chan os.Signal, 1)
	for sig := range causes {
		if !signal.Ignored(sig) { // as nohup ignores them
			signal.Notify(signals, sig)
		}
	}
	go func() {
		sig, caught := <-signals
		if !caught {
			return
		}
		signal.Stop(signals)
		fmt.Fprintln(os.Stderr, describe(s.Pending()))
		s.Main.Log("cancel", causes[sig])
		s.Main.Cancel(causes[sig])
	}()
	return func() {
		signal.Stop(signals)
		close(signals) // nothing is sent any more
	}
}

// causes are of the signals that Main listens to.
var causes = map[os.Signal]error{
	os.Interrupt:    errors.New("interrupted by Ctrl-C"),
	syscall.SIGTERM: errors.New("terminated by SIGTERM"),
}

// describe says what is still at work: with a handler for Ctrl-C in place, Go
// does not notice that all goroutines are asleep.
func describe(pending []string) string {
	const most = 10
	if n := len(pending) - most; n > 0 {
		pending = append(pending[:most], fmt.Sprintf("and %d more", n))
	}
	return "interrupted; still pending: " + cmp.Or(strings.Join(pending, ", "), "no task")
}
