package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

const (
	maxLine   = 64 << 10        // bytes
	maxOutbox = 256 << 10       // bytes that wait for one client
	grace     = 2 * time.Second // for a client to take its last bytes
	tick      = time.Second     // how often to look at the clock
)

// A chat knows the clients. Only one goroutine uses it, so nothing is locked.
type chat struct {
	sel      *selector.Selector
	listener int
	closing  bool      // no client is accepted any more
	full     bool      // there is no descriptor for one more client
	retry    time.Time // to accept again, when it was full
	clients  map[*client]bool
	err      error // that ends the chat
	log      io.Writer
}

func newChat(sel *selector.Selector, listener int, log io.Writer) *chat {
	return &chat{sel: sel, listener: listener, clients: map[*client]bool{}, log: log}
}

// accept is the listener's callback.
func (ch *chat) accept(selector.Events) {
	fd, err := socket.Accept(ch.listener)
	switch err {
	case nil:
		c := &client{chat: ch, fd: fd, outbox: []byte("Welcome!\n")}
		ch.clients[c] = true
		ch.fail(ch.sel.Register(fd, selector.Read|selector.Write, c.handle))
		fmt.Fprintln(ch.log, "client", fd, "has come")
	case socket.ErrAgain: // it did not wait
	case socket.ErrFull: // the listener stays ready: do not watch it for a while
		ch.full, ch.retry = true, time.Now().Add(tick)
		ch.fail(ch.sel.Modify(ch.listener, 0, ch.accept))
	default:
		ch.fail(err)
	}
}

func (ch *chat) fail(err error) { ch.err = cmp.Or(ch.err, err) } // the first one

// update does what is due, and reports whether the chat goes on.
func (ch *chat) update(ctx context.Context) bool {
	now := time.Now()
	if ctx.Err() != nil && !ch.closing {
		ch.closing = true
		ch.fail(ch.sel.Unregister(ch.listener))
		for c := range ch.clients {
			c.dismiss("The chat is over.\n")
		}
	}
	if ch.full && now.After(ch.retry) && !ch.closing {
		ch.full = false
		ch.fail(ch.sel.Modify(ch.listener, selector.Read, ch.accept))
	}
	for c := range ch.clients {
		if c.leaving() && now.After(c.deadline) {
			c.close("is disconnected")
		}
	}
	return ch.err == nil && !(ch.closing && len(ch.clients) == 0)
}

// close disconnects all clients at once.
func (ch *chat) close() {
	for c := range ch.clients {
		c.close("is disconnected")
	}
}

// A client is one connection.
type client struct {
	chat     *chat
	fd       int
	inbox    []byte    // the beginning of a line
	outbox   []byte    // what it has not taken yet
	silent   bool      // it has said everything
	deadline time.Time // to take the rest; zero if it stays
}

func (c *client) leaving() bool { return !c.deadline.IsZero() }

// handle is its callback. An earlier callback may have closed the client.
func (c *client) handle(events selector.Events) {
	if events&selector.Read != 0 && c.chat.clients[c] {
		c.read()
	}
	if events&selector.Write != 0 && c.chat.clients[c] {
		c.write()
	}
}

func (c *client) read() {
	var buffer [4 << 10]byte
	n, err := socket.Recv(c.fd, buffer[:])
	switch {
	case err == socket.ErrAgain:
	case err != nil:
		c.close(fmt.Sprint("is lost: ", err))
	case n == 0: // it has said everything, but may still listen
		c.silent = true
		if len(c.inbox) > 0 && !c.leaving() {
			c.broadcast([]byte("\n"))
		}
		c.dismiss("")
	case !c.leaving():
		c.broadcast(buffer[:n])
	}
}

// broadcast hands on whole lines; half a line waits for its other half.
func (c *client) broadcast(text []byte) {
	c.inbox = append(c.inbox, text...)
	end := bytes.LastIndexByte(c.inbox, '\n') + 1
	for other := range c.chat.clients {
		if other != c && end > 0 {
			other.enqueue(c.inbox[:end])
		}
	}
	c.inbox = append(c.inbox[:0], c.inbox[end:]...)
	if len(c.inbox) > maxLine {
		c.dismiss("Your line is too long. Goodbye!\n")
	}
}

// enqueue dismisses a client with a full outbox: the others do not wait for it.
func (c *client) enqueue(text []byte) {
	switch {
	case c.leaving():
	case len(c.outbox)+len(text) > maxOutbox:
		fmt.Fprintln(c.chat.log, "client", c.fd, "reads too slowly")
		c.dismiss("You read too slowly. Goodbye!\n")
	default:
		c.outbox = append(c.outbox, text...)
		c.watch() // there is something to write: wait until it can be written
	}
}

// write sends as much as there is room for.
func (c *client) write() {
	n, err := socket.Send(c.fd, c.outbox)
	if err != nil && err != socket.ErrAgain {
		c.close(fmt.Sprint("is lost: ", err))
		return
	}
	c.outbox = c.outbox[n:]
	c.watch() // perhaps there is nothing to write any more
}

// dismiss lets it have what waits for it, these last words, and no more.
func (c *client) dismiss(words string) {
	if !c.leaving() {
		c.deadline = time.Now().Add(grace)
		c.outbox = append(c.outbox, words...)
	}
	c.watch()
}

// watch asks for room only while it has text: else Select would never wait.
func (c *client) watch() {
	switch over := c.leaving() && len(c.outbox) == 0; {
	case over && c.silent:
		c.close("has left")
		return
	case over: // closing a client that still talks could cost it our last words
		socket.Shut(c.fd)
	}
	events := selector.Read
	if c.silent {
		events = 0
	}
	if len(c.outbox) > 0 {
		events |= selector.Write
	}
	c.chat.fail(c.chat.sel.Modify(c.fd, events, c.handle))
}

func (c *client) close(why string) {
	delete(c.chat.clients, c)
	c.chat.sel.Unregister(c.fd)
	socket.Close(c.fd)
	c.chat.retry = time.Time{} // there is a descriptor again
	fmt.Fprintln(c.chat.log, "client", c.fd, why)
}
