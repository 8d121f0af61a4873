package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
)

func TestMain(m *testing.M) { talktest.Main(m, main) }

// accept listens, and calls with for the one client that connects.
func accept(t *testing.T, with func(c *net.TCPConn)) (addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c, err := listener.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		with(c.(*net.TCPConn))
	}()
	t.Cleanup(func() { listener.Close(); <-ended })
	return listener.Addr().String()
}

func echo(c *net.TCPConn) { io.Copy(c, c) }

// What the client sends comes back, and at the end of the input it ends.
func TestTalk(t *testing.T) {
	for _, tc := range []struct {
		name string
		said string
		with func(c *net.TCPConn)
		want string
		err  string
	}{
		{name: "what is said comes back", said: "tea\neggs", with: echo, want: "tea\neggs"},
		{name: "nothing is said, and nothing comes back", with: echo},
		{
			name: "the server answers when all is said",
			said: "tea",
			with: func(c *net.TCPConn) {
				all, _ := io.ReadAll(c)
				c.Write(bytes.ToUpper(all))
			},
			want: "TEA",
		},
		{
			name: "the server resets the connection",
			said: "tea",
			with: func(c *net.TCPConn) {
				io.ReadAll(c)
				io.WriteString(c, "good-bye")
				c.SetLinger(0)
			},
			err: "the connection is lost: ", // and then each system has its own words
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			err := talk(t.Context(), accept(t, tc.with), strings.NewReader(tc.said), &out)
			if tc.err == "" {
				assert.Equal(t, tc.want, out.String())
				assert.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.err)
			assert.NotContains(t, err.Error(), "write")
		})
	}
}

// Ctrl-C ends the client without an error, also while nothing is said.
func TestCtrlC(t *testing.T) {
	in, typed := io.Pipe()
	defer typed.Close()
	ctx, cancel := context.WithCancel(t.Context())
	addr := accept(t, func(c *net.TCPConn) {
		io.WriteString(c, "welcome\n")
		io.Copy(io.Discard, c)
	})
	err := talk(ctx, addr, in, writer(func(heard string) {
		assert.Equal(t, "welcome\n", heard)
		cancel()
	}))
	assert.NoError(t, err)
}

type writer func(text string)

func (w writer) Write(p []byte) (int, error) {
	w(string(p))
	return len(p), nil
}

// An error of the output is not called an error of the server.
func TestBrokenOutput(t *testing.T) {
	addr := accept(t, echo)
	err := talk(t.Context(), addr, strings.NewReader("tea"), broken{})
	assert.EqualError(t, err, "the paper is wet")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the paper is wet") }

// A wrong command line gets one sentence.
func TestCommandLine(t *testing.T) {
	program := talktest.Program(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	free := listener.Addr().String()
	require.NoError(t, listener.Close())
	const needs = "client: the command line has no address of a server, or more than that: want -addr 127.0.0.1:8888.\n"
	for _, tc := range []struct {
		args, says string
		code       int
	}{
		{"", needs, 2},
		{"-addr tea", needs, 2},
		{"-addr 127.0.0.1:8888 eggs", needs, 2},
		{"-port 8888", "client: flag provided but not defined: -port.\n", 2},
		{"-addr " + free, "client: dial tcp " + free + ": connect", 1},
		{"-h", "Usage: client -addr 127.0.0.1:8888   connects the terminal to that server.\n", 0},
	} {
		t.Run(tc.args, func(t *testing.T) {
			client := talktest.Command(append([]string{program}, strings.Fields(tc.args)...)...)
			said, err := client.CombinedOutput()
			if failed, ok := errors.AsType[*exec.ExitError](err); !ok {
				require.NoError(t, err)
			} else {
				require.True(t, failed.Exited())
			}
			assert.Equal(t, tc.code, client.ProcessState.ExitCode())
			assert.True(t, strings.HasPrefix(string(said), tc.says), string(said))
			assert.Equal(t, 1, strings.Count(string(said), "\n"), string(said))
		})
	}
}

// As a program it sends its input and prints what comes back.
func TestProgram(t *testing.T) {
	client := talktest.Command(talktest.Program(t), "-addr", accept(t, echo))
	client.Stdin = strings.NewReader("tea\neggs")
	said, err := client.CombinedOutput()
	require.NoError(t, err)
	assert.Equal(t, "tea\neggs", string(said))
}
