package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A source is a file of the module, with its name seen from the root.
type source struct {
	name string
	text string
}

// sources returns the files of the module that are selected, by their folders.
func sources(t *testing.T, selected func(name string) bool) (folders []string, byFolder map[string][]source) {
	t.Helper()
	byFolder = map[string][]source{}
	require.NoError(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "testdata" {
			return fs.SkipDir // not read by students
		}
		if err != nil || d.IsDir() || !selected(name) {
			return err
		}
		text, err := fs.ReadFile(root, name)
		folder := path.Dir(name)
		if byFolder[folder] == nil {
			folders = append(folders, folder)
		}
		byFolder[folder] = append(byFolder[folder], source{name, strings.ReplaceAll(string(text), "\r\n", "\n")})
		return err
	}))
	require.NotEmpty(t, folders)
	return folders, byFolder
}

// eachFolder finds violations in the selected files, in a subtest for each
// folder.
func eachFolder(t *testing.T, selected func(name string) bool, find func(s source) ([]string, error), want string) {
	t.Helper()
	folders, byFolder := sources(t, selected)
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			for _, s := range byFolder[folder] {
				found, err := find(s)
				require.NoError(t, err)
				assert.Empty(t, found, "%s: %s", s.name, want)
			}
		})
	}
}

func isGo(name string) bool { return strings.HasSuffix(name, ".go") }

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// parsed are the files that a rule has looked at: most rules look at all of them.
var parsed = map[source]goFile{}

type goFile struct {
	fset *token.FileSet
	file *ast.File
}

func parseGo(s source) (*token.FileSet, *ast.File, error) {
	if known, ok := parsed[s]; ok {
		return known.fset, known.file, nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, s.name, s.text, parser.ParseComments|parser.SkipObjectResolution)
	if err == nil {
		parsed[s] = goFile{fset, file}
	}
	return fset, file, err
}
