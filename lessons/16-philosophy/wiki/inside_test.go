package wiki

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wikipedia speaks HTTP/2, where a conversation breaks off without the
// connection. That is worth another try as well.
func TestAStreamThatIsReset(t *testing.T) {
	var n atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "HTTP/2.0", r.Proto)
		if n.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		fmt.Fprint(w, `<!DOCTYPE html><div class="mw-parser-output"><p><a href="/wiki/Leaf">leaf</a>`)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	c := trusting(t, server)
	_, err := c.get(t.Context(), "Tea")
	_, worthwhile := backoff(err, 1)
	assert.True(t, worthwhile, "%v", err)
	page, err := c.get(t.Context(), "Tea")
	assert.NoError(t, err)
	assert.Equal(t, "Leaf", page.First)
}

// trusting makes a client that knows who signed the server's certificate.
func trusting(t *testing.T, server *httptest.Server) *Client {
	c, err := New(server.URL, Options{})
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	theirs := server.Client().Transport.(*http.Transport).TLSClientConfig
	c.http.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: theirs.RootCAs}
	return c
}

func TestNext(t *testing.T) {
	for _, tc := range []struct {
		name  string
		err   error
		try   int
		least time.Duration // and less than twice as long; 0 if it isn't worthwhile
	}{
		{name: "busy", err: &busyError{code: 503}, try: 1, least: time.Second / 2},
		{name: "busy again", err: &busyError{code: 503}, try: 2, least: time.Second},
		{name: "busy a third time", err: &busyError{code: 503}, try: 3, least: 2 * time.Second},
		{name: "busy a fourth time", err: &busyError{code: 503}, try: 4, least: 4 * time.Second},
		{name: "busy, and that is enough", err: &busyError{code: 503}, try: 5},
		{name: "a conversation broke off", err: networkError{errors.New("crackle")}, try: 1, least: time.Second / 2},
		{name: "something that stays so", err: errors.New("salt in the tea"), try: 1},
		{name: "a page that nobody wrote", err: ErrMissing, try: 1},
		{name: "busy for a minute", err: &busyError{code: 429, after: time.Minute}, try: 1, least: time.Second / 2},
		{name: "busy for more than that", err: &busyError{code: 429, after: time.Minute + time.Second}, try: 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wait, worthwhile := backoff(tc.err, tc.try)
			assert.Equal(t, tc.least > 0, worthwhile)
			if worthwhile {
				assert.GreaterOrEqual(t, wait, tc.least)
				assert.Less(t, wait, 2*tc.least)
			}
		})
	}
}

func TestIsNetwork(t *testing.T) {
	dialling := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tc := range []struct {
		name string
		err  error
		want bool
		why  string
	}{
		{name: "nobody listens", err: dialling(errors.New("connection refused")), want: true},
		{name: "no name server", err: dialling(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), want: true},
		{name: "a host that isn't", err: dialling(&net.DNSError{Err: "no such host", IsNotFound: true}), why: "it won't be there in a second either"},
		{name: "a port that can't be", err: dialling(&net.AddrError{Err: "invalid port", Addr: "99999"}), why: "the address is wrong, not the network"},
		{name: "a header of two lines", err: errors.New("net/http: invalid header field value")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			assert.Equal(t, tc.want, isNetwork(tc.err))
		})
	}
}
