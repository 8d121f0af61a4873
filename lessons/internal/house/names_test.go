package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	rowID = regexp.MustCompile(`\b[A-Z]{1,3}[0-9]+\b`)
	atEnd = regexp.MustCompile(`^[^()]*.* \([A-Z]{1,3}[0-9]+(?:, (?:[A-Z]{1,3}[0-9]+|test_\w+))*\)$`)
)

// The name of a test is a claim. The ids of its rows are last, in brackets.
func TestRowIDsAreLastInATestsName(t *testing.T) {
	known := rowIDs(t)
	find := func(s source) ([]string, error) { return misplaced(s, known) }
	eachFolder(t, isTest, find, `want the ids last: "Enter fails: Exit is not called (AW3)"`)
}

// rowIDs returns the ids of the rows in conformance.md.
func rowIDs(t *testing.T) (ids []string) {
	t.Helper()
	page, err := fs.ReadFile(root, "lessons/conformance.md")
	require.NoError(t, err)
	for _, match := range regexp.MustCompile(`(?m)^\| ([A-Z]{1,3}[0-9]+) \|`).FindAllStringSubmatch(string(page), -1) {
		ids = append(ids, match[1])
	}
	require.NotEmpty(t, ids)
	return ids
}

// misplaced returns the test names in a file that have a row id anywhere else
// than at the end.
func misplaced(s source, known []string) (found []string, err error) {
	_, file, err := parseGo(s)
	if err != nil {
		return nil, err
	}
	for _, name := range testNames(file) {
		ids := rowID.FindAllString(name, -1)
		isKnown := func(id string) bool { return slices.Contains(known, id) }
		if !slices.ContainsFunc(ids, isKnown) || strings.Contains(name, "C1 control") { // Unicode's, not the row
			continue
		}
		before, _, _ := strings.Cut(name, " (")
		if open := strings.LastIndex(name, " ("); open >= 0 {
			before = name[:open]
		}
		if !atEnd.MatchString(name) || slices.ContainsFunc(rowID.FindAllString(before, -1), isKnown) {
			found = append(found, name)
		}
	}
	return found, nil
}

// testNames returns the names that stand in a file: in calls such as t.Run, in
// fields name, as keys of a map of tests, and first in a row of a table.
func testNames(file *ast.File) (names []string) {
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(text, " ") {
				names = append(names, text)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, arg := range n.Args[:min(2, len(n.Args))] { // t.Run("…", f), or bubble(t, "…", f)
				if _, ok := n.Args[len(n.Args)-1].(*ast.FuncLit); ok {
					add(arg)
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "name" {
				add(n.Value)
			}
		case *ast.CompositeLit:
			for _, row := range rows(n) {
				add(row)
			}
		}
		return true
	})
	return names
}

// rows returns what can be a name in the rows of a table: the keys of a map,
// and the first values of unkeyed structs in a slice.
func rows(table *ast.CompositeLit) (names []ast.Expr) {
	switch table.Type.(type) {
	case *ast.MapType:
		for _, elt := range table.Elts {
			if pair, ok := elt.(*ast.KeyValueExpr); ok {
				names = append(names, pair.Key)
			}
		}
	case *ast.ArrayType:
		for _, elt := range table.Elts {
			if row, ok := elt.(*ast.CompositeLit); ok && len(row.Elts) > 0 {
				names = append(names, row.Elts[0])
			}
		}
	}
	return names
}

func TestMisplaced(t *testing.T) {
	known := []string{"G7", "G13", "AW3"}
	for _, tc := range []struct {
		name, text string
		fine       bool
	}{
		{"an id last", "the siblings go on (G7)", true},
		{"two ids last", "the siblings go on (G7, G13)", true},
		{"brackets before the ids", "all (or none) go on (AW3)", true},
		{"no id", "the siblings go on", true},
		{"what looks like an id", "UTF8 and G99 are read", true},
		{"an id first", "G7 the siblings go on", false},
		{"an id in the middle", "the siblings, G7, go on", false},
		{"an id first and one last", "G7 the siblings go on (G13)", false},
		{"an id without brackets", "the siblings go on G7", false},
		{"words after the id", "the siblings go on (G7) today", false},
		{"words in the brackets", "the siblings go on (see G7)", false},
	} {
		for _, where := range []string{
			"t.Run(%q, func(t *testing.T) {})", "bubble(t, %q, func(t *testing.T) {})", "_ = []row{{name: %q}}",
			"_ = []row{{%q, 1}}", "_ = map[string]row{%q: {}}",
		} {
			t.Run(tc.name+", in "+strings.ReplaceAll(where, "%q", "…"), func(t *testing.T) {
				text := "package tea\n\nfunc TestTea(t *testing.T) {\n\t" + fmt.Sprintf(where, tc.text) + "\n}\n"
				found, err := misplaced(source{"tea_test.go", text}, known)
				require.NoError(t, err)
				if tc.fine {
					assert.Empty(t, found)
				} else {
					assert.Equal(t, []string{tc.text}, found)
				}
			})
		}
	}
}
