package picture

import (
	"strings"

	"golang.org/x/exp/trace"
)

// seen is what is to be seen on a stack.
type seen struct {
	innermost string // function of the program or of the packages
	by        origin // of innermost
	outermost string // function of the program
	start     string // the outermost function of all
	from      origin // of start
	given     string // function of the program that a runner was given, and that has a name
	print     bool   // it is printing
	script    bool   // it calls JavaScript's file system
	panics    bool
	sleeps    bool
	group     bool     // it waits for a group of goroutines
	waits     activity // for what, if that's clear
	deadlines int      // how many functions are at work that set one
}

// look looks at a stack, once.
func (r *run) look(s trace.Stack) *seen {
	if s == trace.NoStack {
		return &nothing
	}
	if s == r.looked.stack {
		return r.looked.seen
	}
	found := r.stacks[s]
	if found == nil {
		found = r.origins.look(s)
		r.stacks[s] = found
	}
	r.looked.stack, r.looked.seen = s, found
	return found
}

var nothing = seen{from: standard, waits: blocks}

func (o *origins) look(s trace.Stack) *seen {
	found, writes, before := nothing, false, standard
	below := "" // the package of the frame before
	for f := range s.Frames() {
		from := o.of(f.Func, f.File)
		found.start, found.from = f.Func, from
		found.blocks(f.Func)
		writes = writes || f.Func == "os.(*File).Write"
		found.print = found.print || writes && printers[f.Func]
		path, _ := split(f.Func)
		if from == packages && path != below && strings.HasSuffix(path, "/waitfor") {
			found.deadlines++ // several frames are one call
		}
		below = path
		if found.innermost == "" && from <= packages {
			found.innermost, found.by = f.Func, from
		}
		if from == userCode {
			found.outermost = f.Func
		}
		found.given = ""
		if from == runners && before == userCode && !anonymous(found.outermost) {
			found.given = found.outermost
		}
		before = from
	}
	return &found
}

// blocks notes why a goroutine in this function may block.
func (s *seen) blocks(function string) {
	switch function {
	case "time.Sleep":
		s.sleeps = true
	case "sync.(*WaitGroup).Wait":
		s.group = true
	case "runtime.chanrecv1", "runtime.chanrecv2", "runtime.chansend1", "runtime.selectgo":
		s.waits = onChannel
	case "syscall.fsCall":
		s.script = true
	case "internal/poll.(*pollDesc).wait":
		s.waits = onNetwork
	case "runtime.gopanic", "panic":
		s.panics = true
	}
}

var printers = set("fmt.Print fmt.Printf fmt.Println fmt.Fprint fmt.Fprintf fmt.Fprintln")
