package task

import (
	"errors"
	"fmt"
	"os"
	"runtime/trace"
	"sync/atomic"
)

// recording keeps a second Run from asking for a second trace: there is one for
// the whole program.
var recording atomic.Bool

// record takes a trace until stop is called, if TASKTRACE names a file for it.
// No program is to fail for want of its trace.
func record() (stop func()) {
	name := os.Getenv("TASKTRACE")
	if name == "" || !recording.CompareAndSwap(false, true) {
		return func() {}
	}
	file, err := startTrace(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "TASKTRACE: no trace is taken:", err)
		return func() { recording.Store(false) }
	}
	return func() {
		trace.Stop()
		if err := file.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "TASKTRACE: the trace may be incomplete:", err)
		}
		recording.Store(false)
	}
}

func startTrace(name string) (*os.File, error) {
	if trace.IsEnabled() { // look before an old file is lost
		return nil, errors.New("somebody else is taking one already")
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := trace.Start(file); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}
