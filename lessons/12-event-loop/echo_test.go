package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
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
	"gosyncio/lessons/01-selectors/socket"
	"gosyncio/lessons/internal/talk"
	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/task"
)

// The conversation in this process, where -race looks on.
func TestEcho(t *testing.T) {
	needPoll(t)
	_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
		return talk.Play(ctx, io.Discard, conversation, serve)
	}))
	require.NoError(t, err)
}

// needPoll skips where lesson 01's selector can't be.
func needPoll(tb testing.TB) {
	tb.Helper()
	sel, err := selector.New()
	if errors.Is(err, errors.ErrUnsupported) {
		tb.Skip(err)
	}
	require.NoError(tb, err)
	sel.Close()
}

// serving starts the server and returns its address, and a stop that waits.
func serving(tb testing.TB) (addr string, stop func()) {
	tb.Helper()
	needPoll(tb)
	ctx, cancel := context.WithCancel(tb.Context())
	heard, said := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := task.Run(ctx, task.NoResult(func(ctx context.Context) error {
			return serve(ctx, "127.0.0.1:0", said)
		}))
		said.CloseWithError(err)
		ended <- err
	}()
	first, err := bufio.NewReader(heard).ReadString('\n')
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

// echoed sends text and returns what comes back until the end.
func echoed(conn *net.TCPConn, text []byte) ([]byte, error) {
	go func() {
		conn.Write(text)
		conn.CloseWrite()
	}()
	return io.ReadAll(conn)
}

// After 1,000 guests, 100 of whom are still there when the server stops, and
// some of whom haven't been let in, nothing is left of it.
func TestNothingLeaks(t *testing.T) {
	needPoll(t)
	addr, stop := serving(t)
	dial(t, addr).Close()
	stop() // and whatever Go opens but once is open now
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors(t)
	addr, stop = serving(t)
	var guests []net.Conn
	for n := range 1000 {
		conn := dial(t, addr)
		if n >= 900 {
			guests = append(guests, conn)
			continue
		}
		got, err := echoed(conn, []byte("tea"))
		require.NoError(t, err)
		require.Equal(t, "tea", string(got))
		conn.Close()
	}
	stop()
	for _, conn := range guests {
		_, err := conn.Read(make([]byte, 1))
		require.Error(t, err, "the server has hung up")
		conn.Close()
	}
	patience := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > goroutines && time.Now().Before(patience) {
		runtime.Gosched() // who has said its last word may not be quite gone
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	assert.LessOrEqual(t, openDescriptors(t), descriptors)
}

// openDescriptors counts them, where there is a way to.
func openDescriptors(tb testing.TB) int {
	tb.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

// Tea talks and doesn't listen. The server waits for it, holding 4 kB, and the
// others feel nothing. When tea listens at last, it has all come back.
func TestAGuestWhoDoesNotListen(t *testing.T) {
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

// Tea doesn't listen, and vanishes while the server waits to write. The others
// feel nothing.
func TestAGuestWhoVanishesUnheard(t *testing.T) {
	addr, _ := serving(t)
	tea := dial(t, addr)
	require.NoError(t, tea.SetWriteDeadline(time.Now().Add(time.Second/5)))
	for err := error(nil); err == nil; {
		_, err = tea.Write(make([]byte, 1<<20)) // up to here: there's room nowhere
	}
	require.NoError(t, tea.SetLinger(0))
	require.NoError(t, tea.Close())
	for range 10 {
		got, err := echoed(dial(t, addr), []byte("eggs"))
		require.NoError(t, err)
		require.Equal(t, "eggs", string(got))
	}
}

// With descriptors for a few guests, the others wait at the door until there
// is room, and are served.
func TestFullHouse(t *testing.T) {
	needPoll(t)
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("it takes a shell to limit a program's descriptors")
	}
	program := talktest.Program(t)
	server := talktest.Start(t, "sh", "-c", `ulimit -n 20 && exec "$0" "$@"`, program)
	var guests []*net.TCPConn
	for range 40 {
		guests = append(guests, dial(t, server.Addr))
	}
	for _, guest := range guests {
		got, err := echoed(guest, []byte("tea"))
		require.NoError(t, err)
		require.Equal(t, "tea", string(got))
		guest.Close()
	}
	server.Stop()
}

// Whatever is said comes back.
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

// Tea is the loop's end of a connection, toast the other one.
func TestSockets(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(co *Coroutine, tea tea, toast net.Conn) error
		want string // the error, as a regular expression
	}{
		"at the end Read takes none, without an error": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				toast.Close()
				n, err := co.Read(tea.fd, make([]byte, 10))
				assert.Zero(t, n)
				return err
			},
		},
		"the end comes while somebody waits for bytes": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("leaver", func(*Coroutine) error { return toast.Close() })
				n, err := co.Read(tea.fd, make([]byte, 10))
				assert.Zero(t, n)
				return err
			},
		},
		"a socket that is closed": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				tea.close()
				_, err := co.Read(tea.fd, make([]byte, 10))
				return err
			},
			want: "bad file descriptor",
		},
		"a socket that somebody closes meanwhile": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("thief", func(*Coroutine) error { tea.close(); return nil })
				_, err := co.Read(tea.fd, make([]byte, 10))
				return err
			},
			want: "bad file descriptor",
		},
		"Write waits until there has been room for all": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				speech := bytes.Repeat([]byte("never ending"), 1_000_000)
				heard := make(chan []byte)
				go func() {
					all, _ := io.ReadAll(toast)
					heard <- all
				}()
				err := co.Write(tea.fd, speech)
				tea.close()
				assert.True(t, bytes.Equal(speech, <-heard))
				return err
			},
		},
		"writing to who has gone": {
			main: func(co *Coroutine, tea tea, toast net.Conn) (err error) {
				toast.Close()
				for err == nil {
					err = co.Write(tea.fd, []byte("hello?"))
				}
				return err
			},
			want: "broken pipe|connection reset by peer",
		},
		"ST6 two who read one socket": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("first", func(co *Coroutine) error {
					_, err := co.Read(tea.fd, make([]byte, 10))
					return err
				})
				if err := co.Sleep(0); err != nil {
					return err
				}
				_, err := co.Read(tea.fd, make([]byte, 10))
				return err
			},
			want: "is registered already",
		},
		"the loop is stopped, and nothing stays registered": {
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("reader", func(co *Coroutine) error {
					_, err := co.Read(tea.fd, make([]byte, 10))
					assert.Equal(t, ErrStopped, err)
					assert.Error(t, co.loop.Poller.Unregister(tea.fd))
					return err
				})
				return co.Sleep(0)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			needPoll(t)
			sel, err := selector.New()
			require.NoError(t, err)
			defer sel.Close()
			tea, toast := pair(t)
			loop := &Loop{Poller: sel}
			err = loop.Run(t.Context(), func(co *Coroutine) error { return tc.main(co, tea, toast) })
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			require.Regexp(t, tc.want, err.Error())
		})
	}
}

