package conformance

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGenerateIsRepeatable(t *testing.T) {
	for s := range uint64(100) {
		p := generate(rand.New(rand.NewPCG(s, 0)))
		assert.Equal(t, p.String(), generate(rand.New(rand.NewPCG(s, 0))).String())
		assert.True(t, p.valid(), p)
		assert.Equal(t, p.String(), p.clone().String())
	}
}

func TestCompare(t *testing.T) {
	run := func(events ...Event) Run { return Run{Events: events} }
	for name, tc := range map[string]struct {
		asyncio, here Run
		at            int64 // 0: they agree
	}{
		"the same events agree": {run(Event{1, 1, "start"}), run(Event{1, 1, "start"}), 0},
		"the order within an instant doesn't count": {
			run(Event{1, 1, "start"}, Event{1, 2, "start"}), run(Event{1, 2, "start"}, Event{1, 1, "start"}), 0,
		},
		"another time is a difference":         {run(Event{1, 1, "start"}), run(Event{2, 1, "start"}), 1},
		"another outcome is a difference":      {run(Event{3, 1, "= 1"}), run(Event{3, 1, "cancelled"}), 3},
		"an event too few is a difference":     {run(Event{1, 1, "start"}, Event{5, 1, "= 1"}), run(Event{1, 1, "start"}), 5},
		"an event twice is a difference":       {run(Event{4, 1, "= 1"}), run(Event{4, 1, "= 1"}, Event{4, 1, "= 1"}), 4},
		"the first instant is what counts":     {run(Event{7, 1, "= 1"}, Event{9, 2, "= 2"}), run(Event{8, 1, "= 1"}), 7},
		"nothing at all is a difference, too":  {run(Event{6, 1, "= 1"}), run(), 6},
		"and so is something where there's no": {run(), run(Event{6, 1, "= 1"}), 6},
	} {
		t.Run(name, func(t *testing.T) {
			d := compare(tc.asyncio, tc.here)
			if tc.at == 0 {
				assert.Nil(t, d)
				return
			}
			require.NotNil(t, d)
			assert.Equal(t, tc.at, d.At)
		})
	}
}

// An excuse holds only for its own node, at its own instant.
func TestExcuse(t *testing.T) {
	p := (&Program{Main: &Node{Op: "gather", Mode: "all", Kids: []*Node{
		{Op: "leaf", D: 5, End: "value"}, {Op: "with", D: 1, Grace: 9, Kids: []*Node{{Op: "leaf", D: 2, End: "value"}}},
	}}}).number()
	interrupted := []Event{{7, 3, "cancelled"}}
	for name, tc := range map[string]struct {
		hint    Hint
		asyncio []Event
		want    string
	}{
		"AW6 excuses an exit that was interrupted":   {Hint{7, 3, "AW6"}, interrupted, "AW6"},
		"AW6 doesn't if it was at another time":      {Hint{6, 3, "AW6"}, interrupted, ""},
		"AW6 doesn't if it was another node":         {Hint{7, 1, "AW6"}, interrupted, ""},
		"AW6 doesn't excuse another end":             {Hint{7, 3, "AW6"}, []Event{{7, 3, "= 4"}}, ""},
		"nothing is excused without a hint":          {Hint{}, interrupted, ""},
		"G14 excuses a gather that didn't wait":      {Hint{7, 1, "G14"}, []Event{{7, 1, "cancelled"}}, "G14"},
		"G14 doesn't excuse what its children do":    {Hint{7, 1, "G14"}, []Event{{7, 2, "cancelled"}}, ""},
		"R8 excuses a task that only asyncio starts": {Hint{7, 2, "R8"}, []Event{{7, 2, "start"}}, "R8"},
	} {
		t.Run(name, func(t *testing.T) {
			rule := excuse(p, &Difference{At: 7, Asyncio: tc.asyncio, python: Run{Hints: []Hint{tc.hint}}})
			got := ""
			if rule != nil {
				got = rule.ID
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// The shrinker has to find the one thing that matters in a large program.
func TestShrink(t *testing.T) {
	hasDeafShield := func(p *Program) bool {
		found := false
		p.each(func(n *Node) {
			found = found || n.Op == "shield" && n.Kids[0].Op == "leaf" && n.Kids[0].Grace > 0
		})
		return found
	}
	r := rand.New(rand.NewPCG(1, 1))
	for found := 0; found < 20; {
		p := generate(r)
		if !hasDeafShield(p) {
			continue
		}
		found++
		small := shrink(p, hasDeafShield)
		assert.True(t, hasDeafShield(small))
		assert.True(t, small.valid())
		assert.Equal(t, 2, small.size(), small)
		assert.Zero(t, small.Cancel)
	}
}

// A play that does something else than asyncio has to be found out.
func TestAFaultIsFound(t *testing.T) {
	for _, c := range readCorpus(t)[:50] {
		recorded, err := c.run()
		require.NoError(t, err)
		wrong := here(t, c.Program)
		last := &wrong.Events[len(wrong.Events)-1]
		last.At++
		assert.NotNil(t, compare(recorded, wrong), c.Program)
	}
}

func TestPrinting(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		p := generate(r)
		for _, text := range []string{asGo(p), asPython(p)} {
			assert.NotContains(t, text, "%!", p)
			p.each(func(n *Node) { assert.Contains(t, text, fmt.Sprintf("n%d(", n.ID)) })
		}
	}
}

// Every rule is a row of the page, where a reader finds what it means.
func TestRulesAreRows(t *testing.T) {
	page, err := os.ReadFile("../../conformance.md")
	require.NoError(t, err)
	for _, rule := range append(slices.Clone(rules), left) {
		assert.Contains(t, string(page), "| "+rule.ID+" |")
		assert.Regexp(t, rule.ID+"[, .\n]|"+rule.ID+" and", strings.SplitN(string(page), "To see a row", 2)[0], "the page's head names all rules")
	}
}
