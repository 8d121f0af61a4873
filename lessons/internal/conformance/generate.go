package conformance

import "math/rand/v2"

// generate makes a random program. Its times are long and uneven, so that no
// two timers are due at once by accident.
func generate(r *rand.Rand) *Program {
	g := generator{Rand: r, left: 4 + r.IntN(14)}
	p := &Program{Main: g.node(4, 0)}
	if r.IntN(3) == 0 {
		p.Cancel = g.time()
	}
	return p.number()
}

type generator struct {
	*rand.Rand
	left int // how many nodes may still be made
}

func (g *generator) time() int64 { return 1 + g.Int64N(1_000_000) }

func (g *generator) one(of ...string) string { return of[g.IntN(len(of))] }

// node makes a node of at most this depth, in a group of so many siblings.
func (g *generator) node(depth, siblings int) *Node {
	g.left--
	if depth == 0 || g.left <= 0 || g.IntN(5) == 0 {
		if siblings > 1 && g.IntN(4) == 0 {
			return &Node{Op: "cancel", D: g.time(), Grace: g.time(), Target: g.IntN(siblings)}
		}
		return g.leaf()
	}
	switch op := g.one("seq", "spawn", "gather", "gather", "waitfor", "wait", "shield", "completed", "with", "try",
		"run", "start", "rollback"); op {
	case "seq":
		return &Node{Op: op, Kids: g.several(depth, siblings)}
	case "spawn":
		n := &Node{Op: op, Kids: g.tasks(depth)}
		n.Order = g.Perm(len(n.Kids))[:1+g.IntN(len(n.Kids))]
		return n
	case "gather":
		n := &Node{Op: op, Mode: g.one("all", "outcomes"), Handles: g.IntN(2) == 0}
		if n.Handles {
			n.Kids = g.tasks(depth)
		} else {
			n.Kids = g.several(depth, 0)
		}
		n.D = g.rarely(g.time())
		return n
	case "wait":
		n := &Node{Op: op, Mode: g.one("first", "error", "all"), Then: g.one("leave", "cancel"), Kids: g.tasks(depth)}
		n.D = g.perhaps(g.time())
		return n
	case "completed":
		n := &Node{Op: op, Kids: g.tasks(depth)}
		n.D = g.perhaps(g.time())
		n.Stop = int(g.perhaps(int64(1 + g.IntN(len(n.Kids)))))
		return n
	default:
		return g.block(op, depth, siblings)
	}
}

// block makes a node that limits, guards or follows its kids.
func (g *generator) block(op string, depth, siblings int) *Node {
	switch op {
	case "waitfor":
		return &Node{Op: op, D: g.time(), Kids: g.kids(1, depth, siblings)}
	case "shield":
		return &Node{Op: op, D: g.rarely(g.time()), Kids: g.kids(1, depth, 0)}
	case "with":
		return &Node{Op: op, D: g.time(), End: g.one("value", "value", "value", "error"), Grace: g.time(),
			Then: g.one("pass", "pass", "suppress", "error", "replace"), Kids: g.kids(1, depth, siblings)}
	case "run":
		return &Node{Op: op, Then: g.one("return", "return", "panic"), Kids: g.kids(1, depth, siblings)}
	case "start":
		return &Node{Op: op, D: g.perhaps(g.time()), Grace: g.time(), Kids: g.kids(1, depth, 0)}
	case "rollback":
		return &Node{Op: op, Wrap: g.one(wraps...), Then: g.one("pass", "error", "error"), Kids: g.kids(1, depth, siblings)}
	default:
		return &Node{Op: op, Mode: g.one("error", "cancel", "timeout", "any"), Kids: g.kids(2, depth, siblings)}
	}
}

func (g *generator) perhaps(v int64) int64 { return v * int64(g.IntN(2)) }

func (g *generator) rarely(v int64) int64 {
	if g.IntN(3) > 0 {
		return 0
	}
	return v
}

func (g *generator) leaf() *Node {
	n := &Node{Op: "leaf", D: g.time(), End: g.one("value", "value", "error")}
	if g.IntN(3) == 0 {
		n.Grace, n.Then = g.time(), g.one("cancel", "value", "error")
	}
	return n
}

func (g *generator) kids(n, depth, siblings int) (kids []*Node) {
	for range n {
		kids = append(kids, g.node(depth-1, siblings))
	}
	return kids
}

// several are one to three, in a group or not.
func (g *generator) several(depth, siblings int) []*Node { return g.kids(1+g.IntN(3), depth, siblings) }

// tasks are one to three siblings in a group of their own.
func (g *generator) tasks(depth int) []*Node {
	n := 1 + g.IntN(3)
	return g.kids(n, depth, n)
}
