package encyclopedia

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dial connects to n.
func dial(ctx context.Context, n *network) error {
	_, err := n.Dial(ctx, "tcp", "anywhere")
	return err
}

func TestDialFails(t *testing.T) {
	enough := errors.New("enough")
	for _, tc := range []struct {
		name      string
		meanwhile func(n *network, cancel context.CancelCauseFunc)
		want      error
	}{
		{"the network is closed", func(n *network, _ context.CancelCauseFunc) { n.Close() }, net.ErrClosed},
		{"the caller is cancelled", func(_ *network, cancel context.CancelCauseFunc) { cancel(enough) }, enough},
	} {
		for _, when := range []string{"before the call", "during the call"} {
			t.Run(tc.name+", "+when, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					n := newNetwork()
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					if when == "before the call" {
						tc.meanwhile(n, cancel)
					} else {
						go func() {
							synctest.Wait() // dial is blocked by then
							tc.meanwhile(n, cancel)
						}()
					}
					assert.ErrorIs(t, dial(ctx, n), tc.want)
				})
			})
		}
	}
}

func TestAClosedNetworkAcceptsNoConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		assert.NoError(t, n.Close())
		assert.NoError(t, n.Close(), "a second Close does nothing")
		_, err := n.Accept()
		assert.ErrorIs(t, err, net.ErrClosed)
	})
}

// Close does not wait for running requests: it closes their connections.
func TestCloseEndsConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := InMemory(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))(t.Context())
		require.NoError(t, err)
		conn, err := s.Dial(t.Context(), "tcp", "anywhere")
		require.NoError(t, err)
		_, err = io.WriteString(conn, "GET /wiki/Tea HTTP/1.1\r\nHost: tea\r\n\r\n")
		require.NoError(t, err)
		synctest.Wait()
		assert.NoError(t, s.Close())
		_, err = conn.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
		_, err = s.Dial(t.Context(), "tcp", "anywhere")
		assert.ErrorIs(t, err, net.ErrClosed)
	})
}

// Close returns why the server had stopped before.
func TestCloseSaysWhatWentWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		s := serve(n, "http://encyclopedia.example", n.Dial, http.NotFoundHandler())
		n.Close()
		synctest.Wait()
		assert.ErrorIs(t, s.Close(), net.ErrClosed)
	})
}

// A caller that is cancelled before the call gets no connection, though a server
// would accept it.
func TestACancelledCallerDoesNotDial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		defer n.Close()
		go func() {
			for {
				if _, err := n.Accept(); err != nil {
					return
				}
			}
		}()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 20 { // a random choice would show at last
			synctest.Wait()
			assert.ErrorIs(t, dial(ctx, n), context.Canceled)
		}
	})
}
