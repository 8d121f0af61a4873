package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// A counter knows how much was read.
type counter struct {
	io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// report writes how far the reading is, from the second second on: on a
// terminal in one line that is removed when stop is called, elsewhere once.
func (c *counter) report(out *os.File, name string, size int64) (stop func()) {
	done := make(chan struct{})
	var reporting sync.WaitGroup
	reporting.Go(func() { c.progress(out, term.IsTerminal(int(out.Fd())), name, size, done) })
	return func() {
		close(done)
		reporting.Wait()
	}
}

func (c *counter) progress(out io.Writer, live bool, name string, size int64, done <-chan struct{}) {
	wait, width := 2*time.Second, 0
	for {
		select {
		case <-done:
			if width > 0 {
				fmt.Fprintf(out, "\r%*s\r", width, "")
			}
			return
		case <-time.After(wait):
		}
		line := readSoFar(name, c.n.Load(), size)
		if !live {
			fmt.Fprintln(out, line)
			<-done
			return
		}
		fmt.Fprintf(out, "\r%-*s", width, line)
		wait, width = time.Second/4, max(width, len(line))
	}
}

func readSoFar(name string, n, size int64) string {
	const mega = 1_000_000
	if size == 0 {
		return fmt.Sprintf("reading %s: %d MB", name, n/mega)
	}
	return fmt.Sprintf("reading %s: %d of %d MB", name, n/mega, (size+mega-1)/mega)
}
