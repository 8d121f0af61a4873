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
	DepOnly    bool // nobody asked for it: another package imports it
	Imports    []string
	ImportMap  map[string]string // as it stands in the source → as it is
}

// A graph has all packages that may be imported, and those that they import.
type graph map[string]*listed

// list compiles packages and all that they import, and returns them.
func (m *maker) list(ctx context.Context, patterns ...string) (graph, error) {
	args := append([]string{"list", "-trimpath", "-buildvcs=false", "-deps", "-export",
		"-json=ImportPath,Name,Export,Standard,DepOnly,Imports,ImportMap"}, patterns...)
	out, err := output(m.golang.command(ctx, m.golang.module, args...))
	if err != nil {
		return nil, err
	}
	packages := graph{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := &listed{}
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for i, path := range p.Imports {
			if real, ok := p.ImportMap[path]; ok {
				p.Imports[i] = real
			}
		}
		slices.Sort(p.Imports)
		packages[p.ImportPath] = p
	}
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
