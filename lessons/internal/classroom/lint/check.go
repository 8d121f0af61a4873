package main

import (
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A program is what check looks at: one package main.
type program struct {
	Path     string            `json:"path"`     // of the package, as if it were a folder of the module
	Files    map[string]string `json:"files"`    // what the reader wrote
	Siblings map[string]string `json:"siblings"` // what is compiled along
}

// A report lists what is wrong, in the order of the files and lines. Imports are
// the packages that the program asks for, whether they exist or not.
type report struct {
	Problems []problem `json:"problems"`
	Imports  []string  `json:"imports"`
}

const maxProblems = 10

// A checker keeps what it read of the packages that programs import.
type checker struct {
	importer types.Importer
	known    map[string]bool // all packages that can be imported
}

func newChecker(lookup func(path string) (io.ReadCloser, error)) *checker {
	return &checker{importer: importer.ForCompiler(token.NewFileSet(), "gc", lookup)}
}

// setPackages says which packages there are.
func (c *checker) setPackages(paths []string) {
	c.known = map[string]bool{"unsafe": true}
	for _, path := range paths {
		c.known[path] = true
	}
}

// check reports syntax errors, if there are any; otherwise what cannot be imported
// or is not possible in a page, and type errors.
func (c *checker) check(p program) report {
	s := &session{checker: c, program: p, fset: token.NewFileSet()}
	s.parse()
	if len(s.problems) == 0 {
		s.checkFiles()
		s.checkTypes()
	}
	slices.SortStableFunc(s.problems, comparePositions)
	s.problems = slices.CompactFunc(s.problems, func(a, b problem) bool { return a.File == b.File && a.Line == b.Line && a.Message == b.Message })
	return report{Problems: append([]problem{}, s.problems[:min(len(s.problems), maxProblems)]...), Imports: s.imports()}
}

// A session is one check.
type session struct {
	*checker
	program  program
	fset     *token.FileSet
	files    []*ast.File
	names    []string // of the files, in the same order
	problems []problem
}

func (s *session) text(name string) string {
	if text, ok := s.program.Files[name]; ok {
		return text
	}
	return s.program.Siblings[name]
}

func (s *session) isReaders(name string) bool {
	_, ok := s.program.Files[name]
	return ok
}

// parse reads all files. The page adds siblings that the reader's files replace.
func (s *session) parse() {
	names := map[string]bool{}
	for name := range s.program.Files {
		names[name] = true
	}
	for name := range s.program.Siblings {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		file, err := parser.ParseFile(s.fset, name, s.text(name), parser.ParseComments|parser.SkipObjectResolution|parser.AllErrors)
		s.addSyntax(name, err)
		if file != nil && file.Name != nil {
			s.files, s.names = append(s.files, file), append(s.names, name)
		}
	}
}

func (s *session) addSyntax(name string, err error) {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return
	}
	for _, e := range list {
		if strings.HasPrefix(e.Msg, "expected 'package'") {
			s.addAt(name, e.Pos.Offset, `the program does not begin with a package clause: its first line is "package main"`)
			return
		}
	}
	list.RemoveMultiples() // of one line
	for _, e := range list {
		s.addAt(name, e.Pos.Offset, e.Msg)
	}
}

// imports returns what the files import, in order.
func (s *session) imports() []string {
	paths := map[string]bool{}
	for _, file := range s.files {
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				paths[path] = true
			}
		}
	}
	return slices.AppendSeq([]string{}, maps.Keys(paths))
}

// checkTypes runs go/types over the package, and over its external tests.
func (s *session) checkTypes() {
	var inside []*ast.File
	for _, file := range s.files {
		if file.Name.Name == "main" {
			inside = append(inside, file)
		}
	}
	if len(inside) == 0 || s.hasCgo() {
		return
	}
	config := types.Config{
		Importer: s.importer, GoVersion: "", Sizes: types.SizesFor("gc", "wasm"),
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) && !strings.HasPrefix(e.Msg, "could not import ") { // checkImport said so already
				s.add(e.Pos, e.Msg)
			}
		},
	}
	pkg, err := config.Check(s.program.Path, s.fset, inside, nil)
	if pkg == nil || err != nil {
		return // a main that is missing is the smaller problem
	}
	if _, ok := pkg.Scope().Lookup("main").(*types.Func); !ok {
		s.add(inside[0].Name.Pos(), "function main is missing: a program starts with func main()")
	}
}
