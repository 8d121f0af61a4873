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
	moment = 2 * time.Second // for the clients, when the server closes
	retry  = time.Second     // after Accept has failed
)

// A server is open between Enter and Exit: with.Do calls both.
type server struct {
	open task.Func[net.Listener]
	log  *log.Logger

	door   net.Listener
	mu     sync.Mutex
	guests map[*task.Task[task.None]]*conn
}

func newServer(open task.Func[net.Listener], out io.Writer) *server {
	return &server{
		open:   open,
		log:    log.New(out, "", 0), // several goroutines write to it
		guests: map[*task.Task[task.None]]*conn{},
	}
}

// Enter opens the door.
func (s *server) Enter(ctx context.Context) (_ *server, err error) {
	if s.door, err = s.open(ctx); err != nil {
		return nil, err
	}
	s.log.Println("listening on", s.door.Addr())
	return s, nil
}

// Exit closes the door, gives the clients a moment to say what they have to
// say, and closes the connections of those that are still there.
func (s *server) Exit(ctx context.Context, _ error) error {
	s.door.Close()
	ctx, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	guests := s.present()
	_, late := wait.All(ctx, slices.Collect(maps.Keys(guests))...)
	for _, guest := range late {
		guests[guest].Close()
		<-guest.Done()
	}
	return nil
}

// serveForever lets clients in until ctx ends. Each is handled in a task of
// its own.
func (s *server) serveForever(ctx context.Context, handle func(c *conn) error) error {
	defer context.AfterFunc(ctx, func() { s.door.Close() })()
	for {
		c, err := s.door.Accept()
		switch {
		case err == nil:
			s.welcome(ctx, newConn(c), handle)
		case ctx.Err() != nil:
			return nil
		default: // there are too many open files, say: some will be closed
			s.log.Println(err)
			if sleep.For(ctx, retry) != nil {
				return nil
			}
		}
	}
}

// welcome handles a connection. The end of ctx isn't the end of the task:
// Exit knows a gentler way.
func (s *server) welcome(ctx context.Context, c *conn, handle func(c *conn) error) {
	addr := c.RemoteAddr()
	s.mu.Lock()
	defer s.mu.Unlock()
	guest := task.Named(context.WithoutCancel(ctx), "guest", task.NoResult(func(context.Context) error {
		defer c.Close()
		switch err := handle(c); {
		case errors.Is(err, net.ErrClosed):
			s.log.Println(addr, "has had its moment") // see Exit
		case err != nil:
			s.log.Println(addr, "is sent away:", err)
		}
		return nil
	}))
	s.guests[guest] = c
	guest.OnDone(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.guests, guest)
	})
}

// present are those who are being handled.
func (s *server) present() map[*task.Task[task.None]]*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.guests)
}
