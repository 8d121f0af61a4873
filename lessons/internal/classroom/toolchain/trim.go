package toolchain

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// targets are the values of GOARCH that cmd/compile and cmd/link know, except
// wasm, as they stand in their switches and maps.
var targets = []string{
	"386", "amd64", "arm", "arm64", "loong64", "mips", "mipsle", "mips64", "mips64le",
	"ppc64", "ppc64le", "riscv64", "s390x",
}

// trimmed returns the files of GOROOT without what only the other targets need,
// by their names: cmd/compile and cmd/link know one target each then, and are
// small enough for a page. The files are found and changed by parsing them, so
// that the next release of Go can be trimmed as well; where it cannot, an error
// says so and the stock tools serve.
func trimmed(goroot string) (files map[string][]byte, err error) {
	t := newTrimmer(goroot)
	return t.files, t.trim()
}

func newTrimmer(goroot string) *trimmer {
	return &trimmer{src: filepath.Join(goroot, "src"), files: map[string][]byte{}}
}

func (t *trimmer) trim() error {
	for _, step := range []func() error{t.mains, t.config, t.operations, t.s390x, t.functions, t.importers, t.hurry, t.direct} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A trimmer collects the changed files.
type trimmer struct {
	src    string
	files  map[string][]byte
	missed []error // cuts that were not possible, and are not needed
}

func (t *trimmer) change(name string, edit func(f *goFile) error) error {
	f, err := readGo(filepath.Join(t.src, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	if err := edit(f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(f.patches) == 0 {
		return fmt.Errorf("%s: found nothing to cut", name)
	}
	t.files[f.name], err = f.patched()
	return err
}

// mains leaves one target in the main packages: the other back ends are no
// longer imported.
func (t *trimmer) mains() error {
	for _, name := range []string{"cmd/compile/main.go", "cmd/link/main.go"} {
		err := t.change(name, func(f *goFile) error { f.cutCases(f.syntax, targets); return nil })
		if err != nil {
			return err
		}
	}
	return nil
}

// cutCases removes the cases and the map entries inside a node that belong to these
// strings. It returns the removed nodes.
func (f *goFile) cutCases(inside ast.Node, values []string) (cut []ast.Node) {
	isOther := func(e ast.Expr) bool { return !slices.Contains(values, unquote(e)) }
	ast.Inspect(inside, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CaseClause:
			if len(n.List) > 0 && !slices.ContainsFunc(n.List, isOther) {
				f.replace(n, "")
				cut = append(cut, n)
			}
		case *ast.KeyValueExpr:
			if !isOther(n.Key) {
				f.cutElement(n)
				cut = append(cut, n)
			}
		}
		return true
	})
	return cut
}

// unquote returns the value of a string literal, or "".
func unquote(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		text, err := strconv.Unquote(lit.Value)
		if err == nil {
			return text
		}
	}
	return ""
}

// config leaves one target in the configuration of the SSA back end, and empties
// the files of rewrite rules that only the other targets use: they are most of
// the compiler.
func (t *trimmer) config() error {
	const folder = "cmd/compile/internal/ssa"
	var rules []string
	err := t.change(folder+"/config.go", func(f *goFile) error {
		newConfig := f.function("NewConfig")
		if newConfig == nil {
			return errors.New("it has no function NewConfig")
		}
		for _, n := range f.cutCases(newConfig, targets) {
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "rewriteValue") {
					rules = append(rules, strings.TrimPrefix(id.Name, "rewriteValue"))
				}
				return true
			})
		}
		return nil
	})
	for _, rule := range rules {
		name := filepath.Join(t.src, filepath.FromSlash(folder), "rewrite"+rule+".go")
		t.files[name] = []byte("package ssa\n")
	}
	return err
}

var registersOf = regexp.MustCompile(`^registers([0-9A-Z]+)$`)

// operations empties the other targets' entries in the table of operations, and
// removes the lists of their registers. The operations keep their numbers. The
// assemblers of the other targets are no longer imported then.
func (t *trimmer) operations() error {
	return t.change("cmd/compile/internal/ssa/opGen.go", func(f *goFile) error {
		var others, names []string
		var table *ast.CompositeLit
		for _, decl := range f.syntax.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			if name := firstName(group); registersOf.MatchString(name) {
				others = append(others, "Op"+registersOf.FindStringSubmatch(name)[1])
				f.replace(group, "")
			} else if name == "OpInvalid" {
				names = constNames(group)
			} else if name == "opcodeTable" {
				table, _ = group.Specs[0].(*ast.ValueSpec).Values[0].(*ast.CompositeLit)
			}
		}
		if table == nil || len(names) != len(table.Elts) {
			return errors.New("the table of operations was not found")
		}
		for i, entry := range table.Elts {
			isOther := func(prefix string) bool { return strings.HasPrefix(names[i], prefix) }
			if slices.ContainsFunc(others, isOther) && !isGeneric(entry) {
				f.replace(entry, "{}")
			}
		}
		return nil
	})
}

