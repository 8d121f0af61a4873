package toolchain

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"slices"
	"strconv"
)

// A goFile is one of GOROOT's files, and what is to be changed in it.
type goFile struct {
	name    string
	text    []byte
	fset    *token.FileSet
	syntax  *ast.File
	patches []patch
}

// A patch replaces the bytes from from up to to.
type patch struct {
	from, to int
	text     string
}

func readGo(name string) (*goFile, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parseGo(name, text)
}

func parseGo(name string, text []byte) (*goFile, error) {
	f := &goFile{name: name, text: text, fset: token.NewFileSet()}
	var err error
	f.syntax, err = parser.ParseFile(f.fset, name, text, parser.SkipObjectResolution)
	return f, err
}

// function returns the function of that name, or nil.
func (f *goFile) function(name string) *ast.FuncDecl {
	if found := f.functions([]string{name}); len(found) > 0 {
		return found[0]
	}
	return nil
}

// functions returns the functions and methods with these names.
func (f *goFile) functions(names []string) (found []*ast.FuncDecl) {
	for _, decl := range f.syntax.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && slices.Contains(names, fn.Name.Name) {
			found = append(found, fn)
		}
	}
	return found
}

// replace has node replaced by text.
func (f *goFile) replace(node ast.Node, text string) {
	f.patches = append(f.patches, patch{f.offset(node.Pos()), f.offset(node.End()), text})
}

// cutElement has an element of a list removed, with the comma after it.
func (f *goFile) cutElement(node ast.Node) {
	p := patch{f.offset(node.Pos()), f.offset(node.End()), ""}
	for p.to < len(f.text) && slices.Contains([]byte(" \t\n,"), f.text[p.to]) {
		p.to++
		if f.text[p.to-1] == ',' {
			break
		}
	}
	f.patches = append(f.patches, p)
}

func (f *goFile) offset(pos token.Pos) int { return f.fset.Position(pos).Offset }

// patched returns the file's new text, without the imports that it no longer
// uses.
func (f *goFile) patched() ([]byte, error) {
	next, err := parseGo(f.name, f.apply())
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	ast.Inspect(next.syntax, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	for _, spec := range next.syntax.Imports {
		if name := importName(spec); name != "_" && name != "." && !used[name] {
			next.replace(spec, "")
		}
	}
	return next.apply(), nil
}

// importName returns the name that a file uses for what it imports. GOROOT's
// packages are named like the last element of their paths.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return ""
	}
	return path.Base(imported)
}

func (f *goFile) apply() []byte {
	slices.SortFunc(f.patches, func(a, b patch) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, p := range f.patches {
		if p.from < at {
			continue // inside a part that is gone
		}
		out.Write(f.text[at:p.from])
		out.WriteString(p.text)
		at = p.to
	}
	out.Write(f.text[at:])
	return out.Bytes()
}
