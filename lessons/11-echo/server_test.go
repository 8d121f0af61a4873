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

// A memory is a listener in memory.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
	broken error // once
}

func (m *memory) listen(context.Context) (net.Listener, error) { return m, nil }

func (m *memory) Accept() (net.Conn, error) {
	if err := m.broken; err != nil {
		m.broken = nil
		return nil, err
	}
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	select {
	case <-m.closed:
		return net.ErrClosed
	default:
		close(m.closed)
		return nil
	}
}

func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// When Accept fails, the server tries again.
func TestAcceptFails(t *testing.T) {
	twin.Writes(t, func(ctx context.Context, out io.Writer) error {
		listener := &memory{broken: errors.New("too many open files"), conns: make(chan net.Conn, 1), closed: make(chan struct{})}
		client, served := net.Pipe()
		defer client.Close()
		listener.conns <- served
		task.Named(ctx, "server", task.NoResult(func(ctx context.Context) error {
			return serveAt(ctx, listener.listen, out)
		}))
		fmt.Fprintln(client, "hello")
		heard, err := bufio.NewReader(client).ReadString('\n')
		fmt.Fprint(out, "tea hears ", heard)
		return err
	}, `
		0s  listening on memory
		0s  too many open files
		1s  tea hears hello
	`)
}

// A client that has left is forgotten, and after Exit none is left.
func TestConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := &memory{conns: make(chan net.Conn, 3), closed: make(chan struct{})}
		tea, served := net.Pipe()
		listener.conns <- served
		eggs, served := net.Pipe()
		listener.conns <- served
		toast, served := net.Pipe()
		defer toast.Close()
		listener.conns <- asTCP{served}
		var log bytes.Buffer
		s := newServer(listener.listen, &log)
		_, err := s.Enter(t.Context())
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		go s.serveForever(ctx, func(c *conn) error {
			_, err := io.Copy(io.Discard, c)
			return err
		})
		synctest.Wait()
		assert.Len(t, s.connected(), 3)
		for _, client := range []net.Conn{tea, eggs} {
			client.Close()
		}
		synctest.Wait()
		assert.Len(t, s.connected(), 1)
		cancel()
		synctest.Wait()
		require.NoError(t, s.Exit(t.Context(), nil))
		assert.Equal(t, "listening on memory\nclient is disconnected: the server closes\n", log.String())
		synctest.Wait()
		assert.Empty(t, s.connected())
	})
}

// A port that is taken is an error.
func TestThePortIsTaken(t *testing.T) {
	addr, _ := talktest.Serve(t, serve)
	var log bytes.Buffer
	err := serve(t.Context(), addr, &log)
	assert.ErrorContains(t, err, "listen tcp "+addr+": ") // and then each system has its own words
	assert.Empty(t, log.String())
}
