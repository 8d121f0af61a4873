package main

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

const modulePath = "gosyncio"

// checkFiles finds what a page cannot compile: a package that is not main, cgo,
// files to embed, and imports that the packs do not have.
func (s *session) checkFiles() {
	for i, file := range s.files {
		name := s.names[i]
		if !s.isReaders(name) {
			continue
		}
		if file.Name.Name != "main" {
			s.add(file.Name.Pos(), fmt.Sprintf("package %s is no program: write package main", file.Name.Name))
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			if problem := s.importProblem(imported); problem != "" {
				s.addWithHint(spec.Path.Pos(), problem, s.importHint(imported))
			}
		}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				s.checkDirective(comment)
			}
		}
	}
}

func (s *session) checkDirective(comment *ast.Comment) {
	switch {
	case strings.HasPrefix(comment.Text, "//go:embed"):
		s.add(comment.Pos(), "//go:embed finds no file: a program in the page is one file, without others beside it")
	case strings.HasPrefix(comment.Text, "//go:wasmimport"):
		s.add(comment.Pos(), "//go:wasmimport finds no function: the page gives none to a program")
	}
}

func (s *session) hasCgo() bool {
	return slices.ContainsFunc(s.files, func(file *ast.File) bool {
		return slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"C"` })
	})
}

// importProblem says in a sentence why a package cannot be imported, or "".
func (s *session) importProblem(imported string) string {
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case imported == "C":
		return `import "C": there is no C compiler in the page, and a program here is only Go`
	case strings.HasPrefix(imported, "."):
		return fmt.Sprintf("import %q: a path that begins with a dot is not allowed: write %q and the folder", imported, modulePath+"/")
	case !s.isVisible(imported):
		return fmt.Sprintf("import %q: an internal package can be imported only by the packages beside it", imported)
	case s.known[imported]:
		return ""
	case first == modulePath:
		return fmt.Sprintf("import %q: this module has no such package; it has gather, sleep, task, wait, waitfor and with", imported)
	case strings.Contains(first, "."):
		return fmt.Sprintf("import %q: the page has only the standard library and this module: other modules cannot be imported here", imported)
	}
	return fmt.Sprintf("import %q: the standard library has no such package", imported)
}

// isVisible reports whether the rule about internal folders lets the program
// import a package. The compiler does not know that rule: go build does.
func (s *session) isVisible(imported string) bool {
	parts := strings.Split(imported, "/")
	if parts[0] == "vendor" {
		return false
	}
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i] == "internal" {
			parent := strings.Join(parts[:i], "/")
			return parent != "" && strings.HasPrefix(s.program.Path+"/", parent+"/")
		}
	}
	return true
}

// importHint finds packages with the same last name: "math/rand" for "rand".
func (s *session) importHint(imported string) string {
	if imported == "C" {
		return ""
	}
	var similar []string
	for _, known := range slices.Sorted(maps.Keys(s.known)) {
		if known != imported && path.Base(known) == path.Base(imported) && s.isVisible(known) {
			similar = append(similar, strconv.Quote(known))
		}
	}
	if len(similar) == 0 {
		return ""
	}
	return "Did you mean " + strings.Join(similar, " or ") + "?"
}
