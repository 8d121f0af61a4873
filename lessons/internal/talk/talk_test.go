package talk_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk"
	"gosyncio/task"
)

func TestParse(t *testing.T) {
	steps, err := talk.Parse(`
		# breakfast
		tea connects
		tea > hello,  world
		tea >> half
		eggs < < tea >
		tea says no more
		tea hears the end
		tea vanishes
	`)
	require.NoError(t, err)
	assert.Equal(t, []talk.Step{
		{Line: 3, Who: "tea", Does: talk.Connects},
		{Line: 4, Who: "tea", Does: talk.Says, Text: "hello,  world"},
		{Line: 5, Who: "tea", Does: talk.Mutters, Text: "half"},
		{Line: 6, Who: "eggs", Does: talk.Hears, Text: "< tea >"},
		{Line: 7, Who: "tea", Does: talk.Shuts},
		{Line: 8, Who: "tea", Does: talk.End},
		{Line: 9, Who: "tea", Does: talk.Vanishes},
	}, steps)
	assert.Equal(t, "eggs < < tea >", steps[3].String())

	for _, wrong := range []string{"tea", "tea shouts", "tea leaves early", "tea>hello", "tea stops", "server leaves"} {
		_, err := talk.Parse("\n" + wrong)
		assert.ErrorContains(t, err, fmt.Sprintf("talk: line 2 is %q: want one of tea connects, tea >", wrong))
	}
}

// hall is a server that answers in capitals, and closes the connection at "bye",
// or at "burn" in the middle of its answer. It writes a log.
func hall(ctx context.Context, addr string, out io.Writer) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	fmt.Fprintln(out, "listening on", listener.Addr())
	for {
		c, err := listener.Accept()
		if err != nil {
			return nil
		}
		go func() {
			defer c.Close()
			for lines := bufio.NewScanner(c); lines.Scan() && lines.Text() != "bye"; {
				if lines.Text() == "burn" {
					io.WriteString(c, "BUR")
					break
				}
				fmt.Fprintf(c, "%s\n", bytes.ToUpper(lines.Bytes()))
				fmt.Fprintln(out, "said something")
			}
		}()
	}
}

// run is talk.Play as a program calls it: under task.Run.
func run(ctx context.Context, out io.Writer, script string, serve talk.Serve) error {
	_, err := task.Run(ctx, task.NoResult(func(ctx context.Context) error {
		return talk.Play(ctx, out, script, serve)
	}))
	return err
}

func play(t *testing.T, script string, serve talk.Serve) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), &out, script, serve)
	return out.String(), err
}

func TestPlay(t *testing.T) {
	for _, tc := range []struct{ name, script, want, err string }{
		{
			name:   "each step is written",
			script: "tea connects\n tea > hello\n tea < HELLO\n tea >> hi\n tea says no more\n tea < HI\n tea hears the end\n",
			want:   "tea connects\ntea > hello\ntea < HELLO\ntea >> hi\ntea says no more\ntea < HI\ntea hears the end\n",
		},
		{
			name:   "a client hears another line: the conversation ends",
			script: "tea connects\ntea > hello\ntea < hello",
			want:   "tea connects\ntea > hello\n",
			err:    `talk: line 3, "tea < hello": tea heard "HELLO"`,
		},
		{
			name:   "a client hears the end in place of a line",
			script: "tea connects\ntea > bye\ntea < BYE",
			want:   "tea connects\ntea > bye\n",
			err:    `talk: line 3, "tea < BYE": tea heard the end: the server has closed the connection`,
		},
		{
			name:   "a client hears the end in the middle of a line",
			script: "tea connects\ntea > burn\ntea < BURNT",
			want:   "tea connects\ntea > burn\n",
			err:    `talk: line 3, "tea < BURNT": tea heard only "BUR": heard the end: the server has closed the connection`,
		},
		{
			name:   "a client that has vanished hears nothing",
			script: "tea connects\ntea vanishes\ntea < hello",
			want:   "tea connects\ntea vanishes\n",
			err:    `talk: line 3, "tea < hello": tea is not connected`,
		},
		{
			name:   "a client hears a line in place of the end",
			script: "tea connects\ntea > hello\ntea hears the end",
			want:   "tea connects\ntea > hello\n",
			err:    `talk: line 3, "tea hears the end": tea heard "HELLO"`,
		},
		{
			name:   "a client that leaves must have heard everything",
			script: "tea connects\ntea > hello\ntea leaves",
			want:   "tea connects\ntea > hello\n",
			err:    `talk: line 3, "tea leaves": tea heard "HELLO"`,
		},
		{
			name:   "a client must connect before it says anything",
			script: "tea > hello",
			err:    `talk: line 1, "tea > hello": tea is not connected`,
		},
		{
			name:   "a client connects once",
			script: "tea connects\ntea connects",
			want:   "tea connects\n",
			err:    `talk: line 2, "tea connects": tea is connected already`,
		},
		{
			name:   "a server that stops may still answer",
			script: "tea connects\ntea > hi\ntea < HI\nserver stops\ntea > hello\ntea < HELLO\ntea leaves",
			want:   "tea connects\ntea > hi\ntea < HI\nserver stops\ntea > hello\ntea < HELLO\ntea leaves\n",
		},
		{
			name:   "a client that has left or vanished may connect again",
			script: "tea connects\ntea vanishes\ntea connects\ntea leaves\ntea connects",
			want:   "tea connects\ntea vanishes\ntea connects\ntea leaves\ntea connects\n",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := play(t, tc.script, hall)
			assert.Equal(t, tc.want, out)
			if tc.err == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, tc.err)
		})
	}
}

