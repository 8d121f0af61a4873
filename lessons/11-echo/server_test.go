package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

// A door is a listener in memory.
type door struct {
	guests chan net.Conn
	closed chan struct{}
	broken error // once
}

func (d *door) open(context.Context) (net.Listener, error) { return d, nil }

func (d *door) Accept() (net.Conn, error) {
	if err := d.broken; err != nil {
		d.broken = nil
		return nil, err
	}
	select {
	case c := <-d.guests:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Close() error {
	select {
	case <-d.closed:
		return net.ErrClosed
	default:
		close(d.closed)
		return nil
	}
}

func (d *door) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// A door that jams is tried again.
func TestTheDoorJams(t *testing.T) {
	twin.Writes(t, func(ctx context.Context, out io.Writer) error {
		door := &door{broken: errors.New("too many open files"), guests: make(chan net.Conn, 1), closed: make(chan struct{})}
		guest, served := net.Pipe()
		defer guest.Close()
		door.guests <- served
		task.Named(ctx, "server", task.NoResult(func(ctx context.Context) error {
			return serveAt(ctx, door.open, out)
		}))
		fmt.Fprintln(guest, "hello")
		heard, err := bufio.NewReader(guest).ReadString('\n')
		fmt.Fprint(out, "guest hears ", heard)
		return err
	}, `
		0s  listening on memory
		0s  too many open files
		1s  guest hears hello
	`)
}

// Who has gone isn't kept, and when Exit returns all have gone.
func TestPresent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := &door{guests: make(chan net.Conn, 3), closed: make(chan struct{})}
		tea, served := net.Pipe()
		door.guests <- served
		eggs, served := net.Pipe()
		door.guests <- served
		toast, served := net.Pipe()
		defer toast.Close()
		door.guests <- asTCP{served}
		var log bytes.Buffer
		s := newServer(door.open, &log)
		_, err := s.Enter(t.Context())
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		go s.serveForever(ctx, func(c *conn) error {
			_, err := io.Copy(io.Discard, c)
			return err
		})
		synctest.Wait()
		assert.Len(t, s.present(), 3)
		for _, guest := range []net.Conn{tea, eggs} {
			guest.Close()
		}
		synctest.Wait()
		assert.Len(t, s.present(), 1)
		cancel()
		synctest.Wait()
		require.NoError(t, s.Exit(t.Context(), nil))
		assert.Equal(t, "listening on memory\nguest has had its moment\n", log.String())
		synctest.Wait()
		assert.Empty(t, s.present())
	})
}

// A door that is taken is said so, and there's no server.
func TestTheDoorIsTaken(t *testing.T) {
	addr, _ := talktest.Serve(t, serve)
	var log bytes.Buffer
	err := serve(t.Context(), addr, &log)
	assert.ErrorContains(t, err, "listen tcp "+addr+": ") // and why, as each system says it
	assert.Empty(t, log.String())
}
