// Package picture turns an execution trace, Go's own record of a run, into
// lanes, spans, arrows and sentences: which goroutine ran, slept and waited,
// which was cancelled, and when. It does not draw; terminal and svg do.
//
// # What the packages write
//
// While a trace is taken, sleep, task, gather, waitfor, wait and with write this
// into it, by way of runtime/trace:
//
//   - A task, a function in gather, and main under task.Run, is a trace task
//     under its parent, made on its parent's goroutine; its type is its name:
//     "tea", "Task-7", "main", and in gather the name of the function, "burn", or
//     "burn[1]" where two would be alike. A Run inside a task has its main on that
//     task's goroutine.
//   - log "start", on the task's own goroutine: it begins. A task that was
//     cancelled before has an end, but no start.
//   - log "name", on the task's own goroutine: what task.Each calls it. It
//     renames a child of gather, once, and no other task.
//   - log "end", on the task's own goroutine: "returned", "failed", "cancelled"
//     or "panicked", then a space and the value, the error or the cause, unless
//     it is empty. The first "end" of a task counts. The trace task ends right
//     after it. A task that panics without an "end" does not end.
//   - region "sleep" around a sleep, and region "wait" around a wait, on the
//     waiter's goroutine. A call that returns at once opens neither.
//   - log "await", with the target's ctx, on the waiter's goroutine: right before
//     its region "wait", or inside, one for each task that it waits for. gather
//     has none: its region waits for the tasks that its goroutine made in gather
//     right before, or makes inside. A region without any waits for the last
//     task that was awaited.
//   - log "await" without a wait after it: the task had ended already, or OnDone
//     registers a callback.
//   - region "watch" around a loop over wait.Completions, its body included. At
//     its start is an "await" for each task. A region "wait" right inside it,
//     with no "await" of its own, waits for the next of these to end.
//   - log "cancel", with the target's ctx, on the goroutine that cancels, right
//     before it does: the text is the cause, empty if that is only
//     context.Canceled. When main returns, every task that is left gets one.
//     The end of a parent's ctx is not logged otherwise. Two goroutines that
//     cancel at the same moment may both log it; the "end" has the true cause. A
//     "cancel" after the target's "end" came too late.
//   - log "deadline", with the waiter's ctx and on its goroutine, which has one
//     from then on: the text is the duration, "1s".
//
// A value is shown if it is a short string (quoted), a number or a bool. Every
// text of a trace is cleaned and cut to 100 characters where it enters the
// model, by text.Clean.
//
// The packages may be folders of any module. Its name is found on the stack of
// the first trace task.
//
// # What the picture makes of it
//
//	p, err := picture.Read(file, lines...)
//	p, err := picture.Options{Lanes: picture.AllLanes}.Read(file, lines...)
//
// [Read] takes a whole trace. A [Reader] can be asked while the run goes on. It
// has events as soon as Go ends a generation of its trace: every second, or as
// GODEBUG=traceadvanceperiod=100000000 says, in nanoseconds.
//
// A run may leave several traces, one after the other, as in a page, where each
// ends when all goroutines wait: [Options.NewRun], [Reader.Add] for each, and
// [Reader.End]. Goroutines, tasks and the clock go on. A goroutine that the next
// trace doesn't know has ended before it. The goroutines that take the traces are
// not counted, and package hook of the page is Go's own. In the meantime
// [Reader.PictureAt] draws what has not ended up to the present.
//
// Memory. The trace is read as a stream. Of 100,000 lanes and more, those that
// have ended and that no picture would choose are only counted, and states that
// are too short to be seen are dropped. So a picture needs about as much memory
// as one generation of its trace, and what still runs. A trace of more than
// [MaxSize] bytes is refused.
//
// Lanes. A task that has started is a lane; what its goroutine does before and
// after belongs to no lane. A function in gather that only awaits one task has
// none: a wait for it is a wait for the task. A goroutine that runs no task is a
// lane if it is the program's: because of the function that it runs; or, if that
// is x/sync's or a WaitGroup's, because of the function that asked for it; or
// because a function of the program was seen on its stack, as with the goroutines
// that a server starts and those older than the trace. It is named after that
// function, or after the one that x/sync or a WaitGroup runs if that has a name.
// All others are counted. A test is always the program, also a test of the
// standard library; with [Options].Std the library and golang.org/x are, too.
//
// Names. A task has its own. Goroutines take a number if several have the same
// name or if their function has none of its own: "cook", "kettle.boil/2",
// "kitchen/1". Lanes that then still have the same name and the same parent are
// numbered in order of start, but not the first: "burn", "burn/2". All lanes
// count, drawn or not, so that a name stays as the run goes on; sentences and
// waits use the same names.
//
// Parents. A lane stands under the one that started it. Goroutines that are no
// lanes, such as a server's of Go's own, are passed over; then there is no arrow
// and no lane is said to have started it.
//
// Time. The clock starts with the first task, and without tasks with the trace.
// Times are multiples of a quantum: 1 % of the length, 10 ms at most, and for
// runs longer than 20 s 1/2000 of the length; rounded to 1, 2 or 5 of a unit.
// What happens within half a quantum happens at the same time, and what is
// shorter has no span: a lane may have a start and an end, and nothing between.
//
// The clock of a page stands still while the program computes, and then the
// tracer gives each event a stamp that is 64 ns after the one before. With
// [Options].PageClock these are one moment, and time is counted from the start of
// the first trace, which is that of the program, unless its first task begins
// within 100 ms of it. A run that is over and took no time at all is drawn by the
// stamps as they are: [Picture].Timeless, they say what came before what.
//
// Waiting. In a region "wait" a lane waits for its tasks, outside for what Go
// says: "a channel", "a lock", "a group" (a WaitGroup, an errgroup), "a signal"
// (a Cond), "the network", "the system" (a call that takes its time), "the
// garbage collector", "nothing" (an empty select). An arrow comes from the lane
// that woke the waiter, not from those before.
//
// Prints are found by their stacks: a function of fmt that writes to a file, by a
// system call or, in a page, by a call of JavaScript.
// Each is taken for one line. A deadline is marked only if it came while the
// function that set it was still running.
//
// Ends. A lane that has no "end" in the trace is still running, unless a panic
// was on its stack when it was seen last: then it has panicked.
//
// Limits. Of more than 12 lanes, or as many as [Options] say, those are drawn
// that tell the story: the first task; then by turns the next that failed or
// panicked, that was cancelled, and that has a name of its own; then by turns
// the others that still run and that returned. Of those that ended badly the
// first to end come first, of the rest the longest, but the second of a crowd
// counts half, the third a third. Each comes with the lanes that it stands
// under. Of more than 200 events the ends, cancels and deadlines of these lanes
// are told first, then their starts and waits, then what they print, then the
// others. What is left out is counted. A mark has always an event.
//
// Cut short. A picture is cut short if more of its file can't be read, or if
// the trace ends while a task of task.Run's runs, as after [os.Exit]: Run waits
// for all. Other programs leave no such sign.
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
