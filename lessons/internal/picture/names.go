package picture

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/exp/trace"
)

// seen is what is to be seen on a stack.
type seen struct {
	innermost string // function of the program or of the packages
	outermost string // function of the program
	start     string // the outermost function of all
	given     string // function of the program that a runner was given, and that has a name
	print     bool   // it is printing
	sleeps    bool
	group     bool   // it waits for a group of goroutines
	waits     string // for what, if that's clear
	deadlines int    // how many functions are at work that set one
}

// look looks at a stack, once.
func (r *run) look(s trace.Stack) *seen {
	if s == trace.NoStack {
		return &seen{}
	}
	if known := r.stacks[s]; known != nil {
		return known
	}
	found, writes, before := new(seen), false, standard
	for f := range s.Frames() {
		found.start = f.Func
		found.blocks(f.Func)
		writes = writes || f.Func == "os.(*File).Write"
		found.print = found.print || writes && printer.MatchString(f.Func)
		if strings.HasPrefix(f.Func, "gosyncio/waitfor.call") {
			found.deadlines++
		}
		whose := belongs(f)
		if found.innermost == "" && whose <= packages {
			found.innermost = f.Func
		}
		if whose == students {
			found.outermost = f.Func
		}
		found.given = ""
		if whose == runners && before == students && !anonymous(found.outermost) {
			found.given = found.outermost
		}
		before = whose
	}
	r.stacks[s] = found
	return found
}

// blocks notes why a goroutine in this function may block.
func (s *seen) blocks(function string) {
	switch function {
	case "time.Sleep":
		s.sleeps = true
	case "sync.(*WaitGroup).Wait":
		s.group = true
	case "runtime.chanrecv1", "runtime.chanrecv2", "runtime.chansend1", "runtime.selectgo":
		s.waits = "a channel"
	case "internal/poll.(*pollDesc).wait":
		s.waits = "the network"
	}
}

var printer = regexp.MustCompile(`^fmt\.(Fp|P)rint(f|ln)?$`)

// Where a function comes from.
type origin int

const (
	students origin = iota // the program
	packages               // the six
	runners                // they run what they are given: errgroup, WaitGroup
	standard
)

// ours are the packages whose goroutines are tasks, or nobody's business.
var ours = set("gosyncio/sleep gosyncio/task gosyncio/gather gosyncio/wait gosyncio/waitfor gosyncio/with")

// std are the first names of the standard library's packages. A list, because
// modules needn't have a dot in their names: "kitchen/tea" isn't Go's.
var std = set(`archive arena bufio bytes cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net
	os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing
	text time unicode unique unsafe vendor weak cmd`)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}

func belongs(f trace.StackFrame) origin {
	path, _ := split(f.Func)
	first, _, _ := strings.Cut(path, "/")
	switch {
	case ours[path]:
		return packages
	case path == "sync", strings.HasPrefix(path, "golang.org/x/"):
		return runners
	case path == "main" && strings.HasSuffix(f.File, "_testmain.go"), std[first], path == "":
		return standard
	}
	return students
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

// classify says whose a new goroutine is, and what to call it: by the function
// that it runs, or if that's one that runs what it's given, by where it was
// asked to.
func (g *goroutine) classify(start, made *seen) {
	switch origin := belongs(trace.StackFrame{Func: start.start}); {
	case start.start == "":
	case origin == students:
		g.kind, g.named = program, start.start
	case origin == packages:
		g.kind = helper
	case origin == runners && made.innermost != "":
		if belongs(trace.StackFrame{Func: made.innermost}) == packages {
			g.kind = helper
			return
		}
		g.kind, g.named, g.nth = program, made.innermost, true
	}
}

var (
	typeArgs = regexp.MustCompile(`\[.*?\]+`)
	closure  = regexp.MustCompile(`(\.(func|gowrap|deferwrap)?\d+(-range\d+)?)+$`)
)

// short is what a student calls a function: "cook" for main.cook, "kettle.boil"
// for a method; for a closure the function that it stands in, and then it
// takes a number to tell it from others.
func short(function string) (name string, nth bool) {
	_, name = split(typeArgs.ReplaceAllString(function, ""))
	within := closure.ReplaceAllString(name, "")
	nth = within != name
	method := strings.HasPrefix(within, "(")
	within = strings.NewReplacer("(", "", ")", "", "*", "").Replace(within)
	if parts := strings.Split(within, "."); nth && !method || len(parts) > 2 {
		within = parts[len(parts)-1] // an outer function may stand before it
	}
	if within == "" {
		return "func", true
	}
	return flat(within), nth
}

func anonymous(function string) bool {
	_, closure := short(function)
	return closure
}

// nameAll numbers the goroutines that would have the same name, and then those
// lanes that have it from the same parent.
func (c *canvas) nameAll() {
	type called struct {
		name string
		nth  bool
	}
	known := map[string]called{}
	many, count := map[string]int{}, map[string]int{}
	for _, l := range c.all {
		if l.task {
			continue
		}
		call, ok := known[l.g.named]
		if !ok {
			call.name, call.nth = short(l.g.named)
			known[l.g.named] = call
		}
		many[call.name]++
	}
	for _, l := range c.all {
		if l.task {
			continue
		}
		call := known[l.g.named]
		c.name[l] = call.name
		if count[call.name]++; call.nth || l.g.nth || many[call.name] > 1 {
			c.name[l] += "/" + strconv.Itoa(count[call.name])
		}
	}
	c.tellApart()
}

// tellApart numbers the children of one parent that have the same name, but
// not the first: gather[1], gather[1]/2. All count, drawn or not, in order of
// start: so a child that comes later renames nobody.
func (c *canvas) tellApart() {
	type child struct {
		of   *life
		name string
	}
	taken := map[child]int{}
	for _, l := range c.all {
		me := child{c.parent(l), c.title(l)}
		first := me
		for taken[me] > 0 { // somebody may have chosen the name "tea/2"
			taken[first]++
			me.name = first.name + "/" + strconv.Itoa(taken[first])
		}
		taken[me]++
		c.name[l] = me.name
	}
}

// flat makes any text one line of a sensible length.
func flat(s string) string {
	const long = 120
	n := 0
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		n++
		switch {
		case n == long:
			return '…'
		case n > long:
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}
