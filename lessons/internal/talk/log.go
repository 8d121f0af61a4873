package talk

import (
	"bytes"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

const (
	logBound = 1000                   // writes that wait
	logGrace = 100 * time.Millisecond // for the rest, at the end
)

// A lossyLog never blocks its writers: what is logged must not stop what is
// served. While nobody reads the output, only the first writes wait; the others
// are counted.
type lossyLog struct {
	waiting chan []byte
	dropped atomic.Int64
	quit    chan struct{}
	done    chan struct{}
}

// newLossyLog starts a goroutine that writes to out.
func newLossyLog(out io.Writer) *lossyLog {
	l := &lossyLog{waiting: make(chan []byte, logBound), quit: make(chan struct{}), done: make(chan struct{})}
	go l.copyTo(out)
	return l
}

func (l *lossyLog) Write(p []byte) (int, error) {
	select {
	case l.waiting <- bytes.Clone(p):
	default:
		l.dropped.Add(1)
	}
	return len(p), nil
}

func (l *lossyLog) copyTo(out io.Writer) {
	defer close(l.done)
	for {
		select {
		case p := <-l.waiting:
			out.Write(p)
			continue
		default:
		}
		if n := l.dropped.Swap(0); n > 0 {
			fmt.Fprintf(out, "%d lines are missing here: the output was not read\n", n)
		}
		select {
		case p := <-l.waiting:
			out.Write(p)
		case <-l.quit:
			if len(l.waiting) == 0 {
				return
			}
		}
	}
}

// close gives the rest a moment to be written.
func (l *lossyLog) close() {
	close(l.quit)
	select {
	case <-l.done:
	case <-time.After(logGrace):
	}
}
