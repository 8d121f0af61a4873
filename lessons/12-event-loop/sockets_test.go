package main

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// tea is the loop's end of a connection, toast is the other end.
func TestSockets(t *testing.T) {
	for _, tc := range []struct {
		name string
		main func(co *Coroutine, tea tea, toast net.Conn) error
		want string // the error, as a regular expression
	}{
		{
			name: "at the end Read returns 0 without an error",
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				toast.Close()
				n, err := co.Read(tea.fd, make([]byte, 10))
				assert.Zero(t, n)
				return err
			},
		},
		{
			name: "the end comes while Read waits: it returns 0 without an error",
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("closer", func(*Coroutine) error { return toast.Close() })
				n, err := co.Read(tea.fd, make([]byte, 10))
				assert.Zero(t, n)
				return err
			},
		},
		{
			name: "Read from a closed socket fails",
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				tea.close()
				_, err := co.Read(tea.fd, make([]byte, 10))
				return err
			},
			want: "bad file descriptor",
		},
		{
			name: "the socket is closed while Read waits: Read fails",
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				co.loop.Spawn("closer", func(*Coroutine) error { tea.close(); return nil })
				_, err := co.Read(tea.fd, make([]byte, 10))
				return err
			},
			want: "bad file descriptor",
		},
		{
			name: "Write returns when all bytes are written",
			main: func(co *Coroutine, tea tea, toast net.Conn) error {
				text := bytes.Repeat([]byte("never ending"), 1_000_000)
				received := make(chan []byte)
				go func() {
					all, _ := io.ReadAll(toast)
					received <- all
				}()
				err := co.Write(tea.fd, text)
				tea.close()
				assert.True(t, bytes.Equal(text, <-received))
				return err
			},
		},
		{
			name: "Write fails when the other end has closed (ST8)",
			main: func(co *Coroutine, tea tea, toast net.Conn) (err error) {
				toast.Close()
				for err == nil {
					err = co.Write(tea.fd, []byte("hello?"))
				}
				return err
			},
			want: "broken pipe|connection reset by peer",
		},
		{
			name: "two coroutines read from one socket: the second Read fails (ST6)",
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
		{
			name: "a stopped coroutine does not stay registered",
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
		t.Run(tc.name, func(t *testing.T) {
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
	close func() // closes it once: its number is reused soon
}

func pair(t *testing.T) (tea, net.Conn) {
	t.Helper()
	listener, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer socket.Close(listener)
	toast := dial(t, at)
	fd, err := socket.Accept(listener)
	require.NoError(t, err)
	end := tea{fd, sync.OnceFunc(func() { socket.Close(fd) })}
	t.Cleanup(end.close)
	return end, toast
}
