// Client talks to a server in a terminal: what you type goes there line by
// line, what comes back is shown.
//
//	go run ./lessons/11-echo -addr 127.0.0.1:8888
//	go run ./lessons/11-echo/client -addr 127.0.0.1:8888
//
// Ctrl-D says no more, and still hears the rest. So does the end of a file:
//
//	go run ./lessons/11-echo/client -addr 127.0.0.1:8888 <menu.txt
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"gosyncio/task"
	"gosyncio/with"
)

func main() {
	flags := flag.NewFlagSet("client", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	addr := flags.String("addr", "", "")
	err := flags.Parse(os.Args[1:])
	_, _, noAddr := net.SplitHostPort(*addr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Println("Usage: client -addr 127.0.0.1:8888   talks to the server there, line by line.")
		return
	case err == nil && (noAddr != nil || flags.NArg() > 0):
		err = errors.New("it needs a server's address, such as -addr 127.0.0.1:8888, and nothing else")
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "client: %v.\n", err)
		os.Exit(2)
	}
	err = task.Main(func(ctx context.Context) error {
		return talk(ctx, *addr, os.Stdin, os.Stdout)
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "client: %v.\n", err)
		os.Exit(1)
	}
}

// talk says what comes in and writes out what it hears, until the server has
// nothing more to say.
func talk(ctx context.Context, addr string, in io.Reader, out io.Writer) error {
	return with.Open(ctx, dial(addr), func(ctx context.Context, c *net.TCPConn) error {
		stop := context.AfterFunc(ctx, func() { c.SetDeadline(time.Now()) }) // Ctrl-C
		defer stop()
		// A plain goroutine: it may wait for a key, and nobody can
		// take that away from it.
		go func() {
			io.Copy(c, in)
			c.CloseWrite()
		}()
		return hear(ctx, out, c)
	})
}

// hear reads and writes by hand: a system call that does both at once can't
// say which of them failed.
func hear(ctx context.Context, out io.Writer, c net.Conn) error {
	_, err := io.Copy(struct{ io.Writer }{out}, struct{ io.Reader }{c})
	switch failed, network := errors.AsType[*net.OpError](err); {
	case err == nil, ctx.Err() != nil:
		return nil
	case network:
		return fmt.Errorf("the server is gone: %w", failed.Err)
	default:
		return err
	}
}

func dial(addr string) task.Func[*net.TCPConn] {
	return func(ctx context.Context) (*net.TCPConn, error) {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		return c.(*net.TCPConn), nil
	}
}
