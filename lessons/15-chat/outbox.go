package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net"
	"os"
	"sync"
	"time"
)

const (
	bound    = 120 << 10               // bytes that wait for a guest; then its box is full
	inKernel = 32 << 10                // bytes that the kernel keeps for it; Linux doubles that
	patience = 1900 * time.Millisecond // a guest that takes nothing for so long is disconnected
	grace    = 4 * time.Second         // for a guest that leaves, to hear the rest
	tick     = time.Second / 50        // how exactly patience is measured
)

// newOutbox returns the outbox of a guest. On its own the kernel would keep
// megabytes for a guest that does not read.
func newOutbox(conn net.Conn) *outbox {
	if tcp, ok := conn.(interface{ SetWriteBuffer(bytes int) error }); ok {
		tcp.SetWriteBuffer(inKernel)
	}
	return &outbox{conn: conn}
}

// batches yields what waits, again and again, until nothing does. While one
// batch is being written, the next one is collected.
func (o *outbox) batches() iter.Seq[*bytes.Buffer] {
	return func(yield func(*bytes.Buffer) bool) {
		for batch := o.take(newBuffer()); batch != nil && yield(batch); batch = o.take(batch) {
			batch.Reset()
		}
	}
}

// take swaps what waits for an empty buffer. If nothing waits, the writer ends,
// and take returns nil.
func (o *outbox) take(empty *bytes.Buffer) *bytes.Buffer {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.full != nil {
		close(o.full)
		o.full = nil
	}
	batch := o.waiting
	if o.waiting = empty; batch.Len() > 0 {
		return batch
	}
	o.waiting = nil
	buffers.Put(batch)
	buffers.Put(empty)
	return nil
}

// write writes batch, however slowly the guest takes it. It fails when the guest
// takes nothing for as long as patience.
func (o *outbox) write(batch *bytes.Buffer) error {
	for last := time.Now(); batch.Len() > 0; {
		if time.Until(o.deadline) < tick/2 { // seldom, because it is slow
			o.deadline = time.Now().Add(tick)
			o.conn.SetWriteDeadline(o.deadline)
		}
		n, err := batch.WriteTo(o.conn) // on an error it keeps the rest
		if n > 0 {
			last = time.Now()
		}
		if err != nil && (!errors.Is(err, os.ErrDeadlineExceeded) || time.Since(last) >= patience) {
			return err
		}
	}
	return nil
}

// waitForRoom blocks while the box is full, or until ctx ends.
func (o *outbox) waitForRoom(ctx context.Context) {
	o.mu.Lock()
	full := o.full
	o.mu.Unlock()
	if full != nil {
		select {
		case <-full:
		case <-ctx.Done():
		}
	}
}

// close closes the connection when the writer has written the rest, or when
// grace is over. Nobody may send any more.
func (o *outbox) close() {
	defer o.conn.Close()
	defer time.AfterFunc(grace, func() { o.conn.Close() }).Stop()
	// What the guest still says is read, and ignored: closing a connection
	// with unread data in it resets it, and what was on its way is lost.
	o.conn.SetReadDeadline(time.Time{})
	var reader sync.WaitGroup
	reader.Go(func() { io.Copy(io.Discard, o.conn) })
	o.writer.Wait()
	half, ok := o.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		o.conn.Close()
	}
	reader.Wait()
}

// buffers are shared: a guest for whom nothing waits has none.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func newBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }
