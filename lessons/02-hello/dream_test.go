package main

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// --- core
func handleEcho(conn net.Conn) {
	defer conn.Close()
	data := make([]byte, 100)
	n, err := conn.Read(data) // blocks this goroutine only
	if err == nil {
		conn.Write(data[:n])
	}
}

func serveForever(server net.Listener) error {
	for {
		conn, err := server.Accept()
		if err != nil {
			return err
		}
		go handleEcho(conn)
	}
}

// --- end

// The slide shows this code, so it has to run.
func TestTheDreamOfTheSlide(t *testing.T) {
	source, err := os.ReadFile("dream_test.go")
	require.NoError(t, err)
	_, core, _ := strings.Cut(unix(source), "// --- core\n")
	core, _, _ = strings.Cut(core, "\n// --- end\n")
	slide, err := os.ReadFile("slide.md")
	require.NoError(t, err)
	require.Contains(t, unix(slide), "```go\n"+core+"```\n")

	for _, tc := range []struct {
		name   string
		silent int // clients that connect before, and send nothing
	}{
		{name: "a client gets its own words back", silent: 0},
		{name: "100 clients that send nothing block no other client", silent: 100},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := pipes{make(chan net.Conn)}
				returned := make(chan error, 1)
				go func() { returned <- serveForever(server) }()
				for range tc.silent {
					defer server.dial().Close()
				}
				client := server.dial()
				_, err := client.Write([]byte("tea, please"))
				require.NoError(t, err)
				echo, err := io.ReadAll(client)
				require.NoError(t, err)
				assert.Equal(t, "tea, please", string(echo))
				server.Close()
				assert.ErrorIs(t, <-returned, net.ErrClosed)
			})
		})
	}
}

func unix(text []byte) string { return strings.ReplaceAll(string(text), "\r\n", "\n") }

// pipes is a listener without a network.
type pipes struct{ accepted chan net.Conn }

func (p pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.accepted <- server
	return client
}

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p.accepted
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error { close(p.accepted); return nil }

func (p pipes) Addr() net.Addr { return nil }
