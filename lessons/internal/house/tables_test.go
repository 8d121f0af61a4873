package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The claims of a lesson are in the order in which it teaches them. A map has
// no order.
func TestTablesOfClaimsAreSlices(t *testing.T) {
	lesson := regexp.MustCompile(`^(lessons/\d\d-[a-z0-9-]+|sleep|task|gather|wait|waitfor|with)/[^/]+$`)
	isLessonTest := func(name string) bool { return isTest(name) && lesson.MatchString(name) }
	eachFolder(t, isLessonTest, mapTables, "want a slice of structs with a field name: the order teaches")
}

// mapTables returns the places where a file ranges over a map and runs a
// subtest for each of its keys.
func mapTables(s source) (found []string, err error) {
	fset, file, err := parseGo(s)
	if err != nil {
		return nil, err
	}
	maps := mapVars(file)
	ast.Inspect(file, func(n ast.Node) bool {
		loop, ok := n.(*ast.RangeStmt)
		if !ok || loop.Key == nil {
			return true
		}
		key, ok := loop.Key.(*ast.Ident)
		if ok && key.Name != "_" && isMap(loop.X, maps) && runsSubtest(loop.Body, key.Name) {
			found = append(found, fmt.Sprintf("line %d", fset.Position(loop.Pos()).Line))
		}
		return true
	})
	return found, nil
}

// mapVars returns the variables of a file that are made as maps.
func mapVars(file *ast.File) map[string]bool {
	maps := map[string]bool{}
	note := func(name, value ast.Expr) {
		if ident, ok := name.(*ast.Ident); ok && isMap(value, nil) {
			maps[ident.Name] = true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i := range min(len(n.Lhs), len(n.Rhs)) {
				note(n.Lhs[i], n.Rhs[i])
			}
		case *ast.ValueSpec:
			for i := range min(len(n.Names), len(n.Values)) {
				note(n.Names[i], n.Values[i])
			}
		}
		return true
	})
	return maps
}

func isMap(e ast.Expr, vars map[string]bool) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		_, ok := e.Type.(*ast.MapType)
		return ok
	case *ast.Ident:
		return vars[e.Name]
	}
	return false
}

// runsSubtest reports whether a body calls something with a name made from key
// and with a function literal: t.Run(key, func…), or a helper like it.
func runsSubtest(body *ast.BlockStmt, key string) (runs bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		isRun := ok && fun.Sel.Name == "Run"
		for _, arg := range call.Args {
			_, literal := arg.(*ast.FuncLit)
			isRun = isRun || literal
		}
		for _, arg := range call.Args {
			if _, literal := arg.(*ast.FuncLit); isRun && !literal && mentions(arg, key) {
				runs = true
			}
		}
		return true
	})
	return runs
}

func mentions(e ast.Expr, name string) (yes bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		yes = yes || ok && ident.Name == name
		return true
	})
	return yes
}

func TestMapTables(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       []string
	}{
		{"a map of claims", `for name, tc := range map[string]int{"a": 1} { t.Run(name, func(t *testing.T) {}) }`, []string{"line 4"}},
		{"a map in a variable", `tests := map[string]int{}; for name := range tests { t.Run(name, func(t *testing.T) {}) }`, []string{"line 4"}},
		{"a map and a helper", `for name, tc := range map[string]int{} { bubble(t, name, func(t *testing.T) {}) }`, []string{"line 4"}},
		{"a name with a suffix", `for name, tc := range map[string]int{} { t.Run(name+" in Go", tc) }`, []string{"line 4"}},
		{"a slice of claims", `for _, tc := range []row{{"a", 1}} { t.Run(tc.name, func(t *testing.T) {}) }`, nil},
		{"a map without subtests", `for name, tc := range map[string]int{} { assert.Equal(t, name, tc) }`, nil},
		{"a slice in a variable", `tests := []int{}; for i := range tests { t.Run(names[i], func(t *testing.T) {}) }`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := mapTables(source{"tea_test.go", "package tea\n\nfunc TestTea(t *testing.T) {\n\t" + tc.body + "\n}\n"})
			require.NoError(t, err)
			assert.Equal(t, tc.want, found)
		})
	}
}

// A file has at most 300 lines, and a function at most 40. Tables of tests may
// be longer.
func TestFilesAndFunctionsAreShort(t *testing.T) {
	eachFolder(t, isGo, tooLong, "want files of at most 300 lines, functions of at most 40")
}

func tooLong(s source) (found []string, err error) {
	fset, file, err := parseGo(s)
	if err != nil {
		return nil, err
	}
	if n := strings.Count(s.text, "\n"); n > 300 {
		found = append(found, fmt.Sprintf("the file has %d lines", n))
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && !isTest(s.name) {
			if n := lines(fset, f); n > 40 {
				found = append(found, fmt.Sprintf("%s has %d lines", f.Name.Name, n))
			}
		}
	}
	return found, nil
}

func lines(fset *token.FileSet, n ast.Node) int {
	return fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1
}

func TestTooLong(t *testing.T) {
	body := func(n int) string { return "func f() {\n" + strings.Repeat("\t_ = 0\n", n-2) + "}\n" }
	for _, tc := range []struct {
		name, file, text string
		want             []string
	}{
		{"a function of 40 lines", "tea.go", body(40), nil},
		{"a function of 41 lines", "tea.go", body(41), []string{"f has 41 lines"}},
		{"a long function of a test", "tea_test.go", body(41), nil},
		{"a file of 300 lines", "tea.go", strings.Repeat("\n", 299), nil},
		{"a file of 301 lines", "tea_test.go", strings.Repeat("\n", 300), []string{"the file has 301 lines"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := tooLong(source{tc.file, "package tea\n" + tc.text})
			require.NoError(t, err)
			assert.Equal(t, tc.want, found)
		})
	}
}
