package main

import (
	"context"
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

const (
	grace = 2 * time.Second // for the clients, when the server closes
	retry = time.Second     // after Accept has failed
)

// A server is open between Enter and Exit: with.Do calls both.
type server struct {
	listen   task.Func[net.Listener]
	log      *log.Logger
	listener net.Listener

	mu      sync.Mutex // protects clients
	clients map[*task.Task[task.None]]*conn
}

func newServer(listen task.Func[net.Listener], out io.Writer) *server {
	return &server{
		listen:  listen,
		log:     log.New(out, "", 0), // several goroutines write to it
		clients: map[*task.Task[task.None]]*conn{},
	}
}

// Enter starts to listen.
func (s *server) Enter(ctx context.Context) (_ *server, err error) {
	if s.listener, err = s.listen(ctx); err != nil {
		return nil, err
	}
	s.log.Println("listening on", s.listener.Addr())
	return s, nil
}

// Exit closes the listener, lets the clients go on for a moment, and closes the
// connections of those that are still there.
func (s *server) Exit(ctx context.Context, _ error) error {
	s.listener.Close()
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	clients := s.connected()
	_, late := wait.All(ctx, slices.Collect(maps.Keys(clients))...)
	for _, client := range late {
		clients[client].Close()
		<-client.Done()
	}
	return nil
}

// serveForever accepts clients until ctx ends. Each is handled in a task of its
// own.
func (s *server) serveForever(ctx context.Context, handle func(c *conn) error) error {
	defer context.AfterFunc(ctx, func() { s.listener.Close() })()
	for {
		c, err := s.listener.Accept()
		switch {
		case err == nil:
			s.start(ctx, newConn(c), handle)
		case ctx.Err() != nil:
			return nil
		default: // too many open files, for example: some will be closed
			s.log.Println(err)
			if sleep.For(ctx, retry) != nil {
				return nil
			}
		}
	}
}

// start handles a connection in a new task. The task does not end with ctx: Exit
// gives it time.
func (s *server) start(ctx context.Context, c *conn, handle func(c *conn) error) {
	addr := c.RemoteAddr()
	s.mu.Lock()
	defer s.mu.Unlock()
	client := task.Named(context.WithoutCancel(ctx), "client", task.NoResult(func(context.Context) error {
		defer c.Close()
		switch err := handle(c); {
		case errors.Is(err, net.ErrClosed):
			s.log.Println(addr, "is disconnected: the server closes") // by Exit
		case err != nil:
			s.log.Println(addr, "is disconnected:", err)
		}
		return nil
	}))
	s.clients[client] = c
	client.OnDone(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.clients, client)
	})
}

// connected returns the clients that are being handled.
func (s *server) connected() map[*task.Task[task.None]]*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.clients)
}
