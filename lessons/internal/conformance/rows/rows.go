// Package rows lists row by row what asyncio does, what gosyncio does, and which
// test shows it; and which tests cover the cases of CPython's own tests. Its
// tests compare lessons/conformance.md with that: with -update they write it.
package rows

// A Row is one thing that asyncio promises or is known to do.
type Row struct {
	ID      string
	Asyncio string   // what asyncio does
	Differs bool     // gosyncio does something else, on purpose
	Ours    string   // what gosyncio does; where it is the same, a note or nothing
	Tests   []string // each "task TestAwait/a cancelled awaiter cancels … (K8)"
}

// A Section is the rows of one topic.
type Section struct {
	Title string
	Rows  []Row
}

// Sections are all rows that can be compared, in the order of the page.
var Sections = []Section{
	loop, coroutines, sleeping, tasks, cancelling, shielding, gathering,
	waitingFor, timeouts, waiting, completing, managing, looping, running, streaming, contexts,
}

func same(id, asyncio, ours string, tests ...string) Row {
	return Row{ID: id, Asyncio: asyncio, Ours: ours, Tests: tests}
}

func differs(id, asyncio, ours string, tests ...string) Row {
	return Row{ID: id, Asyncio: asyncio, Differs: true, Ours: ours, Tests: tests}
}
