package main

import (
	"net"
	"runtime"
	"testing"
)

// pipes listen in memory, where time is virtual and nothing is buffered.
type pipes chan net.Conn

func (p pipes) dial() (net.Conn, error) {
	near, far := net.Pipe()
	p <- far
	return near, nil
}

func (p pipes) Accept() (net.Conn, error) {
	if conn, open := <-p; open {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (p pipes) Close() error {
	close(p)
	return nil
}

func (p pipes) Addr() net.Addr { return &net.IPAddr{} }

func needSockets(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("WebAssembly has no sockets to listen at")
	}
}
