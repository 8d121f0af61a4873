package task

import (
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

var (
	errInterrupted = errors.New("interrupted by Ctrl-C")
	errTerminated  = errors.New("terminated by SIGTERM")
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
	arg.NotNil(main != nil, "task: Main: main")
	defer record()()
	s := scope.Open(context.Background(), "main")
	if runtime.GOARCH != "wasm" {
		defer listen(s)()
	}
	_, err := call(s, NoResult(main))
	return err
}

// listen waits for the first signal. The second one is not caught any more, and
// ends the program.
func listen(s *scope.Scope) (stop func()) {
	signals, quit := make(chan os.Signal, 1), make(chan struct{})
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if !signal.Ignored(sig) { // as nohup and a shell's & do it
			signal.Notify(signals, sig)
		}
	}
	go func() {
		select {
		case sig := <-signals:
			signal.Stop(signals)
			interrupt(s, sig)
		case <-quit:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(quit)
	}
}

func interrupt(s *scope.Scope, sig os.Signal) {
	cause := errInterrupted
	if sig != os.Interrupt {
		cause = errTerminated
	}
	fmt.Fprintln(os.Stderr, describe(s.Pending()))
	s.Main.Trace().Cancel(cause)
	s.Main.Cancel(cause)
}

// describe says what is still at work: with a handler for Ctrl-C in place, Go
// does not notice that all goroutines are asleep.
func describe(pending []string) string {
	const most = 10
	switch more := len(pending) - most; {
	case len(pending) == 0:
		return "interrupted; no task is pending"
	case more > 0:
		return fmt.Sprintf("interrupted; still pending: %s, and %d more", strings.Join(pending[:most], ", "), more)
	default:
		return "interrupted; still pending: " + strings.Join(pending, ", ")
	}
}
