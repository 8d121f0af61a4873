package conformance

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A Case is a program of the corpus with its outcome in asyncio.
type Case struct {
	Program *Program `json:"program"`
	Events  string   `json:"events"` // at node what|at node what|…
	Hints   string   `json:"hints,omitempty"`
}

func record(p *Program, run Run) Case {
	var events, hints []string
	for _, e := range run.Events {
		events = append(events, e.String())
	}
	for _, h := range run.Hints {
		hints = append(hints, Event{h.At, h.Node, h.Rule}.String())
	}
	return Case{p, strings.Join(events, "|"), strings.Join(hints, "|")}
}

func (c Case) run() (run Run, err error) {
	if run.Events, err = parse(c.Events); err != nil {
		return run, err
	}
	hints, err := parse(c.Hints)
	for _, h := range hints {
		run.Hints = append(run.Hints, Hint{h.At, h.Node, h.What})
	}
	return run, err
}

func parse(text string) (events []Event, err error) {
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, "|") {
		fields := strings.SplitN(part, " ", 3)
		if len(fields) < 3 {
			return nil, fmt.Errorf("corpus: %q: want a time, a node and an event; go test -run Live -corpus makes the corpus anew", part)
		}
		at, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return nil, err
		}
		node, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, err
		}
		events = append(events, Event{at, node, fields[2]})
	}
	return events, nil
}

var composite = []string{"seq", "spawn", "gather", "waitfor", "wait", "shield", "completed", "with", "try", "run", "start", "rollback"}

// features lists what a corpus should cover: constructs in all their variants,
// and pairs of a construct with the one directly inside it.
func features(p *Program) map[string]bool {
	found := map[string]bool{}
	if p.Cancel > 0 {
		found["cancelled from outside"] = true
	}
	p.each(func(n *Node) {
		found[fmt.Sprint(n.Op, " ", n.Mode, n.Wrap, " ", n.End, " ", n.Then, " handles ", n.Handles, " limit ", n.D > 0, " stop ", n.Stop > 0)] = true
		for _, kid := range n.Kids {
			found[n.Op+">"+kid.Op] = true
		}
	})
	return found
}

// pairs are the nestings that a corpus must have.
func pairs() (all []string) {
	for _, outer := range composite {
		for _, inner := range append(composite, "leaf", "cancel") {
			if inner != "cancel" || outer != "shield" && outer != "start" { // their task has no siblings
				all = append(all, outer+">"+inner)
			}
		}
	}
	return all
}

// gatherCorpus picks small programs until it has at least so many, and each
// pair three times.
func gatherCorpus(r *rand.Rand, atLeast int, ask func(*Program) (Run, error)) (corpus []Case, err error) {
	const times = 3
	seen := map[string]int{}
	for tries := 0; len(corpus) < atLeast || lacks(seen, times); tries++ {
		if tries == 500_000 {
			return nil, fmt.Errorf("corpus: %d tries, and a pair is still not covered", tries)
		}
		p := generate(r)
		if p.size() > 9 {
			continue
		}
		var fresh bool
		for f := range features(p) {
			fresh = fresh || seen[f] < times
		}
		if !fresh && r.IntN(200) > 0 {
			continue
		}
		run, err := ask(p)
		if err != nil {
			return nil, err
		}
		if run.Tied {
			continue
		}
		for f := range features(p) {
			seen[f]++
		}
		corpus = append(corpus, record(p, run))
	}
	return corpus, nil
}

func lacks(seen map[string]int, times int) bool {
	for _, pair := range pairs() {
		if seen[pair] < times {
			return true
		}
	}
	return false
}

func (c Case) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return string(text)
}
