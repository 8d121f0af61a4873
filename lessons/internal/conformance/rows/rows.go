// Package rows says row by row what asyncio does, what we do, and which test
// shows it; and what has become of the cases of CPython's own tests. Its tests
// hold lessons/conformance.md to that: with -update they write it.
package rows

// A Row is one thing that asyncio promises or is known to do.
type Row struct {
	ID      string
	Asyncio string   // what asyncio does
	Differs bool     // we do something else, on purpose
	Ours    string   // what that is; where it's the same, whatever is worth adding
	Tests   []string // each "task TestAwait/K8 a cancelled awaiter …"
}

// A Section is the rows of one topic.
type Section struct {
	Title string
	Rows  []Row
}

// Sections are all rows that can be compared, in the order of the page.
var Sections = []Section{
	loop, coroutines, sleeping, tasks, cancelling, shielding, gathering,
	waitingFor, timeouts, waiting, completing, managing, looping, running,
}

func same(id, asyncio, ours string, tests ...string) Row {
	return Row{ID: id, Asyncio: asyncio, Ours: ours, Tests: tests}
}

func differs(id, asyncio, ours string, tests ...string) Row {
	return Row{ID: id, Asyncio: asyncio, Differs: true, Ours: ours, Tests: tests}
}
