// Package conformance compares the six packages with CPython: random programs
// run in both, on virtual clocks, and must agree on every result, every error,
// every time and the outcome of every task, or differ as a documented row says.
//
//	go test ./lessons/internal/conformance                                  # replays the corpus
//	go test ./lessons/internal/conformance -v -run Live -programs 20000     # makes programs and runs them in CPython, too
//	go test ./lessons/internal/conformance -run Live -corpus -seed 7        # makes the corpus anew
//
// # Programs
//
// A program is JSON: {"main": NODE, "cancel": AT}. AT, if there, is when main
// is cancelled from outside. All times are in microseconds. A node has an op,
// an id (its place in reading order, from 1) and mostly kids:
//
//	leaf       sleeps d; ends with a value or an error (end). With a grace it
//	           ignores its cancellation for so long, and then (then) ends with
//	           the cancellation, a late value or a late error
//	cancel     sleeps d, cancels the sibling target, sleeps grace
//	seq        evaluates its kids one after the other
//	spawn      makes tasks of its kids, then awaits those in order
//	gather     gathers its kids (mode all or outcomes): functions, or tasks that
//	           exist already (handles); with a d under a detached ctx that has
//	           this deadline
//	waitfor    evaluates its kid for at most d
//	wait       makes tasks and waits (mode first, error or all), for at most d if
//	           there is one; then leaves those pending or cancels them (then)
//	shield     makes a task of its kid, with a d under a detached ctx that has
//	           this deadline, and waits behind a shield
//	completed  makes tasks and takes them as they end, for at most d if there is
//	           one, and at most stop of them if there is a stop
//	with       enters (d, end), evaluates its kid, exits (grace), and then (then)
//	           passes the kid's error on, suppresses it, raises an error beside
//	           it or one in its place (replace)
//	try        evaluates the first kid; if that ends with what mode says (error,
//	           cancel, timeout, any), evaluates the second
//	run        evaluates its kid under a Run of its own, which ends with what the
//	           kid ends with or panics; the panic is recovered around it (then)
//	start      starts its kid without a handle, with a d under a detached ctx
//	           that has this deadline, and sleeps grace
//	rollback   evaluates its kid; if that fails, passes the error on with more
//	           words, or adds an error of its own (then). In Go, wrap says how:
//	           two %w, errors.Join, a type of one's own, the other way round, an
//	           error whose Is says that it is a cancellation
//
// The kids of spawn, wait, completed and of a gather of tasks are siblings, and
// may cancel one another.
//
// # Runs
//
// A run is a list of events: a time, a node, and "start", "= value", "deaf",
// "cancelled", "timeout" or an error; for tasks also how the task ended. Two
// runs agree if they have the same events at each instant; order within one
// is not guaranteed in either language. Delays are long and uneven, so that two
// timers are hardly ever due at once; where they are, the program doesn't count.
//
// oracle.py runs programs in asyncio (CPython ≥ 3.11, with wait_for as 3.12
// has it), play.go in Go. Where Go has no word for something, play uses the
// idiom: after a cancellation was caught, it goes on under context.WithoutCancel
// (K7), and a task is started under Run's ctx, because a task in asyncio has no
// parent.
//
// Where asyncio has no word, oracle.py uses what is the same:
//
//   - An error that wraps two is an exception raised while another one unwinds
//     (raise Boom from exc). Its label names both. How Go wraps is no matter.
//   - A detached ctx with a deadline is a timer that cancels the task, and a
//     waiting that no cancellation reaches.
//   - A nested Run is a Scope: asyncio can't run a loop inside a loop (R4). A
//     Scope has the tasks that were made inside it; when it closes it cancels
//     them all and waits for all, as asyncio.run does, and a task that is made
//     meanwhile is cancelled before its first step (R8 as Go has it).
//   - A panic that leaves Run is an exception that leaves a Scope which has
//     cancelled all and waits for nothing; the Scope around it, or asyncio.run,
//     waits for what is left. Scopes are a model, CPython has none.
//
// # Rules
//
// A [Rule] is a D row. It is asked about the first instant at which two runs
// differ, and excuses it only if asyncio has noted right there that the row
// applies to that node, and the events are those that the row predicts. Each
// rule may excuse at most a share of the programs, or the test fails: a rule
// that excuses more hides a fault.
//
// A difference that no rule excuses is shrunk to the smallest program that shows
// one, and printed in Go, in Python and as JSON.
package conformance
