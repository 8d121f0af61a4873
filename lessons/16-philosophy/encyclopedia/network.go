package encyclopedia

import (
	"context"
	"net"
	"sync"
)

// A network is a listener that lives in memory. Unlike TCP it works in the
// bubble of a test, and takes no time there.
type network struct {
	calls chan net.Conn
	ended chan struct{}
	end   func()
}

func newNetwork() *network {
	n := &network{calls: make(chan net.Conn), ended: make(chan struct{})}
	n.end = sync.OnceFunc(func() { close(n.ended) })
	return n
}

// Dial connects to the listener, whatever the address.
func (n *network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if ctx.Err() != nil { // a select between two ready channels picks one at random
		return nil, context.Cause(ctx)
	}
	here, there := net.Pipe()
	select {
	case n.calls <- there:
		return here, nil
	case <-n.ended:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.calls:
		return conn, nil
	case <-n.ended:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.end()
	return nil
}

func (n *network) Addr() net.Addr { return nowhere{} }

type nowhere struct{}

func (nowhere) Network() string { return "memory" }
func (nowhere) String() string  { return "memory" }
