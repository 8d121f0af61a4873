package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"time"
)

const (
	limit    = 4096             // bytes in a line, without its newline
	patience = 5 * time.Minute  // for a line to come
	push     = 10 * time.Second // for a line to go
)

var (
	errSilent = fmt.Errorf("no line for %v", patience)
	errDeaf   = fmt.Errorf("not read for %v", push)
)

// A conn is read line by line, and never waits for ever.
type conn struct {
	net.Conn
	r *bufio.Reader
}

func newConn(c net.Conn) *conn {
	return &conn{c, bufio.NewReaderSize(c, limit+1)}
}

// lines yields each line with its newline, to the end of what the client has
// to say; the last one may lack it. Who says too much at once is told so, and
// can go on. A line is overwritten by the next one.
func (c *conn) lines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for {
			line, err := c.readLine()
			if err != nil && err != io.EOF {
				yield(nil, err)
				return
			}
			if len(line) > 0 && !yield(line, nil) || err == io.EOF {
				return
			}
		}
	}
}

// readLine returns no line where there was one too many.
func (c *conn) readLine() ([]byte, error) {
	c.SetReadDeadline(time.Now().Add(patience)) // if that fails, so does Read
	line, err := c.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line = nil
		if _, err := fmt.Fprintf(c, "A line has at most %d bytes.\n", limit); err != nil {
			return nil, err
		}
		err = c.skipLine()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		fmt.Fprintf(c, "You said nothing for %v. Goodbye!\n", patience)
		return nil, errSilent
	}
	return line, err
}

// skipLine reads on to the end of a line, under the deadline that it had.
func (c *conn) skipLine() error {
	for {
		if _, err := c.r.ReadSlice('\n'); err != bufio.ErrBufferFull {
			return err
		}
	}
}

// Write waits until p is on its way: there's nothing to drain. But it doesn't
// wait for ever for a client that doesn't read.
func (c *conn) Write(p []byte) (int, error) {
	c.SetWriteDeadline(time.Now().Add(push))
	n, err := c.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errDeaf
	}
	return n, err
}
