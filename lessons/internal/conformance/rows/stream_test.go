package rows

import (
	"bufio"
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The rows about streams that package net shows. Lesson 11 has a whole server.

// echo is a handler: it sends each line back, and closes the connection when
// the client has written its last one.
func echo(conn net.Conn) {
	defer conn.Close()
	for lines := bufio.NewReader(conn); ; {
		line, err := lines.ReadString('\n')
		if line == "" {
			return
		}
		io.WriteString(conn, line)
		if err != nil {
			return
		}
	}
}

// dial starts a goroutine for a connection in memory, and returns its other end.
func dial(handlers *sync.WaitGroup) (client net.Conn) {
	client, server := net.Pipe()
	handlers.Go(func() { echo(server) })
	return client
}

func TestStreams(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"each connection has a goroutine: no client waits for a silent one (ST1)", func(t *testing.T) {
			var handlers sync.WaitGroup
			silent, tea := dial(&handlers), dial(&handlers)
			io.WriteString(tea, "hot\n")
			line, err := bufio.NewReader(tea).ReadString('\n')
			assert.NoError(t, err)
			assert.Equal(t, "hot\n", line)
			silent.Close()
			tea.Close()
			handlers.Wait()
		}},
		{"ReadString returns the last line without its newline, and io.EOF with it (ST3)", func(t *testing.T) {
			client, server := net.Pipe()
			go func() {
				io.WriteString(client, "soup\nfi")
				io.WriteString(client, "sh")
				client.Close()
			}()
			lines := bufio.NewReader(server)
			for _, want := range []struct {
				line string
				err  error
			}{{"soup\n", nil}, {"fish", io.EOF}, {"", io.EOF}} {
				line, err := lines.ReadString('\n')
				assert.Equal(t, want.line, line)
				assert.Equal(t, want.err, err)
			}
		}},
		{"a Scanner stops for good at a line of more than 64 kB (ST4)", func(t *testing.T) {
			s := bufio.NewScanner(strings.NewReader("soup\n" + strings.Repeat("z", 70_000) + "\nfish\n"))
			var lines []string
			for s.Scan() {
				lines = append(lines, s.Text())
			}
			assert.Equal(t, []string{"soup"}, lines, "the fish is lost, too")
			assert.ErrorIs(t, s.Err(), bufio.ErrTooLong)
		}},
		{"two goroutines may read one connection: each byte goes to one of them (ST6)", func(t *testing.T) {
			client, server := net.Pipe()
			read := make(chan string)
			for range 2 {
				go func() {
					all, err := io.ReadAll(server)
					assert.NoError(t, err)
					read <- string(all)
				}()
			}
			for range 10 {
				io.WriteString(client, "z")
			}
			client.Close()
			assert.Equal(t, strings.Repeat("z", 10), <-read+<-read)
		}},
		{"a server that waits for its handlers waits for an idle client (ST11)", func(t *testing.T) {
			var handlers sync.WaitGroup
			idle := dial(&handlers)
			closed := make(chan struct{})
			go func() {
				handlers.Wait()
				close(closed)
			}()
			time.Sleep(time.Hour)
			select {
			case <-closed:
				assert.Fail(t, "the server has closed beside an idle client")
			default:
			}
			idle.Close()
			<-closed
		}},
		{"a limit of zero or less has passed before the first call (GO3)", func(t *testing.T) {
			for _, d := range []time.Duration{0, -time.Second} {
				ctx, cancel := context.WithTimeout(t.Context(), d)
				assert.Equal(t, context.DeadlineExceeded, ctx.Err())
				cancel()
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}

// These need sockets: a pipe has neither a listener nor half a close.
func TestSockets(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly has no sockets")
	}
	for _, tc := range []struct {
		name string
		test func(t *testing.T, listener net.Listener, client *net.TCPConn)
	}{
		{"Close stops the accepting, and a connection goes on (ST10)", func(t *testing.T, listener net.Listener, client *net.TCPConn) {
			require.NoError(t, listener.Close())
			_, err := listener.Accept()
			assert.ErrorIs(t, err, net.ErrClosed)
			io.WriteString(client, "still here\n")
			line, err := bufio.NewReader(client).ReadString('\n')
			assert.NoError(t, err)
			assert.Equal(t, "still here\n", line)
		}},
		{"CloseWrite: the server reads to the end, and its answer arrives (ST16)", func(t *testing.T, _ net.Listener, client *net.TCPConn) {
			io.WriteString(client, "soft\nboiled")
			require.NoError(t, client.CloseWrite())
			all, err := io.ReadAll(client)
			assert.NoError(t, err)
			assert.Equal(t, "soft\nboiled", string(all))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer listener.Close()
			client, err := net.Dial("tcp", listener.Addr().String())
			require.NoError(t, err)
			defer client.Close()
			server, err := listener.Accept()
			require.NoError(t, err)
			var handlers sync.WaitGroup
			defer handlers.Wait()
			handlers.Go(func() { echo(server) })
			defer client.Close() // before Wait
			tc.test(t, listener, client.(*net.TCPConn))
		})
	}
}
