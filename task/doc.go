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
// Every error that comes from an ended ctx tells both its Err and its Cause to
// errors.Is. [Task.Await] passes its own cancellation on to the task, for all
// who wait; [Task.Shield] only stops waiting.
//
// A panic in a task ends the program, as in any goroutine. [runtime.Goexit]
// ends the task with [ErrExited], so nobody waits in vain. A failure that
// nobody looks at is reported through [log/slog].
//
// # Watching it
//
// Tasks speak to [runtime/trace], Go's own record of a run: each is a task of
// the trace, under the one that started it, and says when it starts, waits,
// cancels and ends. It costs nothing while no trace is taken.
//
//	TASKTRACE=tea.trace go run . && go tool trace tea.trace
//
// takes one from a Run that is in charge, as PYTHONASYNCIODEBUG=1 makes asyncio
// talk. One Run does it for the whole program; of several, one after the other,
// the last one's trace is kept. The first Ctrl-C ends the trace in good order, as
// it ends main, and a panic with what happened up to there. [os.Exit] or a second
// Ctrl-C leaves what was written so far: all but the last second. Where no trace can be taken, or the disk is
// full, Run says so on stderr, and goes on without.
//
// # Where Go differs
//
//   - Tasks start at once, in parallel, in no promised order (T1, L4): what two
//     of them share needs a mutex or a channel.
//   - Cancellation is a state, not an event: a ctx that ended stays ended, and
//     cleanup that waits needs [context.WithoutCancel] (K7). Nothing can
//     interrupt that cleanup but a deadline of its own (K19).
//   - A function that returns a value after Cancel succeeds (K4), and one that
//     returns [context.Canceled] while its own ctx is alive fails (K10). So who
//     awaits a task that a third party cancelled has failed: its own ctx.Err()
//     is nil, and that tells the two apart (K9).
//   - A finished task gives its result even to a cancelled awaiter (K13).
//   - A task that awaits itself waits for ever (T9). A task that nobody holds
//     runs on; it is not collected (T13).
//   - Callbacks run on the task's goroutine, at its end (T11). Unnamed tasks
//     are numbered, and the name can't be changed (T5).
//   - Unseen failures are reported when Run returns, and not only at garbage
//     collection (T12). Run may be nested (R4), and a task started while it
//     closes never calls its function (R8).
//
// Use a go statement if nobody will ever ask, [sync.WaitGroup] to wait for many
// without results, x/sync/errgroup if the first error is to cancel the others,
// a channel if values come one by one.
//
// **Python:** asyncio.create_task(f()) is task.Go(ctx, f), await t is
// t.Await(ctx), asyncio.shield(t) is t.Shield, and asyncio.run(main()) is
// task.Run(ctx, main). A coroutine object is a task.Func.
package task
