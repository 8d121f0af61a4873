package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/internal/talk"
	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/task"
)

// The conversation in this process, where the race detector watches.
func TestEcho(t *testing.T) {
	needPoll(t)
	_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
		return talk.Play(ctx, io.Discard, conversation, serve)
	}))
	require.NoError(t, err)
}

// needPoll skips the test where lesson 01's selector does not work.
func needPoll(tb testing.TB) {
	tb.Helper()
	sel, err := selector.New()
	if errors.Is(err, errors.ErrUnsupported) {
		tb.Skip(err)
	}
	require.NoError(tb, err)
	sel.Close()
}

// serving starts the server. It returns the address, and a stop that waits for
// the end.
func serving(tb testing.TB) (addr string, stop func()) {
	tb.Helper()
	needPoll(tb)
	ctx, cancel := context.WithCancel(tb.Context())
	printed, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := task.Run(ctx, task.NoResult(func(ctx context.Context) error {
			return serve(ctx, "127.0.0.1:0", out)
		}))
		out.CloseWithError(err)
		ended <- err
	}()
	first, err := bufio.NewReader(printed).ReadString('\n')
	require.NoError(tb, err)
	addr, err = talk.Addr(first)
	require.NoError(tb, err)
	stop = sync.OnceFunc(func() {
		cancel()
		assert.NoError(tb, <-ended)
	})
	tb.Cleanup(stop)
	return addr, stop
}

func dial(tb testing.TB, addr string) *net.TCPConn {
	tb.Helper()
	conn, err := net.Dial("tcp", addr)
	require.NoError(tb, err)
	tb.Cleanup(func() { conn.Close() })
	require.NoError(tb, conn.SetDeadline(time.Now().Add(time.Minute)))
	return conn.(*net.TCPConn)
}

// echoed sends text, and returns what it gets back until the end.
func echoed(conn *net.TCPConn, text []byte) ([]byte, error) {
	go func() {
		conn.Write(text)
		conn.CloseWrite()
	}()
	return io.ReadAll(conn)
}

// 1,000 clients connect. 100 of them are still connected when the server stops,
// and some of these have not been accepted yet. No goroutine and no descriptor is
// left.
func TestNothingIsLeft(t *testing.T) {
	needPoll(t)
	addr, stop := serving(t)
	dial(t, addr).Close()
	stop() // now everything is open that Go opens once and keeps
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors(t)
	addr, stop = serving(t)
	var clients []net.Conn
	for n := range 1000 {
		conn := dial(t, addr)
		if n >= 900 {
			clients = append(clients, conn)
			continue
		}
		got, err := echoed(conn, []byte("tea"))
		require.NoError(t, err)
		require.Equal(t, "tea", string(got))
		conn.Close()
	}
	stop()
	for _, conn := range clients {
		_, err := conn.Read(make([]byte, 1))
		require.Error(t, err, "the server has disconnected it")
		conn.Close()
	}
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > goroutines && time.Now().Before(deadline) {
		runtime.Gosched() // a goroutine may be about to end
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	assert.LessOrEqual(t, openDescriptors(t), descriptors)
}

// openDescriptors counts the open descriptors; where it cannot, it returns 0.
func openDescriptors(tb testing.TB) int {
	tb.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

// Tea writes 26 MB and does not read. The server holds 4 kB of it and waits; the
// other clients are served. When tea reads at last, it gets everything back.
func TestAClientThatDoesNotRead(t *testing.T) {
	addr, _ := serving(t)
	tea := dial(t, addr)
	speech := bytes.Repeat([]byte("never ending "), 2_000_000)
	go func() {
		tea.Write(speech)
		tea.CloseWrite()
	}()
	for range 10 {
		got, err := echoed(dial(t, addr), []byte("eggs"))
		require.NoError(t, err)
		require.Equal(t, "eggs", string(got))
	}
	got, err := io.ReadAll(tea)
	require.NoError(t, err)
	require.True(t, bytes.Equal(speech, got))
}

// Tea does not read, and resets its connection while the server waits to write to
// it. The other clients are served.
func TestAClientThatResetsItsConnection(t *testing.T) {
	addr, _ := serving(t)
	tea := dial(t, addr)
	require.NoError(t, tea.SetWriteDeadline(time.Now().Add(time.Second/5)))
	for err := error(nil); err == nil; {
		_, err = tea.Write(make([]byte, 1<<20)) // until all buffers are full
	}
	require.NoError(t, tea.SetLinger(0))
	require.NoError(t, tea.Close())
	for range 10 {
		got, err := echoed(dial(t, addr), []byte("eggs"))
		require.NoError(t, err)
		require.Equal(t, "eggs", string(got))
	}
}

// The server has descriptors for a few clients only. The others wait until one is
// free, and then they are served.
func TestNoDescriptorIsLeft(t *testing.T) {
	needPoll(t)
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("this test needs a shell to limit the descriptors")
	}
	program := talktest.Program(t)
	server := talktest.Start(t, "sh", "-c", `ulimit -n 20 && exec "$0" "$@"`, program)
	var clients []*net.TCPConn
	for range 40 {
		clients = append(clients, dial(t, server.Addr))
	}
	for _, client := range clients {
		got, err := echoed(client, []byte("tea"))
		require.NoError(t, err)
		require.Equal(t, "tea", string(got))
		client.Close()
	}
	server.Stop()
}

// The server sends back exactly what it gets.
func FuzzEcho(f *testing.F) {
	addr, _ := serving(f)
	for _, text := range []string{"", "\n", "tea\n", "no newline", "\x00\xff\r\n\x1b[31m", strings.Repeat("toast\n", 5000)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		conn := dial(t, addr)
		defer conn.Close()
		got, err := echoed(conn, text)
		require.NoError(t, err)
		require.True(t, bytes.Equal(text, got))
	})
}

// The number of a closed descriptor is reused soon. The server closes a
// descriptor when its client leaves, and not a second time at the end.
func TestADescriptorIsClosedOnce(t *testing.T) {
	addr, stop := serving(t)
	conn := dial(t, addr)
	_, err := echoed(conn, []byte("tea"))
	require.NoError(t, err, "the server has closed the connection")
	require.NoError(t, conn.Close())
	var files []*os.File
	for range 20 { // one of them gets the number
		file, err := os.Open(os.DevNull)
		require.NoError(t, err)
		defer file.Close()
		files = append(files, file)
	}
	stop()
	for _, file := range files {
		_, err := file.Stat()
		assert.NoError(t, err)
	}
}

// A loop that waits for sockets ends when ctx ends.
func TestServeEndsWhenItsContextEnds(t *testing.T) {
	addr, stop := serving(t)
	dial(t, addr)
	stop()
}
