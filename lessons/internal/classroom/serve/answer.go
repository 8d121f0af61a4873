package serve

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"gosyncio/lessons/internal/classroom/build"
)

// An answer is a file with its headers.
type answer struct {
	plain  []byte // nil if only the packed form is kept
	packed []byte // nil if it would not be smaller
	kind   string
	hash   string
}

func newAnswer(f build.File) *answer {
	sum := sha256.Sum256(f.Data)
	a := &answer{kind: Type(f.Path), hash: hex.EncodeToString(sum[:12])}
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

// isOf reports whether the answer was made of this file, and not of one that was there
// before.
func (a *answer) isOf(f build.File) bool {
	data := a.plain
	if f.Packed {
		data = a.packed
	}
	return len(data) == len(f.Data) && (len(data) == 0 || &data[0] == &f.Data[0])
}

// send answers with the file, as it is or packed. Each form has a tag of its own.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", a.kind)
	header.Set("Cache-Control", "no-cache") // ask, and hear that nothing has changed
	header.Set("ETag", `"`+a.hash+`"`)
	header.Set("Vary", "Accept-Encoding")
	data := a.plain
	if a.packed != nil && acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		header.Set("ETag", `"`+a.hash+`-gzip"`)
		data = a.packed
	}
	if data == nil {
		a.unpack(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// unpack answers a client that cannot unpack. No browser is one.
func (a *answer) unpack(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("If-None-Match"), w.Header().Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	if z, err := gzip.NewReader(bytes.NewReader(a.packed)); err == nil {
		io.Copy(w, z)
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

// A patient writer gives a client time as long as it takes something. A fixed time
// for a whole answer would be too short for a room with a slow network.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p patient) Write(data []byte) (int, error) {
	p.control.SetWriteDeadline(time.Now().Add(stall)) // a test's recorder has none
	return p.ResponseWriter.Write(data)
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
