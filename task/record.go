package task

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"runtime/trace"
	"sync"
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
			fmt.Fprintln(os.Stderr, "TASKTRACE: the trace is incomplete:", err)
		}
		recording.Store(false)
	}
}

func startTrace(name string) (*traceFile, error) {
	if trace.IsEnabled() { // look before an old file is lost
		return nil, errors.New("somebody else is taking one already")
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	out := &traceFile{file: file}
	if err := trace.Start(out); err != nil {
		file.Close()
		return nil, err
	}
	return out, nil
}

// A traceFile remembers the first error of a write, which the trace drops, and
// writes no more from there on: nobody could read what comes after a gap.
type traceFile struct {
	file *os.File
	mu   sync.Mutex
	err  error
}

func (t *traceFile) Write(p []byte) (n int, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		n, t.err = t.file.Write(p)
	}
	return n, t.err
}

// Close returns what went wrong first.
func (t *traceFile) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.file.Close()
	return cmp.Or(t.err, err)
}
