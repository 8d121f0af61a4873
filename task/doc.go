// Package task starts work in the background and gives you a handle on it:
// wait for it, cancel it, ask how it ended.
//
//	tea := task.Go(ctx, brew)       // it runs from here on
//	toast, err := roast(ctx)        // meanwhile
//	cup, err := tea.Await(ctx)      // what brew returned
//
// A [Func] is work described; [Go] starts it and returns a [Task]; [Run] is
// the frame around a program's main function that leaves nobody behind. A
// method of a task has the shape of a Func itself, so tasks and functions mix:
// gather.All(ctx, tea.Await, roast).
//
// # A task's life
//
// The task's context descends from the one it was started under. If that is
// done before the task gets to run, its function is never called. Otherwise
// what the function returns counts: a value is a success even after a
// cancellation, an error is a failure unless it is the task's own
// cancellation. The context ends when the function returns, and so does
// everything that was started under it and left behind.
//
// [Task.Cancel] asks, with a cause; the function obeys by looking at its ctx.
// errors.Is finds both the ctx's Err and its Cause in every error that comes
// from an ended ctx. [Task.Await] passes its own cancellation on to the task, for
// all awaiters; [Task.Shield] only stops waiting.
//
// A panic in a task ends the program, as in any goroutine. [runtime.Goexit]
// ends the task with [ErrExited], so no awaiter waits forever. A failure whose
// error nobody retrieves is reported through [log/slog].
//
// An error counts as the task's cancellation if every branch of it does, whether
// it unwraps to one error or to several. An error of the function's own beside
// it, however the two were put together, makes the task a failure (K6).
//
// A ctx that outlives its task keeps neither the task nor its value in memory,
// and an error that holds the task's ctx does not keep the task.
//
// # A program's main function
//
// [Run] is a scope: when it returns, everything that was started under it has
// ended. [Main] is a Run for a program. Only Main listens to Ctrl-C and SIGTERM,
// and only Main reads the environment.
//
//	func main() {
//		if err := task.Main(breakfast); err != nil {
//			log.Fatal(err)
//		}
//	}
//
// # Watching it
//
// Tasks log to [runtime/trace], Go's own record of a run: each is a task of the
// trace, under the one that started it, and logs when it starts, waits, cancels
// and ends. This costs nothing while no trace is taken.
//
//	TASKTRACE=tea.trace go run . && go tool trace tea.trace
//
// makes Main take one, as PYTHONASYNCIODEBUG=1 makes asyncio log. The first
// Ctrl-C ends the trace in good order, as it ends main; a panic leaves what
// happened up to there; [os.Exit] or a second Ctrl-C leave all but the last
// second. If no trace can be taken, or the disk is full, Main says so on stderr,
// and goes on without. In a program without Main nothing reads TASKTRACE. These
// three lines take a trace there:
//
//	file, _ := os.Create("tea.trace")
//	trace.Start(file) // of package runtime/trace
//	defer trace.Stop()
//
// # Where Go differs
//
//   - Tasks start at once, in parallel, in no promised order (T1, L4): what two
//     of them share needs a mutex or a channel.
//   - Cancellation is a state, not an event: a ctx that ended stays ended, and
//     cleanup that waits needs [context.WithoutCancel] (K7). Nothing can
//     interrupt that cleanup but a deadline of its own (K19).
//   - A function that returns a value after Cancel succeeds (K4), and one that
//     returns [context.Canceled] while its own ctx is alive fails (K10). So a task
//     that awaits one which a third party cancelled has failed: its own
//     ctx.Err() is nil, and so the two can be distinguished (K9).
//   - A finished task gives its result even to a cancelled awaiter (K13).
//   - A task that awaits itself waits forever (T9). A task without a handle on it
//     runs on; it is not collected (T13).
//   - Callbacks run on the task's goroutine, at its end (T11). Unnamed tasks
//     are numbered, and the name can't be changed (T5).
//   - A failure that was not retrieved is reported when Run returns, and not only
//     at garbage collection (T12). Run may be nested (R4), and a task started while it
//     closes never calls its function (R8).
//
// The ids in parentheses, such as (K9), are rows of lessons/conformance.md.
//
// Use a go statement if no result is wanted, [sync.WaitGroup] to wait for many
// without results, x/sync/errgroup if the first error is to cancel the others,
// a channel if values come one by one.
//
// **Python:** asyncio.create_task(f()) is task.Go(ctx, f), await t is
// t.Await(ctx), asyncio.shield(t) is t.Shield, and asyncio.run(main()) is
// task.Main(main). A coroutine object is a task.Func.
package task