func TestServersThatDoNotServe(t *testing.T) {
	errBurnt := errors.New("burnt")
	for _, tc := range []struct {
		name  string
		serve talk.Serve
		want  string
	}{
		{
			name: "a server that fails",
			serve: func(context.Context, string, io.Writer) error {
				return errBurnt
			},
			want: "burnt",
		},
		{
			name: "a server that ends",
			serve: func(context.Context, string, io.Writer) error {
				return nil
			},
			want: `talk: the server's first line is "": want "listening on 127.0.0.1:PORT"`,
		},
		{
			name: "a server whose first line is another one",
			serve: func(ctx context.Context, _ string, out io.Writer) error {
				fmt.Fprintln(out, "good morning")
				fmt.Fprintln(out, "how are you?") // this must not block forever
				<-ctx.Done()
				return nil
			},
			want: `talk: the server's first line is "good morning\n": want "listening on 127.0.0.1:PORT"`,
		},
		{
			name: "a server with a wrong address",
			serve: func(ctx context.Context, _ string, out io.Writer) error {
				fmt.Fprintln(out, "listening on 127.0.0.1")
				<-ctx.Done()
				return nil
			},
			want: `talk: line 1, "tea connects": tea cannot connect: dial tcp: address 127.0.0.1: missing port in address`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := play(t, "tea connects", tc.serve)
			assert.EqualError(t, err, tc.want)
		})
	}
}

// When ctx ends, no client waits for a line any more.
func TestPlayIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	begin := time.Now()
	err := run(ctx, writer(func(step string) {
		if step == "tea connects\n" {
			cancel(errors.New("the toast burns"))
		}
	}), "tea connects\ntea < hello", hall)
	assert.ErrorIs(t, err, context.Canceled)
	assert.ErrorContains(t, err, `"tea < hello": tea the toast burns`)
	assert.Less(t, time.Since(begin), 5*time.Second, "a client waits for ten")
}

// When ctx ends, Play does not wait for a server to listen.
func TestPlayIsInterruptedBefore(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	err := run(ctx, io.Discard, "tea connects", func(ctx context.Context, _ string, _ io.Writer) error {
		cancel(errors.New("the toast burns"))
		<-ctx.Done()
		return nil
	})
	assert.EqualError(t, err, "context canceled: the toast burns")
}

// A server without a Stop function cannot be stopped.
func TestStops(t *testing.T) {
	steps, err := talk.Parse("server stops")
	require.NoError(t, err)
	err = talk.Hold(t.Context(), io.Discard, talk.Server{}, steps)
	assert.EqualError(t, err, `talk: line 1, "server stops": server cannot be stopped from here`)
}

type writer func(text string)

func (w writer) Write(p []byte) (int, error) {
	w(string(p))
	return len(p), nil
}
