// Package conformance holds the six packages to CPython: random programs run
// in both, on virtual clocks, and have to agree on every result, every error,
// every time and the fate of every task, or differ as a documented row says.
//
//	go test ./lessons/internal/conformance                                  # replays the corpus
//	go test ./lessons/internal/conformance -v -run Live -programs 20000     # makes programs, asks CPython
//	go test ./lessons/internal/conformance -run Live -corpus -seed 7        # makes the corpus anew
//
// # Programs
//
// A program is JSON: {"main": NODE, "cancel": AT}. AT, if there, is when main
// is cancelled from outside. All times are in microseconds. A node has an op,
// an id (its place in reading order, from 1) and mostly kids:
//
//	leaf       sleeps d; ends with a value or an error (end). With a grace it is
//	           stubborn: once cancelled it is deaf for so long, and then (then)
//	           ends with the cancel, a late value or a late error
//	cancel     sleeps d, cancels the sibling target, sleeps grace
//	seq        evaluates its kids one after the other
//	spawn      makes tasks of its kids, then awaits those in order
//	gather     gathers its kids (mode all or outcomes): functions, or tasks that
//	           exist already (handles)
//	waitfor    evaluates its kid for at most d
//	wait       makes tasks and waits (mode first, error or all), for at most d if
//	           there is one; then leaves those pending or cancels them (then)
//	shield     makes a task of its kid and waits behind a shield
//	completed  makes tasks and takes them as they end, for at most d if there is
//	           one, and at most stop of them if there is a stop
//	with       enters (d, end), evaluates its kid, exits (grace), and then (then)
//	           passes the kid's error on, suppresses it or raises an error
//	try        evaluates the first kid; if that ends with what mode says (error,
//	           cancel, timeout, any), evaluates the second
//
// The kids of spawn, wait, completed and of a gather of tasks are siblings, and
// may cancel one another.
//
// # Runs
//
// A run is a list of events: a time, a node, and "start", "= value", "deaf",
// "cancelled", "timeout" or an error; for tasks also how the task ended. Two
// runs agree if they have the same events at each instant; order within one
// isn't promised by either language. Delays are long and uneven, so that two
// timers are hardly ever due at once; where they are, the program doesn't count.
//
// oracle.py plays programs in asyncio (CPython ≥ 3.11, with wait_for as 3.12
// has it), play.go in Go. What Go has no word for is said by its idiom: after a
// cancellation was caught, play goes on under context.WithoutCancel (K7), and a
// task is started under Run's ctx, for asyncio's tasks are nobody's children.
//
// # Rules
//
// A [Rule] is a D row. It is asked about the first instant at which two runs
// differ, and excuses it only if asyncio has noted right there that the row
// applies to that node, and the events are those that the row predicts. Each
// rule has a share of programs that it may excuse at most, or the test fails:
// a rule that excuses more hides a fault.
//
// A difference that no rule excuses is shrunk to a program as small as can be,
// and printed in Go, in Python and as JSON.
package conformance
