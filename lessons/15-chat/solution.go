//go:build !exercise

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
)

// Serve runs the chat until ctx ends. Then it tells all guests, gives them time
// to hear it, and returns when every connection is closed.
func Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer context.AfterFunc(ctx, func() { l.Close() })()
	r := room{names: map[string]bool{}}
	var guests sync.WaitGroup
	defer guests.Wait()
	defer r.close()
	defer cancel()
	for n := 1; ; {
		conn, err := l.Accept()
		switch {
		case err == nil:
			g := r.enter(conn)
			guests.Add(1)
			task.Start(ctx, fmt.Sprint("guest ", n), func(ctx context.Context) {
				defer guests.Done()
				r.listen(ctx, g)
			})
			n++
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default: // too many open files, for example: some will be closed
			sleep.For(ctx, 50*time.Millisecond)
		}
	}
}

// A room is what the guests share. Its lock is held while a line is handed out,
// so all hear the same lines in the same order.
type room struct {
	mu     sync.Mutex      // protects all fields
	guests []*guest        // never changed, but replaced
	names  map[string]bool // those that are taken
	closed bool            // the last word has been said
}

// A guest has an outbox, and no name until it has told one.
type guest struct {
	*outbox
	name string
	said []byte // lines that the others have not been told yet
}

// enter lets a guest in and asks for its name.
func (r *room) enter(conn net.Conn) *guest {
	g := &guest{outbox: newOutbox(conn)}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests = append(slices.Clip(r.guests), g)
	g.send("* what's your name?\n")
	return g
}

// listen handles what the guest says, until it leaves. Lines that have come
// together are told together: that is twice as fast as one by one.
func (r *room) listen(ctx context.Context, g *guest) {
	defer g.close()
	defer r.leave(g)
	in := bufio.NewReaderSize(g.conn, maxLine+1)
	for {
		line, err := readLine(in)
		if err != nil && err != errTooLong {
			return
		}
		if g.name != "" && err == nil {
			if line != "" {
				g.said = fmt.Appendf(g.said, "%s: %s\n", g.name, line)
			}
			if len(g.said) == 0 || len(g.said) < maxLine && hasLine(in) {
				continue // nothing to tell, or more has come already
			}
		}
		r.waitForRoom(ctx)
		r.handle(g, line, err)
		if err != nil && skipLine(in) != nil {
			return
		}
	}
}

// waitForRoom blocks while any box is full: the slowest reader sets the pace.
func (r *room) waitForRoom(ctx context.Context) {
	r.mu.Lock()
	guests := r.guests
	r.mu.Unlock()
	for _, g := range guests {
		g.waitForRoom(ctx)
	}
}

// handle answers the guest, or tells the others what it has said.
func (r *room) handle(g *guest, line string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed: // the last word has been said
	case err != nil:
		g.send("* " + err.Error() + "\n")
	case g.name != "":
		r.tell(g, string(g.said))
		g.said = g.said[:0]
	case !isName(line):
		g.send("* a name has 1 to 20 letters or digits; yours?\n")
	case r.names[line]:
		g.send("* " + line + " is taken; what's your name?\n")
	default:
		g.name, r.names[line] = line, true
		g.send(fmt.Sprintf("* welcome, %s (%d here)\n", line, len(r.names)))
		r.tell(g, "* "+line+" joins\n")
	}
}

// tell sends lines to all guests with a name but one. The caller holds the lock.
func (r *room) tell(from *guest, lines string) {
	for _, g := range r.guests {
		if g != from && g.name != "" {
			g.send(lines)
		}
	}
}

// leave removes the guest and tells the others. After close there are none.
func (r *room) leave(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests = slices.DeleteFunc(slices.Clone(r.guests), func(other *guest) bool { return other == g })
	if g.name != "" {
		delete(r.names, g.name)
		r.tell(g, "* "+g.name+" leaves\n")
	}
}

// close says the last word, and wakes those that wait for a guest to speak.
func (r *room) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.guests {
		g.send("* the chat closes\n")
		g.conn.SetReadDeadline(time.Now())
	}
	r.guests, r.closed = nil, true
}
