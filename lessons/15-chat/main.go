// Say it to everybody else.
//
// Write waits for whoever reads at the other end. So nobody writes to
// another: the line goes into an outbox, and the talk goes on. A writer
// empties the box, all at once. Whose box is full is hung up on.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"

	"gosyncio/lessons/internal/talk"
)

// An outbox holds what waits to be written to one guest.
type outbox struct {
	conn    net.Conn
	mu      sync.Mutex
	waiting *bytes.Buffer  // nil while there is no writer
	writer  sync.WaitGroup // at most one
}

// send never waits: who doesn't read mustn't hold up the others.
func (o *outbox) send(line string) {
	// --- core
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.waiting == nil { // so nobody is writing
		o.waiting = newBuffer()
		o.writer.Go(func() {
			for batch := range o.batches() {
				_, err := batch.WriteTo(o.conn)
				if err != nil {
					o.conn.Close()
				}
			}
		})
	}
	if o.waiting.Len()+len(line) > bound {
		o.conn.Close() // its reader notices, and leaves
		return
	}
	o.waiting.WriteString(line)
	// --- end
}

// kitchen plays the conversation with a server of its own.
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
	eggs < tea: ready!
	eggs > two minutes
	tea < eggs: two minutes
	eggs leaves
	tea < * eggs leaves
	tea leaves
`

// serve describes the chat at addr, until its ctx ends.
func serve(ctx context.Context, addr string, out io.Writer) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "listening on", l.Addr())
	return Serve(ctx, l)
}

func main() { talk.Main(kitchen, serve) }
