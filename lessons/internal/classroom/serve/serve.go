// Package serve sends the classroom's files: by a web server of its own, or into
// a folder for another one.
//
// The server runs nothing and keeps nothing. It answers GET and HEAD, lists no
// folder, and looks at the Host: a page from elsewhere must not reach it by a name
// that leads to this machine.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/netip"
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

const (
	patience = 5 * time.Minute  // how long a request waits for a file that is being compiled
	stall    = 30 * time.Second // how long a client may take nothing of an answer
)

// NewServer returns a server for the classroom at this address. The caller
// listens.
func NewServer(source Source, addr netip.AddrPort) *http.Server {
	return &http.Server{
		Handler:           NewHandler(source, addr),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      patience + stall, // send sets a shorter one
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		// Or OPTIONS * would be answered before our handler sees it.
		DisableGeneralOptionsHandler: true,
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
	case errors.Is(err, context.Canceled):
		return // the client is gone, or the server ends
	case err != nil:
		http.Error(w, "this file could not be compiled: the terminal says why", http.StatusInternalServerError)
		return
	}
	a.send(patient{w, http.NewResponseController(w)}, r)
}

// missing sends a folder's reader to its page.
func (h *handler) missing(w http.ResponseWriter, r *http.Request, name string) {
	if _, err := h.find(r.Context(), name+"/index.html"); err == nil {
		// Not for ever: another classroom may have this address tomorrow.
		http.Redirect(w, r, "/"+name+"/", http.StatusTemporaryRedirect)
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

// find makes an answer of a file, once, until the source has another one.
func (h *handler) find(ctx context.Context, name string) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f, err := h.source.Find(ctx, name)
	if err != nil {
		return nil, err
	}
	if a, ok := h.ready.Load(name); ok && a.(*answer).isOf(f) {
		return a.(*answer), nil
	}
	a := newAnswer(f)
	h.ready.Store(name, a)
	return a, nil
}
