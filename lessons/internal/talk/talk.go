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
// A lesson with sockets is a serve function and a conversation; its kitchen plays
// the conversation with the server, and its main is Main:
//
//	func kitchen(ctx context.Context, out io.Writer) error {
//		return talk.Play(ctx, out, conversation, serve)
//	}
//
//	func main() { talk.Main(kitchen, serve) }
//
// Each step is done before the next one begins, and a client waits for a line that
// it should hear. So a conversation is the same each time, and a line too many, or
// in the wrong order, is found. Package talktest holds the same conversation with
// the server as a child process, in Go and in Python.
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
// "listening on HOST:PORT" to out, with the real port, also if addr has port 0. It
// ends when ctx ends, and then returns nil unless something failed.
type Serve = func(ctx context.Context, addr string, out io.Writer) error

// Play holds a conversation between a server of its own and the script's
// clients. It writes each step to out when the step has been done, and nothing that
// the server writes.
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
		heard.Close() // the server may write more
		err = cmp.Or(context.Cause(ctx), err)
	}
	server.Cancel(nil)
	<-server.Done()
	if server.Failed() {
		return server.Err()
	}
	return err
}

// Addr returns the address in the first line of a server.
func Addr(line string) (string, error) {
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		return "", fmt.Errorf("talk: the server's first line is %q: want %q", line, "listening on 127.0.0.1:PORT")
	}
	return addr, nil
}

// A Step is one line of a script.
type Step struct {
	Line int    // its number, from 1
	Who  string // tea: the client; or server
	Does string // one of the verbs below
	Text string // the line that is said or heard, without its newline
}

// The verbs. A client hears whole lines.
const (
	Connects = "connects"
	Says     = ">"             // a line
	Mutters  = ">>"            // no newline: the line goes on in the next step
	Hears    = "<"             // this line, and no other before it
	Shuts    = "says no more"  // closes its half of the connection, and still hears
	End      = "hears the end" // the server has closed, and said nothing before
	Leaves   = "leaves"        // says no more, hears the end, closes
	Vanishes = "vanishes"      // resets the connection
	Stops    = "stops"         // only for the server: Ctrl-C; the next step does not wait for its end
)

var verbs = []string{Connects, Says, Mutters, Hears, Shuts, End, Leaves, Vanishes}

// String gives the line that Parse reads.
func (s Step) String() string {
	return strings.TrimRight(fmt.Sprintf("%s %s %s", s.Who, s.Does, s.Text), " ")
}

// Parse reads a script. It ignores blanks at both ends of a line, empty lines, and
// lines that begin with #.
func Parse(script string) (steps []Step, err error) {
	number := 0
	for line := range strings.Lines(script) {
		number++
		line = strings.Trim(line, " \t\n") // a carriage return is part of what is said
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		step, ok := parseStep(line)
		if !ok {
			return nil, fmt.Errorf("talk: line %d is %q: want one of tea %s, server %s", number, line, strings.Join(verbs, ", tea "), Stops)
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

// A Server is the other side of a conversation.
type Server struct {
	Addr string
	Stop func() // stops it; nil if that is impossible
}
