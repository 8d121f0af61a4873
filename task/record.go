package task

import (
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
	out, err := startTrace(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "TASKTRACE: no trace is taken:", err)
		return func() {}
	}
	return func() {
		trace.Stop()
		if err := cmp.Or(out.err, out.Close()); err != nil {
			fmt.Fprintln(os.Stderr, "TASKTRACE: the trace is incomplete:", err)
		}
	}
}

func startTrace(name string) (*traceFile, error) {
	if trace.IsEnabled() { // look before an old file is lost
		return nil, errors.New("another one is being taken already")
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	out := &traceFile{File: file}
	if err := trace.Start(out); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return out, nil
}

// A traceFile remembers the first error of a write, which the trace drops, and
// writes no more from there on: nobody could read what comes after a gap.
type traceFile struct {
	*os.File
	err error // written by the trace, read when it has stopped
}

func (t *traceFile) Write(p []byte) (n int, err error) {
	if t.err == nil {
		n, t.err = t.File.Write(p)
	}
	return n, t.err
}
