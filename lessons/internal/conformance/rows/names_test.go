package rows

import (
	"go/ast"
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

// root is the module, seen from here.
var root = os.DirFS("../../../..")

// folders are where the tests stand that the page may name.
var folders = []string{
	"sleep", "task", "gather", "waitfor", "wait", "with",
	"lessons/06-gather", "lessons/internal/conformance/rows",
}

// A scene is a subtest. Where the source puts its name together from parts,
// what a variable adds is left open.
type scene struct {
	text string // without what is left open
	name *regexp.Regexp
}

// A playbill says which scenes a test has: "task TestAwait" → …
type playbill map[string][]scene

// readTests parses the tests of all folders.
func readTests(t *testing.T) playbill {
	t.Helper()
	bill := playbill{}
	for _, folder := range folders {
		names, err := fs.Glob(root, folder+"/*_test.go")
		require.NoError(t, err)
		for _, name := range names {
			src, err := fs.ReadFile(root, name)
			require.NoError(t, err)
			file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
			require.NoError(t, err)
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
					bill[folder+" "+f.Name.Name] = scenes(f)
				}
			}
		}
	}
	return bill
}

// scenes finds what may name a subtest: the keys of a table, and what is given
// to Run and its friends.
func scenes(f *ast.FuncDecl) (found []scene) {
	add := func(e ast.Expr) {
		// A name that begins with a variable could be any; what the variable
		// holds stands in a table, and is found there.
		if parts := literals(e); parts[0] != "" {
			found = append(found, newScene(parts))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			add(n.Key)
		case *ast.CallExpr:
			if slices.Contains([]string{"Run", "bubble", "inBubble", "bothWays"}, callee(n)) {
				for _, arg := range n.Args {
					add(arg)
				}
			}
		}
		return true
	})
	return found
}

func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literals takes a string apart where it is added up: "a panic in "+x gives
// "a panic in " and "", and what is no string at all gives "".
func literals(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return []string{text}
		}
	case *ast.BinaryExpr:
		return append(literals(e.X), literals(e.Y)...)
	}
	return []string{""}
}

func newScene(parts []string) scene {
	quoted := make([]string, len(parts))
	for i, part := range parts {
		quoted[i] = regexp.QuoteMeta(part)
	}
	return scene{strings.Join(parts, ""), regexp.MustCompile("^" + strings.Join(quoted, ".+") + "$")}
}

// has reports whether there's such a test: "task TestAwait/K8 a cancelled …".
func (bill playbill) has(name string) bool {
	folder, name, _ := strings.Cut(name, " ")
	test, sub, isSub := strings.Cut(name, "/")
	scenes, exists := bill[folder+" "+test]
	return exists && (!isSub || slices.ContainsFunc(scenes, func(s scene) bool { return s.name.MatchString(sub) }))
}

func TestNamesOfTests(t *testing.T) {
	const here = "lessons/internal/conformance/rows TestNamesOfTests"
	bill := readTests(t)
	for name, want := range map[string]bool{
		here:                         true,
		here + "/nobody calls it so": false,
		"task TestShield":            true,
		"task TestShield/SH3 what is done doesn't wait":                        true,
		"task TestShield/SH3 what is done":                                     false,
		"wait TestShield":                                                      false,
		"task TestPanic/a panic in gather ends the program with its own stack": true,
		"task TestPanic/ ends the program with its own stack":                  false,
		"gather TestG28Shield/any name at all, with All":                       false,
	} {
		assert.Equal(t, want, bill.has(name), name)
	}
}
