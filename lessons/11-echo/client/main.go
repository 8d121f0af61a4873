// Client connects a terminal to a server: it sends each line that you type, and
// prints what the server sends.
//
//	go run ./lessons/11-echo -addr 127.0.0.1:8888
//	go run ./lessons/11-echo/client -addr 127.0.0.1:8888
//
// After Ctrl-D, or at the end of a file, it sends no more and still prints the
// rest:
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
		fmt.Println("Usage: client -addr 127.0.0.1:8888   connects the terminal to that server.")
		return
	case err == nil && (noAddr != nil || flags.NArg() > 0):
		err = errors.New("the command line has no address of a server, or more than that: want -addr 127.0.0.1:8888")
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

// talk sends what it reads from in, and writes to out what the server sends,
// until the server closes the connection.
func talk(ctx context.Context, addr string, in io.Reader, out io.Writer) error {
	return with.Open(ctx, dial(addr), func(ctx context.Context, c *net.TCPConn) error {
		stop := context.AfterFunc(ctx, func() { c.SetDeadline(time.Now()) }) // Ctrl-C
		defer stop()
		// A plain goroutine, and no task: it may wait for a key, and
		// that cannot be interrupted.
		go func() {
			io.Copy(c, in)
			c.CloseWrite()
		}()
		return receive(ctx, out, c)
	})
}

// receive hides the types of out and c from Copy: a system call that reads and
// writes at once does not report which of them failed.
func receive(ctx context.Context, out io.Writer, c net.Conn) error {
	_, err := io.Copy(struct{ io.Writer }{out}, struct{ io.Reader }{c})
	switch failed, network := errors.AsType[*net.OpError](err); {
	case err == nil, ctx.Err() != nil:
		return nil
	case network:
		return fmt.Errorf("the connection is lost: %w", failed.Err)
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
