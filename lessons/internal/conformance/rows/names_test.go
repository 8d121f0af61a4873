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
	"lessons/00-context", "lessons/01-selectors", "lessons/06-gather", "lessons/11-echo",
	"lessons/internal/conformance/rows",
}

// A subtest is one by its name. Where the source puts the name together from
// parts, what a variable adds is left open.
type subtest struct {
	text string // without what is left open
	name *regexp.Regexp
}

// An index knows the subtests of each test: "task TestAwait" → …
type index map[string][]subtest

// readTests parses the tests of all folders.
func readTests(t *testing.T) index {
	t.Helper()
	tests := index{}
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
					tests[folder+" "+f.Name.Name] = subtests(f)
				}
			}
		}
	}
	return tests
}

// subtests finds what may name a subtest: the keys of a table that is a map,
// the field name of one that is a slice, or its first field where the fields
// have no names, and what is given to Run and its friends.
func subtests(f *ast.FuncDecl) (found []subtest) {
	add := func(e ast.Expr) {
		// A name that begins with a variable could be any; what the variable
		// holds stands in a table, and is found there.
		if parts := literals(e); parts[0] != "" {
			found = append(found, newSubtest(parts))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if field, ok := n.Key.(*ast.Ident); ok && field.Name == "name" {
				add(n.Value)
			}
			add(n.Key)
		case *ast.CompositeLit:
			if n.Type == nil && len(n.Elts) > 0 {
				add(n.Elts[0])
			}
		case *ast.CallExpr:
			if slices.Contains([]string{"Run", "bubble", "inBubble", "bothWays", "everyWay"}, callee(n)) {
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

func newSubtest(parts []string) subtest {
	quoted := make([]string, len(parts))
	for i, part := range parts {
		quoted[i] = regexp.QuoteMeta(part)
	}
	return subtest{strings.Join(parts, ""), regexp.MustCompile("^" + strings.Join(quoted, ".+") + "$")}
}

// has reports whether there is such a test: "task TestAwait/a cancelled … (K8)".
func (tests index) has(name string) bool {
	folder, name, _ := strings.Cut(name, " ")
	test, sub, isSub := strings.Cut(name, "/")
	subs, exists := tests[folder+" "+test]
	return exists && (!isSub || slices.ContainsFunc(subs, func(s subtest) bool {
		return s.name.MatchString(sub)
	}))
}

var (
	// rowID finds a row's id.
	rowID = regexp.MustCompile(`\b[A-Z]{1,2}[0-9]+\b`)
	// caseName finds the name of a case of CPython's.
	caseName = regexp.MustCompile(`\btest_\w+`)
	// trailing is the pair of parentheses with which a name ends.
	trailing = regexp.MustCompile(`\s*\(((?:[A-Z]{1,2}[0-9]+|test_\w+)(?:, (?:[A-Z]{1,2}[0-9]+|test_\w+))*)\)$`)
	// leading is the old form: "G13 G14 differs: …".
	leading = regexp.MustCompile(`^(?:[A-Z]{1,2}[0-9]+ )+`)
)

// inParentheses is what the pairs of parentheses at the end of a name hold.
func inParentheses(name string) (held string) {
	for {
		found := trailing.FindStringSubmatchIndex(name)
		if found == nil {
			return held
		}
		held += " " + name[found[2]:found[3]]
		name = name[:found[0]]
	}
}

// claim is a name without ids, cases and "differs:".
func claim(name string) string {
	for trailing.MatchString(name) {
		name = trailing.ReplaceAllString(name, "")
	}
	return strings.TrimPrefix(leading.ReplaceAllString(name, ""), "differs: ")
}

// named returns the rows that a name of a test names.
func named(text string) []string { return rowID.FindAllString(inParentheses(text), -1) }

func TestNamesOfTests(t *testing.T) {
	const here = "lessons/internal/conformance/rows TestNamesOfTests"
	tests := readTests(t)
	for _, tc := range []struct {
		name   string
		exists bool
	}{
		{here, true},
		{here + "/no test has this name", false},
		{"task TestShield", true},
		{"wait TestShield", false},
		{"lessons/06-gather TestClaims/the first error comes back at once, and the siblings go on (G7)", true},
		{"lessons/06-gather TestClaims/the first error comes back at once", false},
		{"lessons/internal/conformance/rows TestGoLines/a Scanner takes the newline away (AF7)", true},
		{"task TestPanic/a panic in gather ends the program with its own stack", true},
		{"task TestPanic/ ends the program with its own stack", false},
		{"gather TestShield/any name at all", false},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.exists, tests.has(tc.name)) })
	}
}

func TestRowsInNames(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		rows       []string
		claim      string
	}{
		{"one id", "All waits for all (G13)", []string{"G13"}, "All waits for all"},
		{"two ids", "All waits for all (G13, G14)", []string{"G13", "G14"}, "All waits for all"},
		{"a case beside an id", "it waits (G13, test_gather)", []string{"G13"}, "it waits"},
		{"a case after an id", "it waits (G13) (test_gather)", []string{"G13"}, "it waits"},
		{"no id", "it waits (twice)", nil, "it waits (twice)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.rows, named(tc.text))
			assert.Equal(t, tc.claim, claim(tc.text))
		})
	}
}
