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
	for _, tc := range []struct {
		name          string
		asyncio, here Run
		at            int64 // 0: they agree
	}{
		{"the same events agree", run(Event{1, 1, "start"}), run(Event{1, 1, "start"}), 0},
		{
			"the order within an instant does not count",
			run(Event{1, 1, "start"}, Event{1, 2, "start"}), run(Event{1, 2, "start"}, Event{1, 1, "start"}), 0,
		},
		{"another time is a difference", run(Event{1, 1, "start"}), run(Event{2, 1, "start"}), 1},
		{"another outcome is a difference", run(Event{3, 1, "= 1"}), run(Event{3, 1, "cancelled"}), 3},
		{"a missing event is a difference", run(Event{1, 1, "start"}, Event{5, 1, "= 1"}), run(Event{1, 1, "start"}), 5},
		{"an event twice is a difference", run(Event{4, 1, "= 1"}), run(Event{4, 1, "= 1"}, Event{4, 1, "= 1"}), 4},
		{"the first instant is what counts", run(Event{7, 1, "= 1"}, Event{9, 2, "= 2"}), run(Event{8, 1, "= 1"}), 7},
		{"no event at all is a difference", run(Event{6, 1, "= 1"}), run(), 6},
		{"an event where asyncio has none is a difference", run(), run(Event{6, 1, "= 1"}), 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
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
	for _, tc := range []struct {
		name    string
		hint    Hint
		asyncio []Event
		want    string
	}{
		{"an exit that was interrupted is excused (AW6)", Hint{7, 3, "AW6"}, interrupted, "AW6"},
		{"a hint of another time excuses nothing (AW6)", Hint{6, 3, "AW6"}, interrupted, ""},
		{"a hint about another node excuses nothing (AW6)", Hint{7, 1, "AW6"}, interrupted, ""},
		{"another outcome is not excused (AW6)", Hint{7, 3, "AW6"}, []Event{{7, 3, "= 4"}}, ""},
		{"without a hint nothing is excused", Hint{}, interrupted, ""},
		{"a gather that did not wait is excused (G14)", Hint{7, 1, "G14"}, []Event{{7, 1, "cancelled"}}, "G14"},
		{"what its children do is not excused (G14)", Hint{7, 1, "G14"}, []Event{{7, 2, "cancelled"}}, ""},
		{"a task that only asyncio starts is excused (R8)", Hint{7, 2, "R8"}, []Event{{7, 2, "start"}}, "R8"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rule := excuse(p, &Difference{At: 7, Asyncio: tc.asyncio, python: Run{Hints: []Hint{tc.hint}}})
			got := ""
			if rule != nil {
				got = rule.ID
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// The shrinker must find the one part that matters in a large program.
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

// A run that differs from asyncio's must be found.
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