func firstName(group *ast.GenDecl) string {
	if len(group.Specs) == 0 {
		return ""
	}
	if spec, ok := group.Specs[0].(*ast.ValueSpec); ok {
		return spec.Names[0].Name
	}
	return ""
}

func constNames(group *ast.GenDecl) (names []string) {
	for _, spec := range group.Specs {
		if spec, ok := spec.(*ast.ValueSpec); ok {
			names = append(names, spec.Names[0].Name)
		}
	}
	return names
}

// isGeneric reports whether an operation belongs to all targets.
func isGeneric(entry ast.Expr) bool {
	lit, ok := entry.(*ast.CompositeLit)
	return !ok || slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		key, ok := pair.Key.(*ast.Ident)
		return ok && key.Name == "generic"
	})
}

const never = `{ panic("this part is cut for the page") }`

// unused are functions that a page never needs, and their new bodies. Those that are
// never called panic; the others are called, and do nothing without their flags.
var unused = []struct {
	file      string
	functions []string
	body      string
}{
	{"cmd/compile/internal/ssagen/simdintrinsics.go", []string{"simdIntrinsics"}, "{}"}, // amd64's
	{"cmd/compile/internal/gc/util.go", []string{"startProfile"}, "{}"},
	{"cmd/compile/internal/ssa/check.go", []string{"checkFunc"}, "{}"},
	{"cmd/compile/internal/ssa/html.go", []string{"NewHTMLWriter"}, never},
	{"cmd/compile/internal/ssa/debug.go", []string{"BuildFuncDebug", "BuildFuncDebugNoOptimized"}, never},
	{"cmd/compile/internal/dwarfgen/dwarf.go", []string{"Info"}, never},
	{"cmd/internal/pgo/pprof.go", []string{"FromPProf"}, never},
	{"cmd/link/internal/benchmark/bench.go", []string{"Start", "closeMark"}, "{}"},
	{"cmd/link/internal/ld/main.go", []string{"startProfile"}, "{}"},
	{"cmd/link/internal/ld/dwarf.go", []string{"dwarfGenerateDebugInfo", "dwarfGenerateDebugSyms", "dwarfcompress"}, "{}"},
	{"cmd/link/internal/ld/lib.go", []string{"hostlink"}, "{}"},
	{"cmd/link/internal/ld/ar.go", []string{"hostArchive"}, never},
	{"cmd/link/internal/ld/elf.go", []string{"asmbElf", "doelf"}, never},
	{"cmd/link/internal/ld/macho.go", []string{"asmbMacho", "domacho"}, never},
	{"cmd/link/internal/ld/pe.go", []string{"asmbPe", "dope"}, never},
	{"cmd/link/internal/ld/xcoff.go", []string{"asmbXcoff", "doxcoff"}, never},
	{"cmd/link/internal/loadelf/ldelf.go", []string{"Load"}, never},
	{"cmd/link/internal/loadmacho/ldmacho.go", []string{"Load"}, never},
	{"cmd/link/internal/loadpe/ldpe.go", []string{"Load"}, never},
	{"cmd/link/internal/loadxcoff/ldxcoff.go", []string{"Load"}, never},
	{"internal/exportdata/exportdata.go", []string{"FindPkg"}, never}, // lint asks the page
}

// functions empties what is unused. What only those functions need is not linked
// then. Another release may not have them: that costs a few bytes, no more.
func (t *trimmer) functions() error {
	for _, u := range unused {
		err := t.change(u.file, func(f *goFile) error {
			for _, fn := range f.functions(u.functions) {
				f.replace(fn.Body, u.body)
			}
			return nil
		})
		if err != nil {
			t.missed = append(t.missed, err)
		}
	}
	return nil
}

// importers leaves one kind of importer, for lint.
func (t *trimmer) importers() error {
	return t.change("go/importer/importer.go", func(f *goFile) error {
		f.cutCases(f.syntax, []string{"gccgo", "source"})
		return nil
	})
}

// s390x leaves the constants of an assembler that the SSA back end uses for all
// targets.
func (t *trimmer) s390x() error {
	for _, name := range []string{"asmz.go", "listz.go", "objz.go", "vector.go"} {
		name := filepath.Join(t.src, "cmd", "internal", "obj", "s390x", name)
		if _, err := os.Stat(name); err != nil {
			return err
		}
		t.files[name] = []byte("package s390x\n")
	}
	return nil
}
