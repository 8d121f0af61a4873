package picture

import (
	"strings"

	"golang.org/x/exp/trace"
)

// Where a function comes from.
type origin uint8

const (
	userCode origin = iota // the program
	packages               // the six, and what they share
	runners                // they run what they are given: errgroup, WaitGroup
	standard
)

// origins tells where functions come from.
type origins struct {
	std     bool            // count the standard library and golang.org/x as the program
	paths   map[string]bool // the packages' import paths
	modules map[string]bool // the modules that the packages are in
}

// The packages, and what they share. A module that has them as folders may have
// any name.
var (
	six    = set("sleep task gather wait waitfor with")
	shared = set("arg ctxerr scope text")
)

func newOrigins(opts Options) origins {
	o := origins{std: opts.Std, paths: map[string]bool{}, modules: map[string]bool{}}
	o.addModule("gosyncio")
	return o
}

// addModule notes that the packages are folders of this module.
func (o *origins) addModule(module string) {
	if o.modules[module] {
		return
	}
	o.modules[module] = true
	for name := range six {
		o.paths[module+"/"+name] = true
	}
	for name := range shared {
		o.paths[module+"/internal/"+name] = true
	}
}

// findModule finds out where the packages are, from the stack on which a task of the
// trace begins: only they make one. It reports whether gather made it.
func (o *origins) findModule(s trace.Stack) (inGather bool) {
	first := true
	for f := range s.Frames() {
		path, _ := split(f.Func)
		if path == "runtime/trace" {
			continue
		}
		dir, name := cutLast(path)
		if first {
			first = false
			switch module, inside := strings.CutSuffix(dir, "/internal"); {
			case inside && shared[name]:
				o.addModule(module)
			case six[name] && dir != "":
				o.addModule(dir)
			}
		}
		if !o.paths[path] {
			return false
		}
		if name == "gather" {
			return true
		}
	}
	return false
}

// cutLast cuts "example.com/kitchen/task" into "example.com/kitchen" and
// "task".
func cutLast(path string) (dir, name string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:]
}

// hook is the package that takes the traces of a program in a page.
const hook = "/lessons/internal/classroom/hook"

// std are the first names of the standard library's packages. A list, because
// modules needn't have a dot in their names: "kitchen/tea" isn't Go's.
var std = set(`archive arena bufio bytes cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net
	os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing
	text time unicode unique unsafe vendor weak cmd`)

// plumbing are those that are never the program: all that prints, sleeps or
// blocks has them on its stack.
var plumbing = set("runtime internal syscall os io fmt time")

func set(words string) map[string]bool {
	s := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}

// of tells where a function comes from. Its file, if it is known, tells a test
// of the standard library's from the library.
func (o *origins) of(function, file string) origin {
	path, _ := split(function)
	first, _, _ := strings.Cut(path, "/")
	switch {
	case o.paths[path]:
		return packages
	case strings.HasSuffix(path, hook):
		return standard
	case path == "main" && strings.HasSuffix(file, "_testmain.go"), path == "", plumbing[first], first == "testing" && !o.std:
		return standard
	case strings.HasSuffix(file, "_test.go"):
		return userCode
	case path == "sync", strings.HasPrefix(path, "golang.org/x/sync/"):
		return runners
	case o.std:
		return userCode
	case strings.HasPrefix(path, "golang.org/x/"):
		return runners
	case std[first]:
		return standard
	}
	return userCode
}

// split cuts "a/b.(*C).d" into "a/b" and "(*C).d".
func split(function string) (path, name string) {
	dir := strings.LastIndexByte(function, '/') + 1
	if i := strings.IndexByte(function, '['); i >= 0 { // a type argument may have a path, too
		dir = strings.LastIndexByte(function[:i], '/') + 1
	}
	path, name, _ = strings.Cut(function[dir:], ".")
	return function[:dir] + path, name
}

// classify says what a new goroutine belongs to, and its name: by the function
// that it runs, or if that's one that runs what it's given, by where it was
// asked to.
func (g *goroutine) classify(start, made *seen) {
	switch {
	case start.start == "":
	case start.from == userCode:
		g.kind, g.named = program, start.start
	case start.from == packages, start.from == runners && made.by == packages && made.innermost != "":
		g.kind = helper
	case start.from == runners && made.innermost != "":
		g.kind, g.named, g.nth = program, made.innermost, true
	}
}
