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
	_, worthwhile := next(err, 1)
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
	for name, tc := range map[string]struct {
		err   error
		try   int
		least time.Duration // and less than twice as long; 0 if it isn't worthwhile
	}{
		"busy":                     {err: &busy{code: 503}, try: 1, least: time.Second / 2},
		"busy again":               {err: &busy{code: 503}, try: 2, least: time.Second},
		"busy a third time":        {err: &busy{code: 503}, try: 3, least: 2 * time.Second},
		"busy a fourth time":       {err: &busy{code: 503}, try: 4, least: 4 * time.Second},
		"busy, and that is enough": {err: &busy{code: 503}, try: 5},
		"a conversation broke off": {err: unheard{errors.New("crackle")}, try: 1, least: time.Second / 2},
		"something that stays so":  {err: errors.New("salt in the tea"), try: 1},
		"a page that nobody wrote": {err: ErrMissing, try: 1},
		"busy for a minute":        {err: &busy{429, time.Minute}, try: 1, least: time.Second / 2},
		"busy for more than that":  {err: &busy{429, time.Minute + time.Second}, try: 1},
	} {
		t.Run(name, func(t *testing.T) {
			wait, worthwhile := next(tc.err, tc.try)
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
	for name, tc := range map[string]struct {
		err  error
		want bool
		why  string
	}{
		"nobody listens":        {err: dialling(errors.New("connection refused")), want: true},
		"no name server":        {err: dialling(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), want: true},
		"a host that isn't":     {err: dialling(&net.DNSError{Err: "no such host", IsNotFound: true}), why: "it won't be there in a second either"},
		"a port that can't be":  {err: dialling(&net.AddrError{Err: "invalid port", Addr: "99999"}), why: "the address is wrong, not the network"},
		"a header of two lines": {err: errors.New("net/http: invalid header field value")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			assert.Equal(t, tc.want, isNetwork(tc.err))
		})
	}
}
