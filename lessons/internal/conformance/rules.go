package conformance

import (
	"slices"
	"strings"
)

// A Rule excuses one kind of difference: a D row of the semantics table. It
// looks only at the first instant at which two runs differ: everything before
// must agree, and what comes after follows from it.
type Rule struct {
	ID   string
	Why  string
	Most float64 // the share of all programs that it may excuse

	// shows reports whether d is what the row predicts for node. For all rules
	// but the last, oracle.py has noted at that instant that the row applies to
	// node.
	shows func(p *Program, d *Difference, node *Node) bool

	// later, if there, reports the same where the hint is older than d.
	later func(p *Program, d *Difference, node *Node) bool
}

var rules = []Rule{
	{"G14", "cancelled, asyncio.gather raises when its first child has ended; ours waits for all of them", 0.03,
		func(p *Program, d *Difference, gather *Node) bool { return ended(d.Asyncio, gather) }, nil},
	{"AW6", "a cancellation interrupts a slow __aexit__; our Exit runs to its end, under a ctx that never ends", 0.03,
		func(p *Program, d *Difference, with *Node) bool { return has(d.Asyncio, with, "cancelled") }, nil},
	{"K19", "a second cancellation reaches a task that has dealt with a first one; a Go ctx ends only once", 0.02,
		func(p *Program, d *Difference, task *Node) bool {
			return slices.ContainsFunc(d.Asyncio, func(e Event) bool {
				return task.find(e.Node) != nil && (e.What == "cancelled" || e.What == "deaf")
			})
		}, nil},
	{"K9", "a task that ends with the cancellation of another one is cancelled in asyncio, and a failure here", 0.01,
		func(p *Program, d *Difference, task *Node) bool {
			wait := p.parent(task)
			return wait != nil && wait.Op == "wait" && wait.Mode == "error" && len(d.Asyncio) == 0 && len(d.Here) > 0
		},
		// Our wait returned then and cancelled the others; an Exit hides that for a while.
		func(p *Program, d *Difference, task *Node) bool {
			wait := p.parent(task)
			return wait != nil && wait.Op == "wait" && wait.Mode == "error" && wait.Then == "cancel" &&
				ended(d.Asyncio, wait) && ended(d.Here, wait)
		}},
	{"R8", "asyncio lets a task run that is started while run() closes; ours never calls its function", 0.02,
		func(p *Program, d *Difference, task *Node) bool {
			return has(d.Asyncio, task, "start") || has(d.Asyncio, task, "task cancelled") && len(d.Here) == 0
		},
		// asyncio's loop has stopped before the end of what it did not wait for.
		func(p *Program, d *Difference, task *Node) bool { return len(d.Asyncio) == 0 && ended(d.Here, task) }},
	{"L2", "run() cancels all tasks, in no order that is promised, and so does ours: a child may end before its gather is cancelled",
		0.001, func(p *Program, d *Difference, gather *Node) bool {
			return gather.Mode == "outcomes" && has(d.Asyncio, gather, "cancelled") != has(d.Here, gather, "cancelled")
		}, nil},
	{"K13", "a shield that is cancelled loses a result of that instant; here a finished result always wins", 0.002,
		func(p *Program, d *Difference, shield *Node) bool {
			return has(d.Asyncio, shield, "cancelled") && ended(d.Here, shield)
		}, nil},
	{"TO9", "cancelled after its time was up, wait_for raises the cancellation; for ours the first one counts", 0.01,
		func(p *Program, d *Difference, waitfor *Node) bool {
			return has(d.Asyncio, waitfor, "cancelled") && has(d.Here, waitfor, "timeout")
		}, nil},
}

// left is the rule that no hint shows: nothing happens in asyncio.
var left = Rule{"G16", "what a failed gather leaves behind is out of its caller's reach in asyncio; ours runs on under the caller's ctx", 0.01,
	func(p *Program, d *Difference, gather *Node) bool {
		if gather.Op != "gather" || len(d.Asyncio) > 0 {
			return false
		}
		failed := slices.ContainsFunc(d.python.Events, func(e Event) bool {
			return e.Node == gather.ID && e.At < d.At && e.What != "start" && !strings.HasPrefix(e.What, "= ")
		})
		return failed && slices.ContainsFunc(d.Here, func(e Event) bool {
			return gather.find(e.Node) != nil && (e.What == "cancelled" || e.What == "deaf")
		})
	}, nil}

// excuse returns the rule that predicts d, or nil.
func excuse(p *Program, d *Difference) *Rule {
	for _, hint := range d.python.Hints {
		for i, rule := range rules {
			if hint.Rule != rule.ID {
				continue
			}
			node := p.Main.find(hint.Node)
			if hint.At == d.At && rule.shows(p, d, node) || hint.At < d.At && rule.later != nil && rule.later(p, d, node) {
				return &rules[i]
			}
		}
	}
	var found *Rule
	p.each(func(n *Node) {
		if left.shows(p, d, n) {
			found = &left
		}
	})
	return found
}

// ended reports whether n has ended, with any outcome.
func ended(events []Event, n *Node) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Node == n.ID && e.What != "start" })
}

func has(events []Event, n *Node, what string) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Node == n.ID && e.What == what })
}
