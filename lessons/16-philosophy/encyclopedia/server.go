package encyclopedia

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"gosyncio/task"
)

// A Server serves pages until it is closed.
type Server struct {
	URL  string
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	http   *http.Server
	served chan error
}

// InMemory describes how to open a server that only its own Dial reaches.
func InMemory(h http.Handler) task.Func[*Server] {
	return func(context.Context) (*Server, error) {
		n := newNetwork()
		return serve(n, "http://encyclopedia.example", n.Dial, h), nil
	}
}

// At describes how to open a server at a real address, 127.0.0.1:0 say.
func At(addr string, h http.Handler) task.Func[*Server] {
	return func(ctx context.Context) (*Server, error) {
		var config net.ListenConfig
		l, err := config.Listen(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		return serve(l, "http://"+l.Addr().String(), new(net.Dialer).DialContext, h), nil
	}
}

func serve(
	l net.Listener, url string, dial func(context.Context, string, string) (net.Conn, error), h http.Handler,
) *Server {
	s := &Server{
		URL:  url,
		Dial: dial,
		http: &http.Server{
			Handler:           h,
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0), // clients come and go
		},
		served: make(chan error, 1),
	}
	go func() { s.served <- s.http.Serve(l) }()
	return s
}

// Close ends the server and all of its connections.
func (s *Server) Close() error {
	err := s.http.Close()
	if served := <-s.served; !errors.Is(served, http.ErrServerClosed) {
		return served
	}
	return err
}
