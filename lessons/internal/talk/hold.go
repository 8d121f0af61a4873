package talk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// patience is how long a client waits for what it should hear.
const patience = 10 * time.Second

// Hold holds a conversation with the server, and writes each step to out when it
// has been done. It ends at the first step that goes wrong. Its
// error tells what should have happened, to whom, and what did.
func Hold(ctx context.Context, out io.Writer, server Server, steps []Step) error {
	clients := map[string]*client{}
	defer func() {
		for _, c := range clients {
			c.Close()
		}
	}()
	for _, step := range steps {
		err := take(ctx, step, clients, server)
		if err != nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return fmt.Errorf("talk: line %d, %q: %s %w", step.Line, step, step.Who, err)
		}
		fmt.Fprintln(out, step)
	}
	return nil
}

// take does one step.
func take(ctx context.Context, step Step, clients map[string]*client, server Server) (err error) {
	c, here := clients[step.Who]
	switch {
	case step.Does == Stops && server.Stop == nil:
		return errors.New("can't be stopped from here")
	case step.Does == Stops:
		server.Stop()
		return nil
	case step.Does == Connects && here:
		return errors.New("is connected already")
	case step.Does == Connects:
		clients[step.Who], err = connect(ctx, server.Addr)
		return err
	case !here:
		return errors.New("isn't connected")
	case step.Does == Leaves, step.Does == Vanishes:
		defer c.Close()
		delete(clients, step.Who)
	}
	return c.do(step)
}

// A client is one of those who talk to the server.
type client struct {
	*net.TCPConn
	lines *bufio.Reader
	stop  func() bool
}

func connect(ctx context.Context, addr string) (*client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("can't connect: %w", err)
	}
	tcp := conn.(*net.TCPConn)
	stop := context.AfterFunc(ctx, func() { tcp.Close() }) // nobody waits longer
	return &client{tcp, bufio.NewReader(tcp), stop}, nil
}

func (c *client) Close() error {
	c.stop()
	return c.TCPConn.Close()
}

func (c *client) do(step Step) error {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	switch step.Does {
	case Says:
		return c.say(step.Text + "\n")
	case Mutters:
		return c.say(step.Text)
	case Hears:
		return c.hear(step.Text)
	case Shuts:
		return c.CloseWrite()
	case End:
		return c.hearEnd()
	case Leaves:
		if err := c.CloseWrite(); err != nil {
			return err
		}
		return c.hearEnd()
	case Vanishes:
		return c.SetLinger(0) // and Close then sends a reset
	default:
		return fmt.Errorf("can't do that")
	}
}

func (c *client) say(text string) error {
	if _, err := io.WriteString(c, text); err != nil {
		return fmt.Errorf("can't say it: %w", err)
	}
	return nil
}

// hear asks that the next line is text.
func (c *client) hear(text string) error {
	got, err := c.lines.ReadString('\n')
	switch line := strings.TrimSuffix(got, "\n"); {
	case err == nil && line == text:
		return nil
	case err == nil:
		return fmt.Errorf("heard %q", line)
	case line != "":
		return fmt.Errorf("heard only %q: %w", line, told(err))
	default:
		return told(err)
	}
}

// hearEnd asks that the server has closed the connection.
func (c *client) hearEnd() error {
	got, err := c.lines.ReadString('\n')
	switch {
	case got != "":
		return fmt.Errorf("heard %q", strings.TrimSuffix(got, "\n"))
	case err == io.EOF:
		return nil
	default:
		return told(err)
	}
}

// told says why nothing was heard.
func told(err error) error {
	switch {
	case err == io.EOF:
		return errors.New("heard the end: the server has closed the connection")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("heard nothing for %v", patience)
	default:
		return fmt.Errorf("lost the connection: %w", err)
	}
}
