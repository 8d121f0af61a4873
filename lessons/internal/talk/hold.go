package talk

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"time"
)

// patience is how long a client waits for a line.
const patience = 10 * time.Second

// Hold holds a conversation with the server, and writes each step to out when the
// step has been done. It ends at the first step that fails. Its error says which
// step that was, and what happened.
func Hold(ctx context.Context, out io.Writer, server Server, steps []Step) error {
	guests := clients{}
	defer guests.close()
	return guests.hold(ctx, out, server, steps)
}

// Transcript returns what Hold writes, and then what each client that is still
// connected hears up to its end. These clients leave one by one, by name; if the
// server stops, they wait until it closes their connections.
func Transcript(ctx context.Context, server Server, steps []Step) (string, error) {
	var b bytes.Buffer
	guests := clients{}
	defer guests.close()
	err := guests.hold(ctx, &b, server, steps)
	if err != nil {
		return b.String(), err
	}
	stops := slices.ContainsFunc(steps, func(s Step) bool { return s.Does == Stops })
	for _, name := range slices.Sorted(maps.Keys(guests)) {
		rest, err := guests[name].rest(!stops)
		fmt.Fprintf(&b, "%s hears at the end: %q\n", name, rest)
		if err != nil {
			return b.String(), fmt.Errorf("talk: after the last line %s %w", name, cause(ctx, err))
		}
	}
	return b.String(), nil
}

// clients are those that are connected, by name.
type clients map[string]*client

func (cs clients) close() {
	for _, c := range cs {
		c.Close()
	}
}

func (cs clients) hold(ctx context.Context, out io.Writer, server Server, steps []Step) error {
	for _, step := range steps {
		if err := cs.do(ctx, step, server); err != nil {
			return fmt.Errorf("talk: line %d, %q: %s %w", step.Line, step, step.Who, cause(ctx, err))
		}
		fmt.Fprintln(out, step)
	}
	return nil
}

// cause returns the cause of ctx if ctx has ended: err is only its consequence.
func cause(ctx context.Context, err error) error { return cmp.Or(context.Cause(ctx), err) }

// do does one step.
func (cs clients) do(ctx context.Context, step Step, server Server) (err error) {
	c, here := cs[step.Who]
	switch {
	case step.Does == Stops && server.Stop == nil:
		return errors.New("cannot be stopped from here")
	case step.Does == Stops:
		server.Stop()
		return nil
	case step.Does == Connects && here:
		return errors.New("is connected already")
	case step.Does == Connects:
		if c, err = connect(ctx, server.Addr); err == nil {
			cs[step.Who] = c
		}
		return err
	case !here:
		return errors.New("is not connected")
	case step.Does == Leaves, step.Does == Vanishes:
		defer c.Close()
		delete(cs, step.Who)
	}
	return c.do(step)
}

// A client is one connection to the server.
type client struct {
	*net.TCPConn
	lines *bufio.Reader
	stop  func() bool
}

func connect(ctx context.Context, addr string) (*client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot connect: %w", err)
	}
	tcp := conn.(*net.TCPConn)
	stop := context.AfterFunc(ctx, func() { tcp.Close() }) // ends every wait
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
		return fmt.Errorf("cannot do that")
	}
}

func (c *client) say(text string) error {
	if _, err := io.WriteString(c, text); err != nil {
		return fmt.Errorf("cannot say it: %w", err)
	}
	return nil
}

// hear checks that the next line is text.
func (c *client) hear(text string) error {
	got, err := c.lines.ReadString('\n')
	switch line := strings.TrimSuffix(got, "\n"); {
	case err == nil && line == text:
		return nil
	case err == nil:
		return fmt.Errorf("heard %q", line)
	case line != "":
		return fmt.Errorf("heard only %q: %w", line, describe(err))
	default:
		return describe(err)
	}
}

// hearEnd checks that the server has closed the connection.
func (c *client) hearEnd() error {
	got, err := c.lines.ReadString('\n')
	switch {
	case got != "":
		return fmt.Errorf("heard %q", strings.TrimSuffix(got, "\n"))
	case err == io.EOF:
		return nil
	default:
		return describe(err)
	}
}

// rest returns all that is heard up to the end of the connection. A client that
// leaves is gone when the next one leaves.
func (c *client) rest(leaves bool) (string, error) {
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	if leaves {
		c.CloseWrite() // if it fails, there is no connection, and so no rest
	}
	heard, err := io.ReadAll(c.lines)
	if err != nil {
		err = describe(err)
	}
	return string(heard), err
}

// describe says why no line was heard.
func describe(err error) error {
	switch {
	case err == io.EOF:
		return errors.New("heard the end: the server has closed the connection")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("heard nothing for %v", patience)
	default:
		return fmt.Errorf("lost the connection: %w", err)
	}
}
