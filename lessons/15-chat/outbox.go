package main

import (
	"bytes"
	"io"
	"iter"
	"sync"
	"time"
)

const (
	bound   = 256 << 10            // bytes that may wait for a guest
	grace   = time.Second          // in which a guest who leaves, or is left, hears the rest
	breath  = 2 << 10              // bytes that one may say without looking at the others
	nap     = 2 * time.Millisecond // in which a guest should make room, for who talks fast
	maxNaps = 50                   // that are waited for one who doesn't
)

// batches are what waits, time and again, until nothing does. While one is on
// its way, the next one gathers.
func (o *outbox) batches() iter.Seq[*bytes.Buffer] {
	return func(yield func(*bytes.Buffer) bool) {
		batch := newBuffer()
		for {
			if batch = o.take(batch); batch == nil || !yield(batch) {
				return
			}
			batch.Reset()
		}
	}
}

// take swaps what waits for an empty buffer. If nothing does, the writer's
// work is done, and take returns nil.
func (o *outbox) take(empty *bytes.Buffer) *bytes.Buffer {
	o.mu.Lock()
	defer o.mu.Unlock()
	batch := o.waiting
	if o.waiting = empty; batch.Len() > 0 {
		return batch
	}
	o.waiting = nil
	buffers.Put(batch)
	buffers.Put(empty)
	return nil
}

// isBehind says whether half of what may wait does.
func (o *outbox) isBehind() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.waiting != nil && o.waiting.Len() > bound/2
}

// close hangs up, but first it lets the writer finish, for as long as grace
// lasts. Nobody may send any more.
func (o *outbox) close() {
	defer o.conn.Close()
	o.conn.SetWriteDeadline(time.Now().Add(grace))
	o.writer.Wait()
	// Who closes while the other still talks throws away what is on its way.
	// So first only this half is closed.
	half, ok := o.conn.(interface{ CloseWrite() error })
	if ok && half.CloseWrite() == nil {
		o.conn.SetReadDeadline(time.Now().Add(grace))
		io.Copy(io.Discard, o.conn)
	}
}

// buffers are those that nobody needs just now: a guest who hears nothing has
// none.
var buffers sync.Pool

func newBuffer() *bytes.Buffer {
	if b, ok := buffers.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}
