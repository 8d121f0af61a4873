// Package stopwatch notes when each line of a program was written.
package stopwatch

import (
	"bytes"
	"sync"
	"time"
)

// A Writer takes text in any pieces and hands on whole lines, each with the time
// since the start. The time of a line is that of its newline.
type Writer struct {
	line  func(at time.Duration, text string)
	start time.Time

	mu   sync.Mutex // protects rest
	rest []byte     // the beginning of a line
}

// Start starts the clock. The Writer calls line once for each line, without its
// newline, and one call at a time.
func Start(line func(at time.Duration, text string)) *Writer {
	if line == nil {
		panic("stopwatch: Start: line is nil")
	}
	return &Writer{line: line, start: time.Now()}
}

// Write never fails. It may be called from several goroutines.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := time.Since(w.start)
	w.rest = append(w.rest, p...)
	for {
		text, rest, complete := bytes.Cut(w.rest, []byte("\n"))
		if !complete {
			return len(p), nil
		}
		w.line(at, string(bytes.TrimSuffix(text, []byte("\r"))))
		w.rest = rest
	}
}

// Stop hands on the text after the last newline, if there is any.
func (w *Writer) Stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.rest) > 0 {
		w.line(time.Since(w.start), string(w.rest))
		w.rest = nil
	}
}
