package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A listed package is one that go list described.
type listed struct {
	ImportPath string
	Name       string
	Export     string // the file of its archive
	Standard   bool
	Incomplete bool // it, or a package that it imports, is not installed or not compiled
	Error      *struct{ Err string }
	Imports    []string
	ImportMap  map[string]string // as it stands in the source → as it is
}

// A graph has all packages that may be imported, and those that they import.
type graph map[string]*listed

// list compiles packages and all that they import, and returns them. A package of a
// module that is not installed, since only tests or one lesson need it, is left out
// and reported, and so are those that import it.
func (m *maker) list(ctx context.Context, patterns ...string) (graph, error) {
	args := append([]string{"list", "-v", "-e", "-trimpath", "-buildvcs=false", "-deps", "-export",
		"-json=ImportPath,Name,Export,Standard,Incomplete,Error,Imports,ImportMap"}, patterns...)
	compiled := 0 // with -v each package is named that is compiled, and not found in the cache
	out, err := outputWithLines(m.golang.command(ctx, m.golang.module, args...), func(string) {
		if compiled++; compiled%25 == 0 {
			m.report("compiled %d packages", compiled)
		}
	})
	if err != nil {
		return nil, err
	}
	all, err := DecodeList[listed](out)
	if err != nil {
		return nil, err
	}
	packages := graph{}
	for _, p := range all {
		if p.Error != nil {
			m.report("%s is left out: %s (go mod download installs all modules)", p.ImportPath, p.Error.Err)
		}
		if p.Incomplete {
			continue
		}
		for i, path := range p.Imports {
			if real, ok := p.ImportMap[path]; ok {
				p.Imports[i] = real
			}
		}
		slices.Sort(p.Imports)
		packages[p.ImportPath] = p
	}
	return packages, packages.isComplete()
}

// DecodeList reads what go list -json prints: one object for each package.
func DecodeList[T any](out []byte) (all []*T, err error) {
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(T)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		all = append(all, p)
	}
}

// isComplete returns an error if no program at all could be compiled.
func (g graph) isComplete() error {
	for _, path := range []string{"runtime", "fmt", modulePath + "/task"} {
		if g[path] == nil || g[path].Export == "" {
			return fmt.Errorf("%s cannot be compiled for js/wasm", path)
		}
	}
	return nil
}

// closure adds a package and all that it imports to seen.
func (g graph) closure(path string, seen map[string]bool) {
	p := g[path]
	if seen[path] || p == nil { // nil: unsafe
		return
	}
	seen[path] = true
	for _, imported := range p.Imports {
		g.closure(imported, seen)
	}
}

// reaches reports whether a package imports another, directly or not.
func (g graph) reaches(path, other string) bool {
	seen := map[string]bool{}
	g.closure(path, seen)
	return seen[other]
}

// isInternal reports whether a part of an import path keeps others from
// importing it.
func isInternal(path string) bool {
	parts := strings.Split(path, "/")
	return slices.Contains(parts, "internal") || parts[0] == "vendor"
}
