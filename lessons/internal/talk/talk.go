// Package talk plays scripted conversations with a server, over real TCP.
//
//	tea connects
//	tea < Welcome!
//	eggs connects
//	eggs < Welcome!
//	tea > hello
//	eggs < hello
//	tea leaves
//
// A lesson with sockets is a serve function and a conversation; its kitchen
// plays one against the other, and its main is Main:
//
//	func kitchen(ctx context.Context, out io.Writer) error {
//		return talk.Play(ctx, out, conversation, serve)
//	}
//
//	func main() { talk.Main(kitchen, serve) }
//
// Each step is done before the next one begins, and a line that should be
// heard is waited for. So a conversation takes the same course each time, and
// what is heard too much or in the wrong order is found. Package talktest
// holds the same conversation with the server as a child process, in Go and in
// Python.
package talk

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"gosyncio/task"
)

// Serve is a server at addr, HOST:PORT. First it writes the line
// "listening on HOST:PORT" to out, with the real port, also if it was asked
// for port 0. When its ctx ends it ends, with nil if all went well.
type Serve = func(ctx context.Context, addr string, out io.Writer) error

// Play holds a conversation between a server of its own and the script's
// clients. Each step is written to out when it has been done; what the server
// writes isn't.
func Play(ctx context.Context, out io.Writer, script string, serve Serve) error {
	steps, err := Parse(script)
	if err != nil {
		return err
	}
	heard, said := io.Pipe()
	server := task.Named(ctx, "server", task.NoResult(func(ctx context.Context) error {
		return serve(ctx, "127.0.0.1:0", said)
	}))
	server.OnDone(func() { said.Close() })

	lines := bufio.NewReader(heard)
	first, _ := lines.ReadString('\n') // if there is none, Addr says so
	addr, err := Addr(first)
	if err == nil {
		task.Start(ctx, "listener", func(context.Context) { io.Copy(io.Discard, lines) })
		err = Hold(ctx, out, Server{addr, func() { server.Cancel(nil) }}, steps)
	} else {
		heard.Close() // it may have more to say
		err = cmp.Or(context.Cause(ctx), err)
	}
	server.Cancel(nil)
	<-server.Done()
	if server.Failed() {
		return server.Err()
	}
	return err
}

// Addr reads the first line of a server.
func Addr(line string) (string, error) {
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		return "", fmt.Errorf("talk: a server should begin with %q, not with %q", "listening on 127.0.0.1:PORT", line)
	}
	return addr, nil
}

// A Step is one line of a script.
type Step struct {
	Line int    // its number, from 1
	Who  string // tea: the client, or server
	Does string // one of the verbs below
	Text string // what is said or heard, without its newline
}

// The verbs. What a client hears are whole lines.
const (
	Connects = "connects"
	Says     = ">"             // a line
	Mutters  = ">>"            // no newline: the line goes on in the next step
	Hears    = "<"             // this line, and no other before it
	Shuts    = "says no more"  // closes its half of the connection; can still hear
	End      = "hears the end" // the server has closed, and said nothing before
	Leaves   = "leaves"        // says no more, hears the end, closes
	Vanishes = "vanishes"      // resets the connection, whatever is under way
	Stops    = "stops"         // only the server does: Ctrl-C is pressed, nobody waits for its end
)

var verbs = []string{Connects, Says, Mutters, Hears, Shuts, End, Leaves, Vanishes}

// String gives the line that Parse reads.
func (s Step) String() string {
	return strings.TrimRight(fmt.Sprintf("%s %s %s", s.Who, s.Does, s.Text), " ")
}

// Parse reads a script. Blanks at the ends of a line, empty lines and lines
// that begin with # don't count.
func Parse(script string) (steps []Step, err error) {
	number := 0
	for line := range strings.Lines(script) {
		number++
		line = strings.Trim(line, " \t\n") // a carriage return is something to say
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		step, ok := parseStep(line)
		if !ok {
			return nil, fmt.Errorf("talk: line %d, %q: who does what? There are: tea %s, server %s", number, line, strings.Join(verbs, ", tea "), Stops)
		}
		step.Line = number
		steps = append(steps, step)
	}
	return steps, nil
}

func parseStep(line string) (Step, bool) {
	who, rest, _ := strings.Cut(line, " ")
	if who == "server" {
		return Step{Who: who, Does: rest}, rest == Stops
	}
	for _, verb := range verbs {
		if rest == verb {
			return Step{Who: who, Does: verb}, true
		}
		text, ok := strings.CutPrefix(rest, verb+" ")
		if ok && (verb == Says || verb == Mutters || verb == Hears) {
			return Step{Who: who, Does: verb, Text: text}, true
		}
	}
	return Step{}, false
}

// A Server is whom a conversation is held with.
type Server struct {
	Addr string
	Stop func() // tells it to stop; nil if nobody can
}
