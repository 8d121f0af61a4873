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

// Wikipedia speaks HTTP/2, which can end one request and keep the connection. Then
// another try makes sense, too.
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

// trusting makes a client that trusts the server's certificate.
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
		{name: "a busy server, first try", err: &busyError{code: 503}, try: 1, least: time.Second / 2},
		{name: "a busy server, second try", err: &busyError{code: 503}, try: 2, least: time.Second},
		{name: "a busy server, third try", err: &busyError{code: 503}, try: 3, least: 2 * time.Second},
		{name: "a busy server, fourth try", err: &busyError{code: 503}, try: 4, least: 4 * time.Second},
		{name: "a busy server gets no sixth request", err: &busyError{code: 503}, try: 5},
		{name: "a broken connection gets another try", err: networkError{errors.New("crackle")}, try: 1, least: time.Second / 2},
		{name: "an error of the page gets no other try", err: errors.New("salt in the tea"), try: 1},
		{name: "a missing page gets no other try", err: ErrMissing, try: 1},
		{name: "a pause of a minute gets another try", err: &busyError{code: 429, after: time.Minute}, try: 1, least: time.Second / 2},
		{name: "a longer pause gets no other try", err: &busyError{code: 429, after: time.Minute + time.Second}, try: 1},
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
		{name: "a refused connection is the network's", err: dialling(errors.New("connection refused")), want: true},
		{name: "a name server's failure is the network's", err: dialling(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), want: true},
		{name: "an unknown host is not the network's", err: dialling(&net.DNSError{Err: "no such host", IsNotFound: true}), why: "it will be unknown in a second, too"},
		{name: "an impossible port is not the network's", err: dialling(&net.AddrError{Err: "invalid port", Addr: "99999"}), why: "the address is wrong, not the network"},
		{name: "a bad header is not the network's", err: errors.New("net/http: invalid header field value")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			assert.Equal(t, tc.want, isNetwork(tc.err))
		})
	}
}
