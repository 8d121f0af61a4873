package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A tally counts programs, and those that a rule has excused.
type tally struct {
	programs, tied int
	excused        map[string]int
}

func newTally() *tally { return &tally{excused: map[string]int{}} }

// count compares what the two languages make of p. A difference that no rule
// excuses fails the test, with the smallest program that shows one.
func (c *tally) count(t *testing.T, p *Program, asyncio Run, python *oracle) {
	t.Helper()
	if asyncio.Tied {
		c.tied++
		return
	}
	c.programs++
	d := compare(asyncio, here(t, p))
	if d == nil {
		return
	}
	if rule := excuse(p, d); rule != nil {
		c.excused[rule.ID]++
		return
	}
	if python != nil {
		p = shrink(p, func(q *Program) bool {
			run, err := python.play(q)
			if err != nil || run.Tied {
				return false
			}
			e := compare(run, here(t, q))
			if e == nil || excuse(q, e) != nil {
				return false
			}
			d = e
			return true
		})
	}
	t.Error(explain(p, d))
}

// explain shows a difference with the program in both languages.
func explain(p *Program, d *Difference) string {
	return fmt.Sprintf("at %d µs only asyncio has %v, only we have %v\n\n%s\n\n%s\n\n%s", d.At, d.Asyncio, d.Here, asGo(p), asPython(p), p)
}

// check fails if a rule has excused more than it may: then it hides a fault.
func (c *tally) check(t *testing.T) {
	t.Helper()
	const chance = 10 // in a small sample
	for _, rule := range append(slices.Clone(rules), left) {
		most := int(rule.Most*float64(c.programs)) + chance
		assert.LessOrEqual(t, c.excused[rule.ID], most, "%s excuses too many: %s", rule.ID, rule.Why)
	}
}

func (c *tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d programs, the same outcome in both languages", c.programs)
	if c.tied > 0 {
		fmt.Fprintf(&b, " (%d more had two timers due at once)", c.tied)
	}
	for _, rule := range append(slices.Clone(rules), left) {
		if n := c.excused[rule.ID]; n > 0 {
			fmt.Fprintf(&b, "\n  %4d but for %s: %s", n, rule.ID, rule.Why)
		}
	}
	return b.String()
}
