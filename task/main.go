package task

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/trace"
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
	if name := os.Getenv("TASKTRACE"); name != "" {
		defer record(name)()
	}
	s := scope.Open(context.Background(), true)
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
		for sig := range signals { // at most one
			signal.Stop(signals)
			fmt.Fprintln(os.Stderr, describe(s.Pending()))
			s.Main.Log("cancel", causes[sig])
			s.Main.Cancel(causes[sig])
		}
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
	if n := len(pending) - 10; n > 0 {
		pending = append(pending[:10], fmt.Sprintf("and %d more", n))
	}
	return "interrupted; still pending: " + cmp.Or(strings.Join(pending, ", "), "no task")
}

// record takes a trace into the file until stop is called. No program is to fail
// for want of its trace.
func record(name string) (stop func()) {
	var file *os.File
	err := errors.New("another one is being taken already")
	if !trace.IsEnabled() { // look before an old file is lost
		file, err = os.Create(name)
	}
	// A bufio.Writer remembers the first error, which the trace drops, and writes
	// no more from there on: nobody could read what comes after a gap. It has no
	// buffer to speak of, or a panic would lose what is in it.
	out := bufio.NewWriterSize(file, 1)
	if err == nil {
		err = trace.Start(out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "TASKTRACE: no trace is taken:", err)
		file.Close() // it is nil, or empty
		return func() {}
	}
	return func() {
		trace.Stop()
		if err := cmp.Or(out.Flush(), file.Close()); err != nil {
			fmt.Fprintln(os.Stderr, "TASKTRACE: the trace is incomplete:", err)
		}
	}
}
