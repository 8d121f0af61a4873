package talk_test

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk"
	"gosyncio/lessons/internal/talk/talktest"
)

// What the server notices of each way to leave: the end, or a reset. A client that
// is still connected at the end of the conversation leaves, too.
func TestWaysToLeave(t *testing.T) {
	for _, tc := range []struct {
		step  string
		reset bool
	}{
		{"tea leaves", false},
		{"tea vanishes", true},
		{"tea says no more", false},
		{"tea >> hello", false},
	} {
		t.Run(tc.step, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer listener.Close()
			noticed := make(chan error)
			go func() {
				c, err := listener.Accept()
				for err == nil {
					_, err = c.Read(make([]byte, 10))
				}
				c.Close()
				noticed <- err
			}()
			steps, err := talk.Parse("tea connects\n" + tc.step)
			require.NoError(t, err)
			require.NoError(t, talk.Hold(t.Context(), io.Discard, talk.Server{Addr: listener.Addr().String()}, steps))
			if err := <-noticed; tc.reset {
				assert.ErrorContains(t, err, "read tcp ") // each system has its own words
			} else {
				assert.Equal(t, io.EOF, err)
			}
		})
	}
}

// A conversation leaves nothing behind, even if clients are still connected.
func TestNothingIsLeftBehind(t *testing.T) {
	talktest.LeavesNothing(t, func() {
		for _, script := range []string{"tea connects\neggs connects", "tea connects\ntea leaves", "tea connects\ntea vanishes"} {
			_, err := play(t, script, hall)
			require.NoError(t, err)
		}
	})
}
