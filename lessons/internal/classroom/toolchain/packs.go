package toolchain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An Index says where in the packs each package lies.
type Index struct {
	Go       string             `json:"go"`             // the version that compiled the packages
	Lang     string             `json:"lang"`           // the version that go.mod asks for
	Debug    string             `json:"godebug"`        // the settings that this makes the defaults
	Hook     string             `json:"hook,omitempty"` // a second file of package main
	Packs    map[string]Pack    `json:"packs"`
	Packages map[string]Package `json:"packages"`
}

// A Pack is two files, fetched when a program first needs them.
type Pack struct {
	Types   int `json:"types"`   // bytes of NAME.types.pack
	Objects int `json:"objects"` // bytes of NAME.objects.pack
}

// A Package lies in a pack, from an offset on.
type Package struct {
	Pack    string   `json:"pack"`
	Types   [2]int   `json:"types"`   // offset, length
	Objects [2]int   `json:"objects"` // offset, length
	Imports []string `json:"imports,omitempty"`
}

// A group is the roots of a pack. A package lies in the first pack whose roots
// need it.
type group struct {
	name  string
	roots []string
}

const (
	modulePath = "gosyncio"
	testify    = "github.com/stretchr/testify/"
)

// HookPath is the package that a program in the page imports to be traced, and
// HookFile the second file of its package main that imports it.
const (
	HookPath = modulePath + "/lessons/internal/classroom/hook"
	HookFile = "package main\n\nimport _ \"" + HookPath + "\"\n"
)

// common are packages that no lesson needs and that a program of one's own often
// does.
var common = []string{
	"bytes", "cmp", "container/heap", "container/list", "encoding/hex", "hash/fnv", "iter", "maps", "math", "math/bits", "math/rand",
	"math/rand/v2", "regexp", "runtime/debug", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "text/tabwriter", "unicode/utf8",
}

// makePacks compiles the packages and writes them into packs.
func (m *maker) makePacks(ctx context.Context) (*Index, error) {
	roots, err := m.roots()
	if err != nil {
		return nil, err
	}
	m.report("compiling the standard library and the module for the page")
	packages, err := m.list(ctx, roots...)
	if err != nil {
		return nil, fmt.Errorf("the packages for the page: %w", err)
	}
	index := &Index{Go: m.golang.Version, Packs: map[string]Pack{}, Packages: map[string]Package{}}
	if err := m.describeModule(ctx, index); err != nil {
		return nil, err
	}
	if packages[HookPath] != nil {
		index.Hook = HookFile
	}
	for _, g := range packages.groups() {
		if err := m.writePack(g, packages, index); err != nil {
			return nil, err
		}
	}
	return index, writeJSON(filepath.Join(m.dir, "packs", "index.json"), index)
}

// describeModule reads what go build takes from go.mod.
func (m *maker) describeModule(ctx context.Context, index *Index) error {
	out, err := output(m.golang.command(ctx, m.golang.module, "list", "-f", "{{.Module.GoVersion}} {{.DefaultGODEBUG}}", "./lessons/02-hello"))
	if err != nil {
		return err
	}
	version, debug, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	parts := strings.SplitN(version, ".", 3)
	index.Lang, index.Debug = "go"+strings.Join(parts[:min(2, len(parts))], "."), debug
	return nil
}

// roots returns what is compiled: the standard library, the six packages, the
// lessons, the hook, and what the suites of the exercises import.
func (m *maker) roots() ([]string, error) {
	roots := []string{"std"}
	for _, pattern := range []string{"[a-z]*/doc.go", "lessons/[0-9]*/main.go", "lessons/internal/classroom/hook/doc.go"} {
		found, err := fs.Glob(os.DirFS(m.golang.module), pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			roots = append(roots, "./"+strings.TrimSuffix(name, name[strings.LastIndex(name, "/"):]))
		}
	}
	return slices.Concat(roots, []string{testify + "assert", testify + "require"}, m.imports), nil
}

// groups divides the packages. base has what the six packages need, and so most
// lessons; net what lessons with connections need, and common what a few do.
// net/http with all that belongs to it, what tests need, and the rest of the
// standard library are larger and needed less often.
func (g graph) groups() []group {
	base := group{"base", []string{HookPath, "fmt", "os"}}
	net := group{"net", []string{"net"}}
	few := group{"common", slices.Clone(common)}
	http := group{"http", []string{"net/http"}}
	tests := group{"testing", []string{"testing", "testing/synctest", "testing/internal/testdeps"}}
	rest := group{name: "std"}
	for _, path := range slices.Sorted(maps.Keys(g)) {
		needs := &tests
		switch isLesson := g[path].Name == "main"; {
		case g[path].Standard && isInternal(path):
			continue
		case g[path].Standard:
			needs = &rest
		case strings.HasPrefix(path, modulePath+"/") && strings.Count(path, "/") == 1:
			needs = &base
		case isLesson && g.reaches(path, "net/http"):
			needs = &http
		case isLesson && g.reaches(path, "net"):
			needs = &net
		case isLesson:
			needs = &few
		}
		needs.roots = append(needs.roots, path)
	}
	return []group{base, net, few, http, tests, rest}
}

// writePack writes the packages that a group needs and that lie in no pack yet.
func (m *maker) writePack(g group, packages graph, index *Index) error {
	needed := map[string]bool{}
	for _, root := range g.roots {
		packages.closure(root, needed)
	}
	var types, objects bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(needed)) {
		p := packages[path]
		if _, written := index.Packages[path]; written || p.Export == "" || p.Name == "main" {
			continue
		}
		archive, err := os.ReadFile(p.Export)
		if err != nil {
			return err
		}
		forCompiler, forLinker, err := splitArchive(archive)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		index.Packages[path] = Package{
			Pack: g.name, Imports: p.Imports,
			Types: [2]int{types.Len(), len(forCompiler)}, Objects: [2]int{objects.Len(), len(forLinker)},
		}
		types.Write(forCompiler)
		objects.Write(forLinker)
	}
	index.Packs[g.name] = Pack{types.Len(), objects.Len()}
	m.report("packed %s: %.1f MB for the compiler, %.1f MB for the linker", g.name, megabytes(int64(types.Len())), megabytes(int64(objects.Len())))
	name := filepath.Join(m.dir, "packs", g.name)
	return errors.Join(writeFile(name+".types.pack", types.Bytes()), writeFile(name+".objects.pack", objects.Bytes()))
}
