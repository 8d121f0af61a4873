package picture

import (
	"maps"
	"strconv"
	"strings"

	"gosyncio/internal/text"
)

// withoutTypes leaves out the type arguments: "[...]".
func withoutTypes(function string) string {
	for {
		open := strings.IndexByte(function, '[')
		if open < 0 {
			return function
		}
		size := strings.IndexByte(function[open:], ']')
		if size < 0 {
			return function
		}
		function = function[:open] + strings.TrimLeft(function[open+size:], "]")
	}
}

// enclosing is the function that a closure stands in: "cook" for "cook.func1.2"
// and for "cook.gowrap1".
func enclosing(name string) string {
	for {
		dot := strings.LastIndexByte(name, '.')
		if dot < 0 || !isClosure(name[dot+1:]) {
			return name
		}
		name = name[:dot]
	}
}

// isClosure reports whether Go calls a closure so: "func1", "gowrap1",
// "deferwrap1", "1", and in a loop over a function "func1-range1".
func isClosure(name string) bool {
	name, loop, inLoop := strings.Cut(name, "-range")
	for _, kind := range []string{"func", "gowrap", "deferwrap"} {
		if rest, ok := strings.CutPrefix(name, kind); ok {
			name = rest
			break
		}
	}
	return isNumber(name) && (!inLoop || isNumber(loop))
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// short is what a student calls a function: "cook" for main.cook, "kettle.boil"
// for a method; for a closure the function that it stands in, and then it
// takes a number to tell it from others.
func short(function string) (name string, nth bool) {
	_, name = split(withoutTypes(function))
	within := enclosing(name)
	nth = within != name
	method := strings.HasPrefix(within, "(")
	within = strings.NewReplacer("(", "", ")", "", "*", "").Replace(within)
	if parts := strings.Split(within, "."); nth && !method || len(parts) > 2 {
		within = parts[len(parts)-1] // an outer function may stand before it
	}
	if within == "" {
		return "func", true
	}
	return text.Clean(within), nth
}

func anonymous(function string) bool {
	_, closure := short(function)
	return closure
}

// A called function is what short makes of it.
type called struct {
	name string
	nth  bool
}

// call is short, once for each function.
func (r *run) call(function string) called {
	call, ok := r.called[function]
	if !ok {
		call.name, call.nth = short(function)
		r.called[function] = call
	}
	return call
}

// nameAll numbers the goroutines that would have the same name, and then those
// lanes that have it from the same parent. A number is never changed.
func (c *canvas) nameAll() {
	many := map[string]int{}
	for _, l := range c.all {
		if !l.task && l.numbered == "" {
			many[c.call(l.g.named).name]++
		}
	}
	maps.Copy(c.numbers, c.past.numbers)
	for _, l := range c.all {
		if l.task || l.numbered != "" {
			continue
		}
		call := c.call(l.g.named)
		l.label = call.name
		if c.numbers[call.name]++; call.nth || l.g.nth || many[call.name]+c.past.numbers[call.name] > 1 {
			l.label += "/" + strconv.Itoa(c.numbers[call.name])
		}
	}
	c.tellApart()
}

// tellApart numbers the children of one parent that have the same name, but
// not the first: tea, tea/2. All count, drawn or not, in order of start: so a
// child that comes later renames no other.
func (c *canvas) tellApart() {
	taken := func(k child) int {
		if n, ok := c.children[k]; ok {
			return n
		}
		return c.past.children[k]
	}
	for _, l := range c.all {
		if l.numbered != "" {
			l.label = l.numbered
			continue
		}
		me := child{c.parent(l), c.title(l)}
		first := me
		for taken(me) > 0 { // a program may have chosen the name "tea/2"
			n := taken(first) + 1
			c.children[first] = n
			me.name = first.name + "/" + strconv.Itoa(n)
		}
		c.children[me] = 1
		l.label = me.name
	}
}
