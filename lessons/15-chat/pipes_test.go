package main

import (
	"net"
	"runtime"
	"sync"
	"testing"
)

// pipes listen in memory, where time is virtual and nothing is buffered.
type pipes struct {
	conns chan net.Conn
	shut  chan struct{}
	once  *sync.Once // a listener may be closed twice
}

func newPipes() pipes { return pipes{make(chan net.Conn), make(chan struct{}), new(sync.Once)} }

func (p pipes) dial() (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-p.shut:
		return nil, net.ErrClosed
	}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.shut:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error {
	p.once.Do(func() { close(p.shut) })
	return nil
}

func (p pipes) Addr() net.Addr { return &net.IPAddr{} }

func needSockets(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("WebAssembly has no sockets to listen at")
	}
}
