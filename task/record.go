package task

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"runtime/trace"
)

// record takes a trace until stop is called, if TASKTRACE names a file for it.
// No program is to fail for want of its trace.
func record() (stop func()) {
	name := os.Getenv("TASKTRACE")
	if name == "" {
		return func() {}
	}
	stopTrace, err := startTrace(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "TASKTRACE: no trace is taken:", err)
		return func() {}
	}
	return func() {
		if err := stopTrace(); err != nil {
			fmt.Fprintln(os.Stderr, "TASKTRACE: the trace is incomplete:", err)
		}
	}
}

func startTrace(name string) (stop func() error, err error) {
	if trace.IsEnabled() { // look before an old file is lost
		return nil, errors.New("another one is being taken already")
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	// A bufio.Writer remembers the first error, which the trace drops, and writes
	// no more from there on: nobody could read what comes after a gap. It has no
	// buffer to speak of, or a panic would lose what is in it.
	out := bufio.NewWriterSize(file, 1)
	if err := trace.Start(out); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() error {
		trace.Stop()
		return cmp.Or(out.Flush(), file.Close())
	}, nil
}
