// Package serve sends the classroom's files: by a web server of its own, or into
// a folder for another one.
//
// The server runs nothing and keeps nothing. It answers GET and HEAD, lists no
// folder, and looks at the Host: a page from elsewhere must not reach it by a name
// that leads to this machine.
package serve

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"sync"
	"time"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/classroom/site"
)

// A Source has the files of the site. Find waits for a file that is being made.
type Source interface {
	Find(ctx context.Context, path string) (build.File, error)
	Progress() build.Progress
}

// patience is how long a request waits for a file that is being compiled.
const patience = 5 * time.Minute

// NewServer returns a server for the classroom at this address. The caller
// listens.
func NewServer(source Source, addr netip.AddrPort) *http.Server {
	return &http.Server{
		Handler:           NewHandler(source, addr),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      patience + time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// A handler sends the files of a source.
type handler struct {
	source Source
	addr   netip.AddrPort
	ready  sync.Map // path → *answer
}

// NewHandler returns the handler for a server that listens at this address.
func NewHandler(source Source, addr netip.AddrPort) http.Handler {
	return &handler{source: source, addr: addr}
}

// policy forbids pages from elsewhere to put ours into a frame.
const policy = site.Policy + "; frame-ancestors 'none'"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Referrer-Policy", "no-referrer")
	switch {
	case !h.isOurs(r.Host):
		http.Error(w, "this is the classroom at "+h.addr.String()+": open it by its IP address and port", http.StatusMisdirectedRequest)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, r.Method+" is not supported: want GET or HEAD", http.StatusMethodNotAllowed)
	case r.URL.Path == "/progress.json":
		h.progress(w)
	default:
		h.file(w, r)
	}
}

// isOurs tells whether a Host is a name for the address at which we listen. For
// all addresses that is any IP address; for this machine also localhost.
func (h *handler) isOurs(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != portText(h.addr) {
		return false
	}
	if name == "localhost" {
		return h.addr.Addr().IsLoopback()
	}
	ip, err := netip.ParseAddr(name)
	switch ours := h.addr.Addr(); {
	case err != nil || ip.Zone() != "":
		return false
	case ours.IsUnspecified():
		return true
	case ours.IsLoopback():
		return ip == netip.MustParseAddr("127.0.0.1") || ip == netip.IPv6Loopback() || ip == ours
	default:
		return ip == ours
	}
}

func portText(addr netip.AddrPort) string {
	_, port, _ := net.SplitHostPort(addr.String())
	return port
}

func (h *handler) progress(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(h.source.Progress())
}

// file sends a file, as it is or packed.
func (h *handler) file(w http.ResponseWriter, r *http.Request) {
	name, ok := clean(r.URL.Path)
	if !ok {
		notFound(w)
		return
	}
	a, err := h.find(r.Context(), name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		h.missing(w, r, name)
		return
	case errors.Is(err, context.DeadlineExceeded):
		w.Header().Set("Retry-After", "5")
		http.Error(w, "this file is still being compiled: try again", http.StatusServiceUnavailable)
		return
	case err != nil:
		http.Error(w, "this file could not be compiled: the terminal says why", http.StatusInternalServerError)
		return
	}
	a.send(w, r)
}

// missing sends a folder's reader to its page.
func (h *handler) missing(w http.ResponseWriter, r *http.Request, name string) {
	if _, err := h.find(r.Context(), name+"/index.html"); err == nil {
		http.Redirect(w, r, "/"+name+"/", http.StatusMovedPermanently)
		return
	}
	notFound(w)
}

func notFound(w http.ResponseWriter) {
	http.Error(w, "there is no such page: the list of lessons is at /", http.StatusNotFound)
}

// clean returns the path of a file of the site.
func clean(url string) (name string, ok bool) {
	if strings.HasSuffix(url, "/") {
		url += "index.html"
	}
	name = strings.TrimPrefix(url, "/")
	return name, fs.ValidPath(name) && !strings.ContainsAny(name, "\\\x00")
}

// find makes an answer of a file, once.
func (h *handler) find(ctx context.Context, name string) (*answer, error) {
	if a, ok := h.ready.Load(name); ok {
		return a.(*answer), nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f, err := h.source.Find(ctx, name)
	if err != nil {
		return nil, err
	}
	a, _ := h.ready.LoadOrStore(name, newAnswer(f))
	return a.(*answer), nil
}

// An answer is a file with its headers.
type answer struct {
	plain  []byte // nil if only the packed form is kept
	packed []byte // nil if it would not be smaller
	kind   string
	tag    string
}

func newAnswer(f build.File) *answer {
	sum := sha256.Sum256(f.Data)
	a := &answer{kind: Type(f.Path), tag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	if f.Packed {
		a.packed = f.Data
		return a
	}
	a.plain = f.Data
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(f.Data)
	if z.Close() == nil && out.Len() < len(f.Data)*9/10 {
		a.packed = out.Bytes()
	}
	return a
}

func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", a.kind)
	header.Set("Cache-Control", "no-cache") // ask, and hear that nothing has changed
	header.Set("ETag", a.tag)
	header.Set("Vary", "Accept-Encoding")
	switch {
	case a.packed != nil && acceptsGzip(r):
		header.Set("Content-Encoding", "gzip")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.packed))
	case a.plain != nil:
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.plain))
	case r.Method == http.MethodHead:
	default:
		if z, err := gzip.NewReader(bytes.NewReader(a.packed)); err == nil {
			io.Copy(w, z)
		}
	}
}

func acceptsGzip(r *http.Request) bool {
	for _, value := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(value, ",") {
			name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
			if (name == "gzip" || name == "*") && strings.ReplaceAll(weight, " ", "") != "q=0" {
				return true
			}
		}
	}
	return false
}

// Type is the media type of a file. It does not depend on what the machine knows.
func Type(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
