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

// attend opens a door, and does something with the one who comes.
func attend(t *testing.T, with func(c *net.TCPConn)) (addr string) {
	t.Helper()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c, err := door.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		with(c.(*net.TCPConn))
	}()
	t.Cleanup(func() { door.Close(); <-ended })
	return door.Addr().String()
}

func echo(c *net.TCPConn) { io.Copy(c, c) }

// What is said comes back, and the end of what there is to say is the end.
func TestTalk(t *testing.T) {
	for name, tc := range map[string]struct {
		said string
		with func(c *net.TCPConn)
		want string
		err  string
	}{
		"what is said comes back":   {said: "tea\neggs", with: echo, want: "tea\neggs"},
		"nothing, and nothing does": {with: echo},
		"the server answers when all is said": {
			said: "tea",
			with: func(c *net.TCPConn) {
				all, _ := io.ReadAll(c)
				c.Write(bytes.ToUpper(all))
			},
			want: "TEA",
		},
		"the server has enough": {
			said: "tea",
			with: func(c *net.TCPConn) {
				io.ReadAll(c)
				io.WriteString(c, "good-bye")
				c.SetLinger(0)
			},
			err: "the server is gone: ", // and then each system has its own words
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := talk(t.Context(), attend(t, tc.with), strings.NewReader(tc.said), &out)
			if tc.err == "" {
				assert.Equal(t, tc.want, out.String())
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tc.err)
			assert.NotContains(t, err.Error(), "write")
		})
	}
}

// Ctrl-C is the end of it, also while nobody says anything, and a good one.
func TestCtrlC(t *testing.T) {
	in, typed := io.Pipe()
	defer typed.Close()
	ctx, cancel := context.WithCancel(t.Context())
	addr := attend(t, func(c *net.TCPConn) {
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

// Who can't write says that.
func TestBrokenOutput(t *testing.T) {
	addr := attend(t, echo)
	err := talk(t.Context(), addr, strings.NewReader("tea"), broken{})
	assert.EqualError(t, err, "the paper is wet")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the paper is wet") }

// The command line is answered in one sentence.
func TestCommandLine(t *testing.T) {
	program := talktest.Program(t)
	door, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := door.Addr().String()
	require.NoError(t, door.Close())
	const needs = "client: it needs a server's address, such as -addr 127.0.0.1:8888, and nothing else.\n"
	for arguments, tc := range map[string]struct {
		code int
		said string
	}{
		"":                          {2, needs},
		"-addr tea":                 {2, needs},
		"-addr 127.0.0.1:8888 eggs": {2, needs},
		"-port 8888":                {2, "client: flag provided but not defined: -port.\n"},
		"-addr " + nobody:           {1, "client: dial tcp " + nobody + ": connect"},
		"-h":                        {0, "Usage: client -addr 127.0.0.1:8888   talks to the server there, line by line.\n"},
	} {
		t.Run(arguments, func(t *testing.T) {
			client := talktest.Command(append([]string{program}, strings.Fields(arguments)...)...)
			said, err := client.CombinedOutput()
			if failed, ok := errors.AsType[*exec.ExitError](err); !ok {
				require.NoError(t, err)
			} else {
				require.True(t, failed.Exited())
			}
			assert.Equal(t, tc.code, client.ProcessState.ExitCode())
			assert.True(t, strings.HasPrefix(string(said), tc.said), string(said))
			assert.Equal(t, 1, strings.Count(string(said), "\n"), string(said))
		})
	}
}

// As a program it takes what comes in and writes what it hears.
func TestProgram(t *testing.T) {
	client := talktest.Command(talktest.Program(t), "-addr", attend(t, echo))
	client.Stdin = strings.NewReader("tea\neggs")
	said, err := client.CombinedOutput()
	require.NoError(t, err)
	assert.Equal(t, "tea\neggs", string(said))
}