type tea struct {
	fd    int
	close func() // once: soon the number is another's
}

func pair(t *testing.T) (tea, net.Conn) {
	t.Helper()
	door, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer socket.Close(door)
	toast := dial(t, at)
	fd, err := socket.Accept(door)
	require.NoError(t, err)
	mine := tea{fd, sync.OnceFunc(func() { socket.Close(fd) })}
	t.Cleanup(mine.close)
	return mine, toast
}

// The command line is answered in one sentence.
func TestCommandLine(t *testing.T) {
	needPoll(t)
	program := talktest.Program(t)
	addr, _ := serving(t)
	for arguments, want := range map[string]string{
		"-addr":                 "2: flag needs an argument: -addr; -h says what there is.",
		"-adr :1":               "2: flag provided but not defined: -adr; -h says what there is.",
		"-addr=":                `2: -addr should look like 127.0.0.1:8888, not ""; -h says what there is.`,
		"tea":                   `2: nobody knows what to do with "tea"; -h says what there is.`,
		"-addr tea":             `2: -addr should look like 127.0.0.1:8888, not "tea"; -h says what there is.`,
		"-addr " + addr:         "1: listen tcp " + addr + ": bind: address already in use; take another port, 0 is whichever is free.",
		"-addr 127.0.0.1:99999": "1: listen tcp: address 99999: invalid port",
	} {
		t.Run(arguments, func(t *testing.T) {
			said, err := talktest.Command(append([]string{program}, strings.Fields(arguments)...)...).CombinedOutput()
			failed, ok := errors.AsType[*exec.ExitError](err)
			require.True(t, ok, "%v: %s", err, said)
			_, sentence, _ := strings.Cut(string(said), ": ") // whatever it is called
			got := fmt.Sprintf("%d: %s", failed.ExitCode(), sentence)
			assert.True(t, strings.HasPrefix(got, want), got)
			assert.Equal(t, 1, strings.Count(got, "\n"), got)
		})
	}
}

// A guest's descriptor is soon another's: the server closes it once, when its
// guest leaves, and not again at its own end.
func TestANumberIsReused(t *testing.T) {
	addr, stop := serving(t)
	conn := dial(t, addr)
	_, err := echoed(conn, []byte("tea"))
	require.NoError(t, err, "the server has closed")
	require.NoError(t, conn.Close())
	var files []*os.File
	for range 20 { // of which one has its number
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

// A loop that rests for a socket ends when ctx does.
func TestCalledOffAtADoor(t *testing.T) {
	addr, stop := serving(t)
	dial(t, addr)
	stop()
}
