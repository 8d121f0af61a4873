package build

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gosyncio/lessons/internal/classroom/toolchain"
	"gosyncio/lessons/internal/lesson"
)

// packages are those that the programs for the page consist of, by import path.
type packages map[string]*listed

// A listed package is one that go list described.
type listed struct {
	ImportPath string
	Dir        string
	Standard   bool // it belongs to Go, so its version stands for it
	GoFiles    []string
	EmbedFiles []string
	Deps       []string // all that it imports, directly or not
}

// list asks the go command for the packages.
func (c *compiler) list(ctx context.Context) (packages, error) {
	args := []string{"list", "-e", "-deps", "-buildvcs=false", "-json=ImportPath,Dir,Standard,GoFiles,EmbedFiles,Deps",
		"./internal/classroom/draw", "./internal/classroom/hook"}
	for _, l := range c.lessons {
		if l.Page.Mode != lesson.Recorded {
			args = append(args, "./"+l.String())
		}
	}
	out, err := c.golang(ctx, c.home, args...)
	if err != nil {
		return nil, err
	}
	listing, err := toolchain.DecodeList[listed](out)
	all := packages{}
	for _, p := range listing {
		all[p.ImportPath] = p
	}
	return all, err
}

// closure returns the packages and all that they import, without Go's own.
func (all packages) closure(paths ...string) []string {
	seen := map[string]bool{}
	for _, path := range paths {
		seen[path] = true
		if p := all[path]; p != nil {
			for _, dep := range p.Deps {
				seen[dep] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(seen)), func(path string) bool {
		p := all[path]
		return p == nil || p.Standard
	})
}

// hash writes the package's files.
func (p *listed) hash(w io.Writer) error {
	fmt.Fprintln(w, p.ImportPath)
	for _, name := range slices.Concat(p.GoFiles, p.EmbedFiles) {
		if err := hashFile(w, name, filepath.Join(p.Dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// hashFile writes a file, and how long it is: two files must not look like one.
func hashFile(w io.Writer, name, path string) error {
	text, err := os.ReadFile(path)
	fmt.Fprintln(w, name, len(text))
	w.Write(text)
	return err
}

var inLesson = regexp.MustCompile(`^lessons/\d\d-`)

// hashModule writes all that the toolchain's files for the page are made from: the
// module's programs, and in a lesson's folder everything.
func hashModule(w io.Writer, root string) error {
	module := os.DirFS(root)
	return fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != "." {
			_, err := fs.Stat(module, name+"/go.mod")
			if isOther := err == nil || base[0] == '.' || base[0] == '_' || base == "node_modules"; isOther {
				return fs.SkipDir
			}
			return nil
		}
		isSource := strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go") || base == "go.mod" || base == "go.sum"
		if !d.Type().IsRegular() || !isSource && !inLesson.MatchString(name) {
			return nil
		}
		return hashFile(w, name, filepath.Join(root, filepath.FromSlash(name)))
	})
}
