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
	longest = 64 << 10        // line, in bytes
	limit   = 256 << 10       // bytes that wait for one client
	grace   = 2 * time.Second // to take one's last ones
	tick    = time.Second     // how often to look at the clock
)

// A chat knows who is here. It is one goroutine's: nothing is locked.
type chat struct {
	sel     *selector.Selector
	door    int
	over    bool      // nobody comes in any more
	full    time.Time // until then nobody can; zero if there's room
	clients map[*client]bool
	err     error // that ends it
	log     io.Writer
}

func newChat(sel *selector.Selector, door int, log io.Writer) *chat {
	return &chat{sel: sel, door: door, clients: map[*client]bool{}, log: log}
}

// welcome is the door's callback.
func (ch *chat) welcome(selector.Events) {
	fd, err := socket.Accept(ch.door)
	switch err {
	case nil:
		c := &client{chat: ch, fd: fd, outbox: []byte("Welcome!\n")}
		ch.clients[c] = true
		ch.fail(ch.sel.Register(fd, selector.Read|selector.Write, c.ready))
		fmt.Fprintln(ch.log, "client", fd, "has come")
	case socket.ErrAgain: // it didn't wait
	case socket.ErrFull: // the door stays ready, so look away for a while
		ch.full = time.Now().Add(tick)
		ch.fail(ch.sel.Modify(ch.door, 0, ch.welcome))
	default:
		ch.fail(err)
	}
}

// fail keeps the first error, if there's one.
func (ch *chat) fail(err error) { ch.err = cmp.Or(ch.err, err) }

// goesOn does what is due, and reports whether there's still a chat.
func (ch *chat) goesOn(ctx context.Context) bool {
	now := time.Now()
	if ctx.Err() != nil && !ch.over {
		ch.over = true
		ch.fail(ch.sel.Unregister(ch.door))
		for c := range ch.clients {
			c.dismiss("The chat is over.\n")
		}
	}
	if !ch.full.IsZero() && now.After(ch.full) && !ch.over {
		ch.full = time.Time{}
		ch.fail(ch.sel.Modify(ch.door, selector.Read, ch.welcome))
	}
	for c := range ch.clients {
		if c.leaving() && now.After(c.deadline) {
			c.close("has been shown out")
		}
	}
	return ch.err == nil && !(ch.over && len(ch.clients) == 0)
}

// close shows everybody out, at once.
func (ch *chat) close() {
	for c := range ch.clients {
		c.close("has been shown out")
	}
}

// A client is one of those who talk.
type client struct {
	chat     *chat
	fd       int
	inbox    []byte    // the beginning of a line
	outbox   []byte    // what it hasn't taken yet
	silent   bool      // it has said everything
	deadline time.Time // to take the rest; zero if it stays
}

func (c *client) leaving() bool { return !c.deadline.IsZero() }

// ready is its callback. Others' callbacks, or its own read, may have closed it.
func (c *client) ready(events selector.Events) {
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
			c.say([]byte("\n"))
		}
		c.dismiss("")
	case !c.leaving():
		c.say(buffer[:n])
	}
}

// say hands on whole lines; half a line waits for its other half.
func (c *client) say(text []byte) {
	c.inbox = append(c.inbox, text...)
	end := bytes.LastIndexByte(c.inbox, '\n') + 1
	for other := range c.chat.clients {
		if other != c && end > 0 {
			other.hear(c.inbox[:end])
		}
	}
	c.inbox = append(c.inbox[:0], c.inbox[end:]...)
	if len(c.inbox) > longest {
		c.dismiss("Your line is too long. Goodbye!\n")
	}
}

// hear puts text where write finds it. Who lets too much of it wait has to
// go: the others should neither wait nor pay for it.
func (c *client) hear(text []byte) {
	switch {
	case c.leaving():
	case len(c.outbox)+len(text) > limit:
		fmt.Fprintln(c.chat.log, "client", c.fd, "reads too slowly")
		c.dismiss("You read too slowly. Goodbye!\n")
	default:
		c.outbox = append(c.outbox, text...)
		c.watch()
	}
}

// write hands over as much as there's room for.
func (c *client) write() {
	n, err := socket.Send(c.fd, c.outbox)
	if err != nil && err != socket.ErrAgain {
		c.close(fmt.Sprint("is lost: ", err))
		return
	}
	c.outbox = c.outbox[n:]
	c.watch()
}

// dismiss lets it have what waits for it, these last words, and no more.
func (c *client) dismiss(words string) {
	if !c.leaving() {
		c.deadline = time.Now().Add(grace)
		c.outbox = append(c.outbox, words...)
	}
	c.watch()
}

// watch asks for room only while it has something to write, or Select never waits.
func (c *client) watch() {
	switch over := c.leaving() && len(c.outbox) == 0; {
	case over && c.silent:
		c.close("has left")
		return
	case over: // closing on who may still talk could cost it our last words
		socket.Shut(c.fd)
	}
	events := selector.Read
	if c.silent {
		events = 0
	}
	if len(c.outbox) > 0 {
		events |= selector.Write
	}
	c.chat.fail(c.chat.sel.Modify(c.fd, events, c.ready))
}

func (c *client) close(why string) {
	delete(c.chat.clients, c)
	c.chat.sel.Unregister(c.fd)
	socket.Close(c.fd)
	fmt.Fprintln(c.chat.log, "client", c.fd, why)
}
