package serve_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/classroom/serve"
	"gosyncio/lessons/internal/classroom/site"
)

// A shelf is a site of a few files, all of them made.
type shelf map[string]build.File

var errBroken = errors.New("it does not compile")

func (s shelf) Find(ctx context.Context, path string) (build.File, error) {
	if path == "programs/broken.wasm" {
		return build.File{}, errBroken
	}
	if f, ok := s[path]; ok {
		return f, nil
	}
	return build.File{}, fs.ErrNotExist
}

func (s shelf) Progress() build.Progress { return build.Progress{Done: 1, Of: 2} }

var page = strings.Repeat("<p>tea</p>", 100)

func pack(text string) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	io.WriteString(w, text)
	w.Close()
	return out.Bytes()
}

func aShelf() shelf {
	s := shelf{}
	for _, f := range []build.File{
		{Path: "index.html", Data: []byte(page)},
		{Path: "06-gather/index.html", Data: []byte(page)},
		{Path: "assets/run.js", Data: []byte("export {}")},
		{Path: "programs/06-gather.wasm", Data: pack("\x00asm"), Packed: true},
	} {
		s[f.Path] = f
	}
	return s
}

func TestARequestIsAnsweredByItsMethodItsHostAndItsPath(t *testing.T) {
	loopback, lan, everywhere, web := "127.0.0.1:3999", "192.168.1.5:3999", "0.0.0.0:3999", "0.0.0.0:80"
	for _, tc := range []struct {
		name, listens, method, host, path string
		status                            int
		why                               string
	}{
		{"the list of lessons", loopback, "GET", "127.0.0.1:3999", "/", 200, ""},
		{"a lesson", loopback, "GET", "localhost:3999", "/06-gather/", 200, ""},
		{"a lesson, by its IPv6 address", loopback, "GET", "[::1]:3999", "/06-gather/", 200, ""},
		{"the head of a lesson", loopback, "HEAD", "127.0.0.1:3999", "/06-gather/", 200, ""},
		{"a folder without its slash", loopback, "GET", "127.0.0.1:3999", "/06-gather", 307, ""},
		{"a module", loopback, "GET", "127.0.0.1:3999", "/assets/run.js", 200, ""},
		{"a program", loopback, "GET", "127.0.0.1:3999", "/programs/06-gather.wasm", 200, ""},
		{"a program that does not compile", loopback, "GET", "127.0.0.1:3999", "/programs/broken.wasm", 500, ""},
		{"how far the builder is", loopback, "GET", "127.0.0.1:3999", "/progress.json", 200, ""},
		{"no listing of a folder", loopback, "GET", "127.0.0.1:3999", "/assets/", 404, ""},
		{"an unknown page", loopback, "GET", "127.0.0.1:3999", "/99-tea/", 404, ""},
		{"a path that leaves the site", loopback, "GET", "127.0.0.1:3999", "/../go.mod", 404, "as it came, and not cleaned by a client"},
		{"an encoded path that leaves the site", loopback, "GET", "127.0.0.1:3999", "/%2e%2e/go.mod", 404, ""},
		{"a path with a backslash", loopback, "GET", "127.0.0.1:3999", `/..%5cgo.mod`, 404, "Windows takes it for a slash"},
		{"a path with two slashes", loopback, "GET", "127.0.0.1:3999", "//06-gather/", 404, "a redirect could lead to another host"},
		{"a post", loopback, "POST", "127.0.0.1:3999", "/", 405, ""},
		{"a question about the methods", loopback, "OPTIONS", "127.0.0.1:3999", "/", 405, ""},
		{"a put", loopback, "PUT", "127.0.0.1:3999", "/06-gather/", 405, ""},
		{"another site's name", loopback, "GET", "evil.example:3999", "/", 421, "a name that leads to this machine"},
		{"another port", loopback, "GET", "127.0.0.1:80", "/", 421, ""},
		{"no port", loopback, "GET", "127.0.0.1", "/", 421, ""},
		{"no host", loopback, "GET", "", "/", 421, ""},
		{"the room's address, on this machine alone", loopback, "GET", "192.168.1.5:3999", "/", 421, ""},
		{"the room's address", lan, "GET", "192.168.1.5:3999", "/", 200, ""},
		{"localhost, for the room's address", lan, "GET", "localhost:3999", "/", 421, ""},
		{"any IP address, for all addresses", everywhere, "GET", "10.1.2.3:3999", "/", 200, ""},
		{"a name, for all addresses", everywhere, "GET", "classroom.example:3999", "/", 421, "it may be anybody's"},
		{"no port, at port 80", web, "GET", "10.1.2.3", "/", 200, "a browser leaves it out"},
		{"no port by IPv6, at port 80", web, "GET", "[2001:db8::1]", "/", 200, ""},
		{"port 80", web, "GET", "10.1.2.3:80", "/", 200, ""},
		{"a name, at port 80", web, "GET", "classroom.example", "/", 421, ""},
		{"localhost, for all addresses", everywhere, "GET", "localhost:3999", "/", 421, "IP addresses only"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := serve.NewHandler(aShelf(), netip.MustParseAddrPort(tc.listens))
			r := httptest.NewRequest(tc.method, "http://x"+tc.path, nil)
			r.Host = tc.host
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			assert.Equal(t, tc.status, w.Code, tc.why)
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			assert.Equal(t, "same-origin", w.Header().Get("Cross-Origin-Resource-Policy"))
			assert.Equal(t, "same-origin", w.Header().Get("Cross-Origin-Opener-Policy"))
			assert.Equal(t, site.Policy+"; frame-ancestors 'none'", w.Header().Get("Content-Security-Policy"))
			if tc.method == "HEAD" {
				assert.Empty(t, w.Body.String())
			}
		})
	}
}

