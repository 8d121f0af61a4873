package toolchain

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var runFlag = regexp.MustCompile(`go test -tags exercise \S+ -run (\w+)`)

// exercise reads an exercise: the lesson's program with the tag exercise, and the
// test that TASK.md tells the reader to run. solved is the lesson's program.
func (m *maker) exercise(folder string, solved map[string]string) (*Exercise, error) {
	p, err := m.importDir(folder, "exercise")
	if err != nil {
		return nil, err
	}
	e := &Exercise{Solution: map[string]string{}}
	if e.Program, err = readProgram(p, "exercise.go"); err != nil {
		return nil, err
	}
	for name, text := range solved {
		if _, ok := e.Files[name]; !ok {
			e.Solution[name] = text
		}
	}
	test, err := namedTest(filepath.Join(p.Dir, "TASK.md"))
	if err != nil {
		return nil, err
	}
	e.Run = "^" + test + "$"
	if e.Tests, err = testFiles(p, test); err != nil {
		return nil, err
	}
	m.imports = append(m.imports, p.TestImports...)
	e.Main = testMain(modulePath+"/"+folder, test)
	return e, nil
}

// namedTest returns the test that a task tells the reader to run.
func namedTest(task string) (string, error) {
	text, err := os.ReadFile(task)
	if err != nil {
		return "", err
	}
	match := runFlag.FindStringSubmatch(string(text))
	if match == nil {
		return "", errors.New(`TASK.md does not say how to test: want "go test -tags exercise FOLDER -run NAME"`)
	}
	return "Test" + strings.TrimPrefix(match[1], "Test"), nil
}

// testFiles returns the test files that one test needs: the file that declares it,
// and, again and again, each file that declares a name which they use. A field or a
// variable of that name counts as a use: a file too many does no harm.
func testFiles(p *build.Package, test string) (map[string]string, error) {
	parsed, declaredIn := map[string]*ast.File{}, map[string]string{}
	for _, name := range p.TestGoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed[name] = file
		for _, declared := range declarations(file) {
			declaredIn[declared] = name
		}
	}
	start, ok := declaredIn[test]
	if !ok {
		return nil, fmt.Errorf("no test file declares %s", test)
	}
	needed := map[string]bool{}
	var need func(name string)
	need = func(name string) {
		if needed[name] {
			return
		}
		needed[name] = true
		ast.Inspect(parsed[name], func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && declaredIn[id.Name] != "" {
				need(declaredIn[id.Name])
			}
			return true
		})
	}
	need(start)
	return readFiles(p.Dir, slices.Sorted(maps.Keys(needed)))
}

// declarations returns the names that a file declares at its top level, and those
// of its methods. init and TestMain are used by no name.
func declarations(file *ast.File) (names []string) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			names = append(names, decl.Name.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, spec.Name.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

// testMain returns package main of a test binary that has one test.
func testMain(path, test string) string {
	return fmt.Sprintf(`package main

import (
	"os"
	"testing"
	"testing/internal/testdeps"

	_test %[1]q
)

func main() {
	testdeps.ModulePath = %[3]q
	testdeps.ImportPath = %[1]q
	tests := []testing.InternalTest{{Name: %[2]q, F: _test.%[2]s}}
	os.Exit(testing.MainStart(testdeps.TestDeps{}, tests, nil, nil, nil).Run())
}
`, path, test, modulePath)
}
