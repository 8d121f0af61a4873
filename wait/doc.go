// Package wait watches tasks that are running already, and returns those that
// have ended and those that have not.
//
//	patience, enough := context.WithTimeout(ctx, time.Minute)
//	defer enough()
//	done, pending := wait.First(patience, tea, toast, eggs)
//	if len(done) == 0 {
//		return errHungry // nothing came in time; all three go on
//	}
//
// [First] comes back when one has ended, [FirstError] when one has failed,
// [All] when none is left, and [Completions] is a loop over them as they end.
// Any [Task] will do; those of different types wait together as
// []wait.Task{tea, count}.
//
// # It only watches
//
// Nothing is cancelled, ever: not the pending tasks when the wait is over (W3),
// nor any task when ctx ends (W8). To stop the others, say so: cancel each of
// pending, then wait.All for them, because a cancel is only a request (W16).
//
// A limit goes around the wait, not around the tasks: the timeout of
// asyncio.wait is a [context.WithTimeout] for the ctx that you give to the
// wait. The tasks live under the ctx that they were started under. Give that
// one the timeout, and it is the tasks that end.
//
// When ctx ends first, that is no error: done holds what has ended so far. For
// First that is nothing, so done is EMPTY: look before you take done[0]. Under
// a ctx that is done already, every wait returns at once (W10).
//
// Nor is the failure of a task an error of the wait (W7). To wait is not to
// look: ask each task of done for its Result, or its failure will be logged as
// one that nobody has seen. FirstError doesn't count a cancelled task as failed
// (W6), but one that left by [runtime.Goexit], and one that had failed before
// the call (W15).
//
// First may bring more than one (W5), and no tasks at all give nil, nil at once
// (W1). A nil among the tasks panics. Whatever a wait has arranged with the
// tasks is taken back when it is over, also after a break (W14).
//
// To take tasks one by one, range over Completions. It asks each task once,
// however many there are: a loop around First asks all that are left again,
// in each round.
//
// # Where Go differs
//
//   - done and pending are slices in the order of the arguments, and a task
//     given twice is in them twice; asyncio returns sets (W4). Completions
//     yields it once, in both languages (A3).
//   - If nothing is left to wait for, the wait is over at once; asyncio gives
//     way to others first (W9).
//   - No tasks are no mistake; asyncio.wait raises ValueError (W1).
//   - When ctx ends, the loop over Completions ends early and nothing is
//     raised: look at ctx.Err() after it (A4).
//   - Tasks that have ended before the loop come in the order of the arguments;
//     asyncio promises none (A9).
//
// The ids in parentheses, such as (W3), are rows of lessons/conformance.md.
//
// Use gather.All if you want values in the order of the arguments,
// waitfor.AtMost if the work should end when the time is up, and
// errgroup.WithContext from golang.org/x/sync if one failure should end the
// others. Use a select if you wait for two or three channels (tea.Done() is
// one), a [sync.WaitGroup] if you need no more than the end of all, and one
// channel for all results if you write the goroutines yourself.
//
// **Python:** asyncio.wait(tasks) is wait.All(ctx, tasks...), and with
// return_when=FIRST_COMPLETED or FIRST_EXCEPTION it is wait.First or
// wait.FirstError. async for t in asyncio.as_completed(tasks) is for t := range
// wait.Completions(ctx, tasks...).
package wait
