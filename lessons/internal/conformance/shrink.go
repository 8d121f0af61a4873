package conformance

// shrink returns the smallest program it can find that still fails, starting
// from one that does.
func shrink(p *Program, fails func(*Program) bool) *Program {
	for smaller := true; smaller; {
		smaller = false
		for _, candidate := range candidates(p) {
			if candidate.valid() && fails(candidate) {
				p, smaller = candidate, true
				break
			}
		}
	}
	return p
}

// candidates are programs that are a little simpler than p, the boldest first.
func candidates(p *Program) (cs []*Program) {
	try := func(change func(q *Program, n *Node) bool) {
		for id := 1; id <= p.size(); id++ {
			q := p.clone()
			if change(q, q.Main.find(id)) {
				cs = append(cs, q.number())
			}
		}
	}
	for i := range 3 {
		try(func(_ *Program, n *Node) bool { return lift(n, i) })
	}
	for i := range 3 {
		try(func(_ *Program, n *Node) bool { return drop(n, i) })
	}
	if p.Cancel > 0 {
		q := p.clone()
		q.Cancel = 0
		cs = append(cs, q)
	}
	for _, plain := range simpler {
		try(func(_ *Program, n *Node) bool { return plain(n) })
	}
	return cs
}

// lift puts the i-th kid in n's place.
func lift(n *Node, i int) bool {
	if i >= len(n.Kids) {
		return false
	}
	*n = *n.Kids[i]
	return true
}

// drop leaves out the i-th of several kids.
func drop(n *Node, i int) bool {
	if i >= len(n.Kids) || len(n.Kids) == 1 || n.Op == "try" {
		return false
	}
	n.Kids = append(n.Kids[:i], n.Kids[i+1:]...)
	var order []int
	for _, j := range n.Order {
		switch {
		case j < i:
			order = append(order, j)
		case j > i:
			order = append(order, j-1)
		}
	}
	n.Order = order
	for _, kid := range n.Kids {
		retarget(kid, i)
	}
	return true
}

// retarget follows the siblings that move up when the i-th is dropped.
func retarget(n *Node, i int) {
	if n.Op == "cancel" && n.Target > i {
		n.Target--
	}
	if !n.grouped() {
		for _, kid := range n.Kids {
			retarget(kid, i)
		}
	}
}

// simpler are changes within one node; each reports whether it changed it.
var simpler = []func(n *Node) bool{
	func(n *Node) bool {
		was := n.Grace > 0 && n.Op == "leaf"
		return was && n.set(&n.Grace, 0) && n.name(&n.Then, "")
	},
	func(n *Node) bool { return n.End != "" && n.name(&n.End, "value") },
	func(n *Node) bool { return (n.Op == "with" || n.Op == "rollback") && n.name(&n.Then, "pass") },
	func(n *Node) bool { return n.Op == "run" && n.name(&n.Then, "return") },
	func(n *Node) bool { return n.Op == "rollback" && n.name(&n.Wrap, "fmt") },
	func(n *Node) bool {
		return (n.Op == "gather" || n.Op == "shield" || n.Op == "start") && n.set(&n.D, 0)
	},
	func(n *Node) bool { return n.Op == "wait" && n.name(&n.Then, "leave") },
	func(n *Node) bool { return (n.Op == "wait" || n.Op == "completed") && n.set(&n.D, 0) },
	func(n *Node) bool { return n.Op == "gather" && n.name(&n.Mode, "all") },
	func(n *Node) bool { return n.Op == "wait" && n.name(&n.Mode, "all") },
	func(n *Node) bool { return round(n, &n.D) },
	func(n *Node) bool { return round(n, &n.Grace) },
}

func (n *Node) set(field *int64, v int64) bool {
	changed := *field != v
	*field = v
	return changed
}

func (n *Node) name(field *string, v string) bool {
	changed := *field != v
	*field = v
	return changed
}

// round takes the last digit that isn't zero from a time.
func round(n *Node, t *int64) bool {
	for unit := int64(10); unit <= *t; unit *= 10 {
		if *t%unit != 0 {
			return n.set(t, *t-*t%unit)
		}
	}
	return false
}