func get(t *testing.T, path string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "http://127.0.0.1:3999"+path, nil)
	r.Header = header
	w := httptest.NewRecorder()
	serve.NewHandler(aShelf(), netip.MustParseAddrPort("127.0.0.1:3999")).ServeHTTP(w, r)
	return w
}

func TestAProgramIsSentPackedWithItsType(t *testing.T) {
	w := get(t, "/programs/06-gather.wasm", http.Header{"Accept-Encoding": {"gzip, br"}})
	assert.Equal(t, "application/wasm", w.Header().Get("Content-Type"), "or the browser does not keep what it compiled")
	assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	assert.Equal(t, pack("\x00asm"), w.Body.Bytes())
}

func TestAClientThatCannotUnpackGetsAProgramAsItIs(t *testing.T) {
	for _, accepts := range []string{"", "identity", "gzip;q=0", "gzip; q=0, br"} {
		t.Run("Accept-Encoding: "+accepts, func(t *testing.T) {
			w := get(t, "/programs/06-gather.wasm", http.Header{"Accept-Encoding": {accepts}})
			assert.Empty(t, w.Header().Get("Content-Encoding"))
			assert.Equal(t, "\x00asm", w.Body.String())
		})
	}
}

func TestAPageIsPackedAndIsNotSentTwice(t *testing.T) {
	w := get(t, "/06-gather/", http.Header{"Accept-Encoding": {"gzip"}})
	assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	z, err := gzip.NewReader(w.Body)
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	assert.Equal(t, page, string(text))
	tag := w.Header().Get("ETag")
	require.NotEmpty(t, tag)
	again := get(t, "/06-gather/", http.Header{"If-None-Match": {tag}, "Accept-Encoding": {"gzip"}})
	assert.Equal(t, http.StatusNotModified, again.Code)
	assert.Empty(t, again.Body.String())
}

func TestEachFormOfAFileHasATagOfItsOwn(t *testing.T) {
	packed := get(t, "/programs/06-gather.wasm", http.Header{"Accept-Encoding": {"gzip"}}).Header().Get("ETag")
	plain := get(t, "/programs/06-gather.wasm", nil).Header().Get("ETag")
	assert.NotEqual(t, packed, plain)
	for _, tc := range []struct {
		name, tag, accepts string
		status             int
	}{
		{"the packed form is known", packed, "gzip", http.StatusNotModified},
		{"the plain form is known", plain, "", http.StatusNotModified},
		{"the other form is known", packed, "", http.StatusOK},
		{"the other form is known, to a client that unpacks", plain, "gzip", http.StatusOK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := get(t, "/programs/06-gather.wasm", http.Header{"If-None-Match": {tc.tag}, "Accept-Encoding": {tc.accepts}})
			assert.Equal(t, tc.status, w.Code)
		})
	}
}

