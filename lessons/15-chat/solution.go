//go:build !exercise

package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"gosyncio/sleep"
)

// Serve holds the chat until ctx ends. Then it tells everybody, gives them a
// moment to hear it, and returns.
func Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	chat := room{names: map[string]bool{}}
	var talks sync.WaitGroup
	defer talks.Wait()
	defer chat.close()
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
			g := chat.enter(conn)
			talks.Go(func() { chat.listen(g) })
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default: // too many open files, say: some will leave
			sleep.For(ctx, 50*time.Millisecond)
		}
	}
}

// A room knows who is there. Its lock is held while a line is handed out, so
// all hear the same lines in the same order.
type room struct {
	mu     sync.Mutex
	guests []*guest
	names  map[string]bool // that are taken
	closed bool            // everything has been said
}

// A guest has an outbox, and no name until it has told one.
type guest struct {
	outbox
	name  string
	naps  int       // that others have taken, to let it catch up
	until time.Time // the end of the last one
}

// enter lets somebody in, and asks for a name.
func (r *room) enter(conn net.Conn) *guest {
	g := &guest{outbox: outbox{conn: conn}}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests = append(r.guests, g)
	g.send("* what's your name?\n")
	return g
}

// listen hears what the guest says, until it leaves.
func (r *room) listen(g *guest) {
	defer g.close()
	defer r.leave(g)
	in := bufio.NewReaderSize(g.conn, maxLine+1)
	for said := 0; ; {
		if said >= breath {
			r.catchUp(g) // before it's heard further
			said = 0
		}
		line, err := readLine(in)
		switch {
		case errors.Is(err, errTooLong):
			r.answer(g, "* "+err.Error()+"\n")
			if skipLine(in) != nil {
				return
			}
		case err != nil:
			return
		case g.name == "":
			r.welcome(g, line)
		case line != "":
			text := g.name + ": " + line + "\n"
			r.say(g, text)
			said += len(text)
		}
	}
}

// welcome gives the guest the name that it asks for, if it can have it.
func (r *room) welcome(g *guest, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed: // and that was the last word
	case !isName(name):
		g.send("* a name has 1 to 20 letters or digits; yours?\n")
	case r.names[name]:
		g.send("* " + name + " is taken; what's your name?\n")
	default:
		g.name, r.names[name] = name, true
		g.send("* welcome, " + name + " (" + strconv.Itoa(len(r.names)) + " here)\n")
		r.tell(g, "* "+name+" joins\n")
	}
}

// answer tells a line to one, unless everything has been said.
func (r *room) answer(g *guest, line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		g.send(line)
	}
}

// say tells a line to all but the one who says it.
func (r *room) say(from *guest, line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tell(from, line)
}

// tell is say for who holds the lock. Who has no name yet hears nothing.
func (r *room) tell(from *guest, line string) {
	for _, g := range r.guests {
		if g != from && g.name != "" {
			g.send(line)
		}
	}
}

// catchUp naps while somebody's box is half full, but not more often than
// maxNaps, and for nobody more often than that in all. It holds no lock
// meanwhile: all but the talker go on.
func (r *room) catchUp(talker *guest) {
	for n := 0; n < maxNaps && r.shouldWait(talker); n++ {
		time.Sleep(nap)
	}
}

// shouldWait counts naps, because time isn't fair: on a busy machine whoever
// reads needs more of it, but so does a nap. Talkers who nap together have
// napped once.
func (r *room) shouldWait(talker *guest) (wait bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	for _, g := range r.guests {
		switch {
		case g == talker:
		case !g.isBehind():
			g.naps = 0
		case now.Before(g.until):
			wait = true
		case g.naps < maxNaps:
			g.naps, g.until, wait = g.naps+1, now.Add(nap), true
		}
	}
	return wait
}

// leave forgets the guest, and says so. After close there's nobody to tell.
func (r *room) leave(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests = slices.DeleteFunc(r.guests, func(other *guest) bool { return other == g })
	if g.name != "" {
		delete(r.names, g.name)
		r.tell(g, "* "+g.name+" leaves\n")
	}
}

// close tells everybody that it's over, and lets nobody say more.
func (r *room) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.guests {
		g.send("* the chat closes\n")
		g.conn.SetReadDeadline(time.Now())
	}
	r.guests, r.closed = nil, true
}

const maxLine = 1000 // bytes, without the newline

var errTooLong = errors.New("too long: at most 1000 bytes")

// readLine returns the next line, fit to be shown. Without a newline it isn't
// a line: its writer has vanished.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", errTooLong
	case err != nil:
		return "", err
	}
	return clean(string(line)), nil
}

// skipLine forgets the rest of a line, a buffer at a time.
func skipLine(in *bufio.Reader) error {
	_, err := in.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	return err
}

const maxMarks = 4 // on one letter, one above the other

// clean replaces what doesn't print: an escape sequence would paint the
// terminals of the others, a carriage return would forge another's line, and
// a tower of marks would stand in the lines above.
func clean(line string) string {
	line = strings.TrimRight(line, "\r\n")
	if isPlain(line) {
		return line
	}
	marks := 0
	return strings.Map(func(c rune) rune {
		if marks++; !unicode.In(c, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if unicode.IsPrint(c) && marks <= maxMarks {
			return c
		}
		return unicode.ReplacementChar
	}, line)
}

func isPlain(line string) bool {
	for i := range len(line) {
		if line[i] < ' ' || line[i] > '~' {
			return false
		}
	}
	return true
}

// isName keeps names apart from the server's words and from what is said:
// neither * nor : can be in one, and no letter that nobody sees.
func isName(name string) bool {
	letters := 0
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) || strings.ContainsRune(fillers, c) {
			return false
		}
		letters++
	}
	return 1 <= letters && letters <= 20
}

const fillers = "\u115f\u1160\u3164\uffa0" // letters of Hangul that look like nothing
