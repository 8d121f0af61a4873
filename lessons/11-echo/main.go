// Write as if you were alone.
//
// Each connection has a goroutine of its own, which reads, writes and
// waits, with no callback in sight. Go's runtime asks a selector behind
// your back. The server is open for as long as with.Do runs its body.
package main

import (
	"context"
	"io"
	"net"

	"gosyncio/lessons/internal/talk"
	"gosyncio/task"
	"gosyncio/with"
)

// serve is an echo: what you say, you hear.
func serve(ctx context.Context, addr string, out io.Writer) error {
	return serveAt(ctx, func(ctx context.Context) (net.Listener, error) {
		return new(net.ListenConfig).Listen(ctx, "tcp", addr)
	}, out)
}

// serveAt serves behind any door, also one of a test.
func serveAt(
	ctx context.Context, door task.Func[net.Listener], out io.Writer,
) error {
	// --- core
	echo := func(c *conn) error {
		for line, err := range c.lines() {
			if err != nil {
				return err
			}
			if _, err := c.Write(line); err != nil {
				return err
			}
		}
		return nil
	}

	return with.Do(ctx, newServer(door, out),
		func(ctx context.Context, s *server) error {
			return s.serveForever(ctx, echo)
		})
	// --- end
}

// kitchen is where two talk to the wall. Eggs says all that she has to
// say before she hears anything.
func kitchen(ctx context.Context, out io.Writer) error {
	return talk.Play(ctx, out, conversation, serve)
}

const conversation = `
	tea connects
	eggs connects
	tea > hello
	tea < hello
	eggs > soft
	eggs > or hard?
	eggs says no more
	tea >> is any
	tea > body there?
	tea < is anybody there?
	eggs < soft
	eggs < or hard?
	eggs hears the end
	tea leaves
`

func main() { talk.Main(kitchen, serve) }
