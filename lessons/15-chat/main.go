// Tell everybody else.
//
// conn.Write blocks while the other end does not read. So a guest never
// writes to another: it puts the line into that guest's outbox and goes
// on. A writer empties the box, and writes all that waits at once.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"gosyncio/lessons/internal/talk"
)

// An outbox holds what waits to be written to one guest.
type outbox struct {
	conn     net.Conn
	mu       sync.Mutex     // protects waiting and full
	waiting  *bytes.Buffer  // nil while there is no writer
	full     chan struct{}  // nil, or closed when there is room
	writer   sync.WaitGroup // at most one
	deadline time.Time      // of its next write
}

// send does not block. When the box is full, the next waitForRoom does.
func (o *outbox) send(lines string) {
	// --- core
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.waiting == nil { // there is no writer
		o.waiting = newBuffer()
		o.writer.Go(func() {
			for batch := range o.batches() {
				err := o.write(batch)
				if err != nil {
					o.conn.Close() // listen notices
				}
			}
		})
	}
	o.waiting.WriteString(lines)
	if o.waiting.Len() >= bound && o.full == nil {
		o.full = make(chan struct{})
	}
	// --- end
}

// kitchen plays two guests. While tea talks, eggs does not read.
func kitchen(ctx context.Context, out io.Writer) error {
	return talk.Play(ctx, out, conversation, serve)
}

const conversation = `
	tea connects
	tea < * what's your name?
	tea > tea
	tea < * welcome, tea (1 here)
	eggs connects
	eggs < * what's your name?
	eggs > tea
	eggs < * tea is taken; what's your name?
	eggs > eggs
	eggs < * welcome, eggs (2 here)
	tea < * eggs joins
	tea > ready!
	tea > with milk?
	eggs < tea: ready!
	eggs < tea: with milk?
	eggs > two minutes
	tea < eggs: two minutes
	eggs leaves
`

// serve runs the chat at addr until ctx ends.
func serve(ctx context.Context, addr string, out io.Writer) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "listening on", l.Addr())
	return Serve(ctx, l)
}

func main() { talk.Main(kitchen, serve) }
