// Package gather calls functions at the same time, waits for them, and brings
// their results back in the order in which they were asked for.
//
//	breakfast, err := gather.All(ctx, tea, toast, eggs)
//	if err != nil {
//		return err // of the first to fail; the others go on
//	}
//
// [All] wants every value, [Outcomes] waits for all and keeps every error,
// and [Two] and [Three] take functions of different types. Whatever has the
// shape of a [task.Func] can be gathered: a closure, the Await or Shield of a
// task that runs already, and what [task.Each] makes of a slice.
//
// The first error comes back at once, the very value that the function
// returned (G7, G20), and the values are zero then. Nothing stops the siblings:
// they run on under the caller's ctx, and what becomes of them is lost (G8).
// So a gather that failed leaves goroutines at work. They end with ctx, and
// [task.Run] waits for them.
//
// When ctx ends, it ends for every function, in nested gathers too (G9, G21),
// and the call waits until all have returned (G13). Then it says how ctx ended,
// even if every function came back with a value (G15): the error e has both
// errors.Is(e, ctx.Err()) and errors.Is(e, context.Cause(ctx)). But if one
// failed on the way out with an error of its own, All, Two and Three return
// that (G30). A function that doesn't look at its ctx keeps the call waiting.
// If all had returned before ctx ended, the results count. If ctx is done
// already, nothing is called, and not even finished tasks are asked.
//
// All functions run at once, ten thousand of them too (G26).
//
// # Where Go differs
//
//   - A call of All waits. Nothing is scheduled before it, and there is no
//     future to keep (G2): for a handle, gather inside a [task.Go].
//   - The order of the starts is not guaranteed (G4), and neither is which of two errors is first
//     if both come in the same instant (G22).
//   - A function given twice is called twice; only a task's Await, given
//     twice, is one piece of work (G5).
//   - When ctx ends, even All waits for the slowest clean-up, and a deadline
//     with it (G14, G27). asyncio is back after the fastest.
//   - A task's ctx ends when its function returns. So if a gather that failed
//     is the last thing a task does, its siblings end with the task, as do
//     tasks whose Await was gathered. Gather their Shield, or start the
//     functions under an outer ctx, to let them go on.
//   - A panic in a function ends the program (G19).
//   - An error that the caller drops is lost without a word (G25).
//
// The ids in parentheses, such as (G7), are rows of lessons/conformance.md.
//
// Use errgroup.WithContext from golang.org/x/sync if you want the siblings
// cancelled at the first error, a plain errgroup.Group if you want them left
// alone but waited for: either comes back when the last one has returned. Use
// semaphore from the same module for a limit on how many run at once (see the
// example named Limit). Use [sync.WaitGroup] if nothing can fail, and a select,
// or the package wait, if the first one ready will do.
//
// **Python:** asyncio.gather(*coroutines) is gather.All(ctx, fs...), and with
// return_exceptions=True it is gather.Outcomes. a, b = await asyncio.gather(…)
// is gather.Two. asyncio.shield(asyncio.gather(…)) is a gather inside
// task.Go(context.WithoutCancel(ctx), …).Shield(ctx) (G28).
package gather