// What a client sends that is no browser.
func TestWhatIsNoRequestForAFileIsRefused(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := serve.NewServer(aShelf(), netip.MustParseAddrPort(listener.Addr().String()))
	go server.Serve(listener)
	defer server.Close()
	for _, tc := range []struct{ name, request, status string }{
		{"a question about the server", "OPTIONS * HTTP/1.1\r\nHost: HERE", "405"},
		{"a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: HERE", "421"},
		{"a proxy's request", "GET http://evil.example/ HTTP/1.1\r\nHost: HERE", "421"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: HERE\r\nHost: evil.example", "400"},
		{"no host", "GET / HTTP/1.1", "400"},
		{"an old protocol without a host", "GET / HTTP/1.0", "421"},
		{"a header that is too long", "GET / HTTP/1.1\r\nHost: HERE\r\nX: " + strings.Repeat("x", 32<<10), "431"},
		{"a request for a page", "GET / HTTP/1.1\r\nHost: HERE", "200"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", listener.Addr().String())
			require.NoError(t, err)
			defer conn.Close()
			_, err = io.WriteString(conn, strings.ReplaceAll(tc.request, "HERE", listener.Addr().String())+"\r\nConnection: close\r\n\r\n")
			require.NoError(t, err)
			line, err := bufio.NewReader(conn).ReadString('\n')
			require.NoError(t, err)
			assert.Contains(t, line, " "+tc.status+" ")
		})
	}
}

// waiting is a site that is never made.
type waiting struct{ shelf }

func (waiting) Find(ctx context.Context, path string) (build.File, error) {
	<-ctx.Done()
	return build.File{}, ctx.Err()
}

func TestARequestForAFileThatIsBeingCompiledEndsWithItsClient(t *testing.T) {
	ctx, gone := context.WithCancel(t.Context())
	gone()
	r := httptest.NewRequest("GET", "http://127.0.0.1:3999/programs/06-gather.wasm", nil).WithContext(ctx)
	w := httptest.NewRecorder()
	serve.NewHandler(waiting{}, netip.MustParseAddrPort("127.0.0.1:3999")).ServeHTTP(w, r)
	assert.Empty(t, w.Body.String())
}

func TestAFileThatIsNotCompiledInTimeIsToBeAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // so five minutes take no time
		r := httptest.NewRequest("GET", "http://127.0.0.1:3999/programs/06-gather.wasm", nil)
		w := httptest.NewRecorder()
		serve.NewHandler(waiting{}, netip.MustParseAddrPort("127.0.0.1:3999")).ServeHTTP(w, r)
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Equal(t, "5", w.Header().Get("Retry-After"))
	})
}

func FuzzHandler(f *testing.F) {
	f.Add("127.0.0.1:3999", "/06-gather/")
	f.Add("[::1%25eth0]:3999", "/%00")
	f.Add("localhost:3999", "/assets/run.js")
	f.Add("0.0.0.0:3999", "//evil.example/..")
	h := serve.NewHandler(aShelf(), netip.MustParseAddrPort("127.0.0.1:3999"))
	f.Fuzz(func(t *testing.T, host, path string) {
		r := httptest.NewRequest("GET", "http://x/", nil)
		r.Host, r.URL.Path = host, path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
			t.Errorf("%q is redirected to %q", path, to)
		}
		name, isPort := strings.CutSuffix(host, ":3999")
		ip, _ := netip.ParseAddr(strings.Trim(name, "[]"))
		if isOurs := isPort && (name == "localhost" || ip.IsLoopback()); w.Code != http.StatusMisdirectedRequest && !isOurs {
			t.Errorf("%q is answered with %d", host, w.Code)
		}
		_, isFile := aShelf()[strings.TrimPrefix(path, "/")]
		_, isPage := aShelf()[strings.TrimPrefix(path+"index.html", "/")]
		if w.Code == http.StatusOK && path != "/progress.json" && !isFile && !isPage {
			t.Errorf("%q is served, and no file of the site is", path)
		}
	})
}

func TestAFileThatIsMadeAnewIsSentAnew(t *testing.T) {
	s := aShelf()
	h := serve.NewHandler(s, netip.MustParseAddrPort("127.0.0.1:3999"))
	get := func() (body, tag string) {
		r := httptest.NewRequest("GET", "http://127.0.0.1:3999/06-gather/", nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String(), w.Header().Get("ETag")
	}
	body, before := get()
	require.Equal(t, page, body)
	_, again := get()
	assert.Equal(t, before, again)
	s["06-gather/index.html"] = build.File{Path: "06-gather/index.html", Data: []byte("<p>toast</p>")}
	body, after := get()
	assert.Equal(t, "<p>toast</p>", body)
	assert.NotEqual(t, before, after, "a browser that asks hears that it has changed")
}
