package talk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDescribe(t *testing.T) {
	errBurnt := errors.New("burnt")
	for _, tc := range []struct {
		err  error
		want string
	}{
		{io.EOF, "heard the end: the server has closed the connection"},
		{fmt.Errorf("read: %w", os.ErrDeadlineExceeded), "heard nothing for 10s"},
		{errBurnt, "lost the connection: burnt"},
	} {
		assert.EqualError(t, describe(tc.err), tc.want)
	}
	assert.ErrorIs(t, describe(errBurnt), errBurnt)
}

// On a closed connection every step fails at once.
func TestClosed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	tea, err := connect(context.Background(), listener.Addr().String())
	require.NoError(t, err)
	require.NoError(t, tea.Close())
	assert.ErrorContains(t, tea.say("hello"), "cannot say it: write tcp ")
	assert.ErrorContains(t, tea.hear("hello"), "lost the connection: read tcp ")
	assert.ErrorContains(t, tea.hearEnd(), "lost the connection: read tcp ")
	for _, does := range []string{Says, Mutters, Hears, Shuts, End, Leaves, Vanishes} {
		if runtime.GOARCH == "wasm" && (does == Shuts || does == Vanishes) {
			continue // its sockets are simulated
		}
		assert.ErrorIs(t, tea.do(Step{Who: "tea", Does: does}), net.ErrClosed, does)
	}
}
