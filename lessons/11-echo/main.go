// Write as if for one client.
//
// Each connection has a goroutine of its own, which reads, writes and
// waits, without a callback. Inside, Go's runtime asks a selector. The
// server listens while with.Do runs its body.
package main

import (
	"context"
	"io"
	"net"

	"gosyncio/lessons/internal/talk"
	"gosyncio/task"
	"gosyncio/with"
)

// serve is an echo: each client hears its own lines.
func serve(ctx context.Context, addr string, out io.Writer) error {
	listen := func(ctx context.Context) (net.Listener, error) {
		return new(net.ListenConfig).Listen(ctx, "tcp", addr)
	}
	return serveAt(ctx, listen, out)
}

// serveAt serves at any listener, also at one of a test.
func serveAt(
	ctx context.Context, listen task.Func[net.Listener], out io.Writer,
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

	return with.Do(ctx, newServer(listen, out),
		func(ctx context.Context, s *server) error {
			return s.serveForever(ctx, echo)
		})
	// --- end
}

// kitchen plays two clients. Eggs says both its lines before it reads.
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
