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

func TestTold(t *testing.T) {
	errBurnt := errors.New("burnt")
	for want, err := range map[string]error{
		"heard the end: the server has closed the connection": io.EOF,
		"heard nothing for 10s":                               fmt.Errorf("read: %w", os.ErrDeadlineExceeded),
		"lost the connection: burnt":                          errBurnt,
	} {
		assert.EqualError(t, told(err), want)
	}
	assert.ErrorIs(t, told(errBurnt), errBurnt)
}

// What fails at once, whatever it was to be.
func TestClosed(t *testing.T) {
	door, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer door.Close()
	tea, err := connect(context.Background(), door.Addr().String())
	require.NoError(t, err)
	require.NoError(t, tea.Close())
	assert.ErrorContains(t, tea.say("hello"), "can't say it: write tcp ")
	assert.ErrorContains(t, tea.hear("hello"), "lost the connection: read tcp ")
	assert.ErrorContains(t, tea.hearEnd(), "lost the connection: read tcp ")
	for _, does := range []string{Says, Mutters, Hears, Shuts, End, Leaves, Vanishes} {
		if runtime.GOARCH == "wasm" && (does == Shuts || does == Vanishes) {
			continue // its sockets are make-believe
		}
		assert.ErrorIs(t, tea.do(Step{Who: "tea", Does: does}), net.ErrClosed, does)
	}
}
