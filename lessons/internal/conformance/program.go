package conformance

import (
	"encoding/json"
	"fmt"
	"slices"
)

// A Program is one asyncio program: a tree of nodes that main evaluates, and
// perhaps a cancellation of main from outside. doc.go describes the format.
type Program struct {
	Main   *Node `json:"main"`
	Cancel int64 `json:"cancel,omitempty"` // when main is cancelled; 0: never
}

// A Node is one construct. Times are in microseconds.
type Node struct {
	ID      int     `json:"id"`
	Op      string  `json:"op"`
	D       int64   `json:"d,omitempty"`      // leaf, cancel: delay; waitfor, wait, completed: timeout; with: enter's delay; gather, shield, start: deadline of the detached ctx
	End     string  `json:"end,omitempty"`    // leaf: value, error; with: how enter ends, likewise
	Grace   int64   `json:"grace,omitempty"`  // leaf: deaf for so long once cancelled; cancel, start: delay after it; with: exit's delay
	Then    string  `json:"then,omitempty"`   // leaf: cancel, value, error after the grace; with: exit's answer: pass, suppress, error, replace; wait: leave, cancel; run: return, panic; rollback: pass, error
	Wrap    string  `json:"wrap,omitempty"`   // rollback: how Go puts the errors together: fmt, join, type, swap, is
	Mode    string  `json:"mode,omitempty"`   // gather: all, outcomes; wait: first, error, all; try: what it catches
	Order   []int   `json:"order,omitempty"`  // spawn: which kids are awaited, in this order
	Stop    int     `json:"stop,omitempty"`   // completed: break after so many
	Target  int     `json:"target,omitempty"` // cancel: which sibling
	Kids    []*Node `json:"kids,omitempty"`
	Handles bool    `json:"handles,omitempty"` // gather: of tasks that exist, not of functions
}

// number gives the nodes their ids, in reading order.
func (p *Program) number() *Program {
	id := 0
	p.each(func(n *Node) { id++; n.ID = id })
	return p
}

func (p *Program) each(visit func(*Node)) {
	var walk func(*Node)
	walk = func(n *Node) {
		visit(n)
		for _, kid := range n.Kids {
			walk(kid)
		}
	}
	walk(p.Main)
}

func (p *Program) size() (nodes int) {
	p.each(func(*Node) { nodes++ })
	return nodes
}

func (p *Program) clone() *Program {
	var copied Program
	if err := json.Unmarshal([]byte(p.String()), &copied); err != nil {
		panic(err)
	}
	return &copied
}

// String is the program as JSON, on one line.
func (p *Program) String() string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// An Event is what happened to a node at a time: "start", or how it ended.
type Event struct {
	At   int64
	Node int
	What string
}

func (e Event) String() string { return fmt.Sprintf("%d %d %s", e.At, e.Node, e.What) }

// A Hint says that a rule may apply to a node at a time.
type Hint struct {
	At   int64
	Node int
	Rule string
}

// A Run is the outcome of a program in one language.
type Run struct {
	Events []Event
	Hints  []Hint
	Tied   bool // two timers were due at once: the order is not defined
}

// find returns the node with this id at or below n, or nil.
func (n *Node) find(id int) *Node {
	if n.ID == id {
		return n
	}
	for _, kid := range n.Kids {
		if found := kid.find(id); found != nil {
			return found
		}
	}
	return nil
}

// parent returns the node whose kid n is, nil for main.
func (p *Program) parent(n *Node) (parent *Node) {
	p.each(func(m *Node) {
		if slices.Contains(m.Kids, n) {
			parent = m
		}
	})
	return parent
}

// grouped reports whether n's kids are siblings in a group of their own.
func (n *Node) grouped() bool {
	switch n.Op {
	case "spawn", "wait", "completed":
		return true
	case "gather":
		return n.Handles
	default:
		return false
	}
}

// valid reports whether every index points to something.
func (p *Program) valid() bool {
	var check func(n *Node, siblings int) bool
	check = func(n *Node, siblings int) bool {
		if n.Op == "cancel" && n.Target >= siblings || n.Op == "spawn" && len(n.Order) == 0 || n.Stop > len(n.Kids) {
			return false
		}
		switch {
		case n.grouped():
			siblings = len(n.Kids)
		case n.Op == "gather" || n.Op == "shield" || n.Op == "start":
			siblings = 0 // a task of its own, in no group
		}
		return !slices.ContainsFunc(n.Kids, func(kid *Node) bool { return !check(kid, siblings) })
	}
	return check(p.Main, 0)
}
