package house

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root is the folder of the module.
var root = os.DirFS("../../..")

var packages = []string{"sleep", "task", "gather", "waitfor", "wait", "with"}

// files parses the Go files of a package: its own, or its tests.
func files(t *testing.T, fset *token.FileSet, pkg string, tests bool) (parsed []*ast.File) {
	t.Helper()
	names, err := fs.Glob(root, pkg+"/*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") != tests {
			continue
		}
		src, err := fs.ReadFile(root, name)
		require.NoError(t, err)
		file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		require.NoError(t, err)
		parsed = append(parsed, file)
	}
	require.NotEmpty(t, parsed, pkg)
	return parsed
}

func TestImportsGoDownOnly(t *testing.T) {
	const (
		base   = "sleep and task may import the standard library and internal"
		middle = "gather, waitfor, wait and with may also import sleep and task, never each other and never a lesson: " +
			"each can be read without the others"
	)
	for _, pkg := range packages {
		allowed, why := []string{"gosyncio/sleep", "gosyncio/task"}, middle
		if pkg == "sleep" || pkg == "task" {
			allowed, why = nil, base
		}
		t.Run(pkg+" imports downwards only", func(t *testing.T) {
			for _, file := range files(t, token.NewFileSet(), pkg, false) {
				for _, spec := range file.Imports {
					imported, err := strconv.Unquote(spec.Path.Value)
					require.NoError(t, err)
					first, _, _ := strings.Cut(imported, "/")
					if strings.HasPrefix(imported, "gosyncio/internal/") {
						continue
					}
					if strings.Contains(first, ".") || first == "gosyncio" {
						assert.Contains(t, allowed, imported, why)
					}
				}
			}
		})
	}
}

// documented returns the documentation of a package.
func documented(t *testing.T, pkg string) *doc.Package {
	t.Helper()
	fset := token.NewFileSet()
	all := append(files(t, fset, pkg, false), files(t, fset, pkg, true)...)
	p, err := doc.NewFromFiles(fset, all, "gosyncio/"+pkg)
	require.NoError(t, err)
	return p
}

func TestEveryExportIsDocumented(t *testing.T) {
	for _, pkg := range packages {
		t.Run("every export of "+pkg+" has a doc comment", func(t *testing.T) {
			p := documented(t, pkg)
			for _, f := range p.Funcs {
				assert.NotEmpty(t, f.Doc, f.Name)
			}
			for _, v := range slices.Concat(p.Consts, p.Vars) {
				for _, spec := range v.Decl.Specs {
					spec := spec.(*ast.ValueSpec)
					assert.True(t, v.Doc != "" || spec.Doc != nil, spec.Names[0].Name)
				}
			}
			for _, typ := range p.Types {
				assert.NotEmpty(t, typ.Doc, typ.Name)
				for _, m := range slices.Concat(typ.Funcs, typ.Methods) {
					assert.NotEmpty(t, m.Doc, "%s.%s", typ.Name, m.Name)
				}
			}
		})
	}
}

func TestEveryExportHasAnExample(t *testing.T) {
	for _, pkg := range packages {
		t.Run("every export of "+pkg+" has an Example with output", func(t *testing.T) {
			outputs := map[string]bool{} // by the name that the Example is for
			for _, example := range doc.Examples(files(t, token.NewFileSet(), pkg, true)...) {
				assert.NotEmpty(t, example.Output, "Example%s has no output, so it is never run", example.Name)
				outputs[example.Name] = true
			}
			for _, name := range exports(documented(t, pkg)) {
				assert.True(t, outputs[name], "there is no Example%s", name)
			}
		})
	}
}

