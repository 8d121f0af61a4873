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
	maxLine      = 4096             // bytes, without the newline
	readTimeout  = 5 * time.Minute  // for the next line to arrive
	writeTimeout = 10 * time.Second // for the client to take a line
)

var (
	errSilent = fmt.Errorf("no line for %v", readTimeout)
	errDeaf   = fmt.Errorf("not read for %v", writeTimeout)
)

// A conn is read line by line. No read and no write waits forever.
type conn struct {
	net.Conn
	r *bufio.Reader
}

func newConn(c net.Conn) *conn {
	return &conn{c, bufio.NewReaderSize(c, maxLine+1)}
}

// lines yields each line with its newline, until the client says no more; the
// last line may lack the newline. A client is told when its line is too long, and
// can go on. The next line overwrites the one before.
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

// readLine returns no bytes in place of a line that is too long.
func (c *conn) readLine() ([]byte, error) {
	c.SetReadDeadline(time.Now().Add(readTimeout)) // if it fails, Read fails
	line, err := c.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line = nil
		if _, err := fmt.Fprintf(c, "A line has at most %d bytes.\n", maxLine); err != nil {
			return nil, err
		}
		err = c.skipLine()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		fmt.Fprintf(c, "You said nothing for %v. Goodbye!\n", readTimeout)
		return nil, errSilent
	}
	return line, err
}

// skipLine reads to the end of the line, under the same deadline.
func (c *conn) skipLine() error {
	for {
		if _, err := c.r.ReadSlice('\n'); err != bufio.ErrBufferFull {
			return err
		}
	}
}

// Write blocks until the kernel has taken p, so there is nothing to drain. It
// fails when the client does not read for writeTimeout.
func (c *conn) Write(p []byte) (int, error) {
	c.SetWriteDeadline(time.Now().Add(writeTimeout))
	n, err := c.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errDeaf
	}
	return n, err
}
