// Package picture turns an execution trace, Go's own record of a run, into
// lanes, spans, arrows and sentences: who ran, slept and waited, who was
// cancelled, and when. There is no drawing in it; terminal and svg draw.
//
// # What the packages say
//
// Whoever takes a trace gets this from sleep, task, gather, waitfor, wait and
// with, by way of runtime/trace:
//
//   - A task, a function in gather, and main under task.Run, is a trace task
//     under its parent, made on its parent's goroutine; its type is its name:
//     "tea", "Task-7", "gather[0]", "main". A Run inside a task has its main on
//     that task's goroutine.
//   - log "start", on the task's own goroutine: it begins. A task that was
//     cancelled before has an end, but no start.
//   - log "name", on the task's own goroutine: what task.Each calls it. It goes
//     before "gather[0]" and "Task-7", but not before a name that was given.
//   - log "end", on the task's own goroutine: "returned", "failed" or
//     "cancelled", then a space and the value, the error or the cause, unless
//     there is nothing to say. The first "end" of a task counts: gather knows
//     better than task.Start, which closes with "returned". The trace task ends
//     right after the last. A task in which somebody panics doesn't end.
//   - region "sleep" around a sleep, and region "wait" around a wait, on the
//     waiter's goroutine. To ask what is there already opens neither.
//   - log "await", with the target's ctx, on the waiter's goroutine and inside
//     its region "wait": one for each task that it waits for. In gather's region
//     there is none: it waits for the tasks that its goroutine makes in there.
//   - log "await" outside of any region: the task had ended already, or OnDone
//     asks to be called back. Nobody waits.
//   - region "watch" around a loop over wait.Completions, its body included. At
//     its start stands an "await" for each task. A region "wait" right inside
//     it, with no "await" of its own, waits for the next of these to end.
//   - log "cancel", with the target's ctx, on the goroutine that cancels, right
//     before it does: the text is the cause, empty if that is no more than
//     context.Canceled. When main returns, that is said to everybody still at
//     work, those included whose parent's end would have reached them. Apart
//     from that nothing is said of a ctx that ends with its parent. Of two who
//     cancel at the same moment both may say so; the "end" has the true cause.
//     A "cancel" that comes after the target's "end" came too late.
//   - log "deadline", with the waiter's ctx and on its goroutine, which has one
//     from then on: the text is the duration, "1s".
//
// A value is shown if it is a short string (quoted), a number or a bool; an
// error and a cause are cut at 80 runes.
//
// # What the picture makes of it
//
//	p, err := picture.Read(file, lines...)
//
// [Read] takes a whole trace; a [Reader] can be asked while the run goes on,
// and has events as soon as Go ends a generation of its trace: every second,
// or as GODEBUG=traceadvanceperiod=100000000 says, in nanoseconds.
//
// Lanes. A task that has started is a lane; what its goroutine does before and
// after is nobody's. A function in gather that does nothing but await one task
// has none: who waits for it waits for the task. A goroutine that leads no task
// is a lane if it is the program's: because of the function that it runs; or,
// if that is x/sync's or a WaitGroup's, because of the function that asked for
// it; or because some function of the program was seen on its stack, as with
// those that a server starts and those older than the trace. It is named
// after that function, or after the one that x/sync or a WaitGroup runs if that
// has a name. All the rest are counted as others.
//
// Names. A task has its own. Goroutines take a number if there are several of
// the same name or if their function has none of its own: "cook",
// "kettle.boil/2", "kitchen/1". Lanes that then still have the same name and the
// same parent are numbered in order of start, but not the first: "gather[1]",
// "gather[1]/2". All lanes count, drawn or not, so that a name stays as the
// run goes on; sentences and what a lane waits for use the same ones.
//
// Parents. A lane stands under the one that started it. Goroutines that are no
// lanes, as a server's of Go's own, are passed over; then there is no arrow,
// and nobody is said to have started it.
//
// Time. The clock starts with the first task, and without tasks with the trace.
// Times are multiples of a quantum: 1 % of the length, 10 ms at most, and for
// runs longer than 20 s 1/2000 of the length; rounded to 1, 2 or 5 of a unit.
// What happens within half a quantum happens at the same time, and what is
// shorter has no span: a lane may have a start and an end, and nothing between.
//
// Waiting. In a region "wait" a lane waits for those whose "await" stands in
// it, outside for what Go says: "a channel", "a lock", "a group" (a WaitGroup,
// an errgroup), "a signal" (a Cond), "the network", "the system" (a call that
// takes its time), "the garbage collector", "ever" (an empty select). An
// arrow comes from the one that woke the waiter, not from those before.
//
// Prints are found by their stacks: a function of fmt that writes to a file.
// Each is taken for one line. A deadline is marked only if it came while the
// function that set it was still at work.
//
// Caps. Of more than 12 lanes those are drawn that tell the story: the first
// task; then by turns the next of those that failed, were cancelled, still run
// and returned, of the former two the first to end, of the latter the longest,
// but the second of a crowd counts half, the third a third; each with those
// that it descends from. Of more than 200 events the ends,
// cancels and deadlines of these lanes are told first, then their starts and
// waits, then what they print, then the others. What isn't is counted. A mark
// has always an event.
//
// Cut short. A picture is, if more of its file can't be read, or if the trace
// ends while a task of task.Run's is at work, as after [os.Exit]: Run waits for
// all. Of other programs nobody can tell.
//
// As JSON, shortened:
//
//	{"length": 3000000000,
//	 "lanes": [
//	  {"name": "main", "parent": -1, "depth": 0, "task": true, "start": 0, "end": 3000000000,
//	   "spans": [{"state": "waiting", "from": 0, "to": 3000000000, "for": "tea"}],
//	   "ending": {"how": "returned"}},
//	  {"name": "tea", "parent": 0, "depth": 1, "task": true, "start": 0, "end": 3000000000,
//	   "spans": [{"state": "sleeping", "from": 0, "to": 3000000000}],
//	   "ending": {"how": "returned", "text": "\"green\""}}],
//	 "arrows": [
//	  {"kind": "start", "at": 0, "from": 0, "to": 1},
//	  {"kind": "await", "at": 3000000000, "from": 1, "to": 0}],
//	 "events": [{"at": 3000000000, "lane": 1, "text": "tea returned \"green\""}],
//	 "others": 11}
package picture