// exports returns the names that an Example can have: Go, Task, Task_Await.
func exports(p *doc.Package) (names []string) {
	for _, v := range slices.Concat(p.Consts, p.Vars) {
		names = append(names, v.Names...)
	}
	for _, f := range p.Funcs {
		names = append(names, f.Name)
	}
	for _, typ := range p.Types {
		names = append(names, typ.Name)
		for _, f := range typ.Funcs {
			names = append(names, f.Name)
		}
		for _, m := range typ.Methods {
			names = append(names, typ.Name+"_"+m.Name)
		}
	}
	return names
}

func TestEveryPackageNamesItsPython(t *testing.T) {
	for _, pkg := range packages {
		t.Run("the doc of "+pkg+" ends with the Python spelling", func(t *testing.T) {
			paragraphs := strings.Split(strings.TrimSpace(documented(t, pkg).Doc), "\n\n")
			assert.Regexp(t, `^\*\*Python:\*\* .*async`, strings.Join(strings.Fields(paragraphs[len(paragraphs)-1]), " "))
		})
	}
}

// Main listens for Ctrl-C, and a bubble cannot wait for a signal: tests call the
// function that main gives to it.
func TestNoTestCallsMain(t *testing.T) {
	call := regexp.MustCompile(`task\.Main\((func|kitchen|main\b)`)
	isOther := func(name string) bool { // an example is one goroutine, in no bubble
		return isTest(name) && !strings.HasPrefix(name, "lessons/internal/house/") && !strings.HasSuffix(name, "/example_test.go")
	}
	find := func(s source) ([]string, error) { return call.FindAllString(s.text, -1), nil }
	eachFolder(t, isOther, find, "want the function that Main would call, in task.Run")
}

func TestTheTopLevelIsClosed(t *testing.T) {
	want := append([]string{"README.md", "LICENSE", "go.mod", "go.sum", ".ci", "internal", "lessons"}, packages...)
	entries, err := fs.ReadDir(root, ".")
	require.NoError(t, err)
	for _, e := range entries {
		if e.Name() != ".git" && e.Name() != ".gitignore" {
			assert.Contains(t, want, e.Name(), "nothing else is at the top level: a student finds the six packages at a glance")
		}
	}
}

// The rows of the semantics table that each package holds, or differs from on
// purpose, are in the names of its tests.
func TestEveryRowIsPinned(t *testing.T) {
	for _, tc := range []struct{ pkg, rows string }{
		{"sleep", "S2 S4 S6 S7 S8"},
		{"task", "C1 C4 T2 T5 T6 T8 T10 T11 T12 T16 K1 K2 K3 K5 K6 K8 K9 K10 K11 K14 K15 SH1 SH2 SH3 SH4 SH8 SH9 R1 R4 R5 R6 R7 R10 R11"},
		{"gather", "G1 G3 G7 G8 G9 G11 G12 G13 G14 G15 G16 G20 G21 G26 G28 G30"},
		{"waitfor", "WF1 WF2 WF3 WF4 WF5 WF6 WF7 WF8 WF9 WF11 WF12 WF13 WF14 WF16 WF18 WF20"},
		{"wait", "W1 W3 W4 W5 W6 W7 W8 W10 W11 W14 W15 W16 A1 A2 A3 A4 A5 A6 A7 A13"},
		{"with", "AW1 AW2 AW3 AW5 AW7 AW9"},
	} {
		t.Run("the rows of "+tc.pkg+" are in the names of its tests", func(t *testing.T) {
			named := names(t, tc.pkg)
			for _, row := range strings.Fields(tc.rows) {
				assert.Contains(t, named, row)
			}
		})
	}
}

// names returns the row ids in the strings and function names of a package's
// tests.
func names(t *testing.T, pkg string) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, file := range files(t, token.NewFileSet(), pkg, true) {
		ast.Inspect(file, func(n ast.Node) bool {
			text := ""
			switch n := n.(type) {
			case *ast.BasicLit:
				text = n.Value
			case *ast.FuncDecl:
				text = n.Name.Name
			}
			for _, id := range rowID.FindAllString(text, -1) {
				ids[id] = true
			}
			return true
		})
	}
	return ids
}
