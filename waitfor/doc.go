// Package waitfor limits how long work may take.
//
//	tea, err := waitfor.AtMost(ctx, 3*time.Minute, brew)
//	if errors.Is(err, waitfor.ErrTimeout) {
//		return coffee(ctx) // brew has been cancelled, and has stopped
//	}
//
// [AtMost] takes a duration, [Until] a point in time. Both return an
// [ErrTimeout] when f had to be cancelled because the time was up.
//
// # It cancels AND it waits
//
// When the time is up f is cancelled, and then AtMost WAITS until f has really
// returned (WF4). So when you read the error, f is no longer running, and the
// call may take longer than d: as long as f takes to clean up. An f that never
// looks at its ctx is waited for until it returns, forever if it does not
// (WF20). Nothing in Go can stop it.
//
// What f returns wins over the clock. A value is returned however late it
// comes (WF6), and so is an error of f's own (WF7). Only a cancellation turns
// into ErrTimeout, with the duration in its text. It is a
// [context.DeadlineExceeded], never a [context.Canceled].
//
// Only this call's own clock makes an ErrTimeout. If the caller's ctx ends
// first, f is cancelled by that, and its cancellation comes back as an error e
// for which both errors.Is(e, ctx.Err()) and errors.Is(e, context.Cause(ctx))
// hold. Seen from inside, an outer timeout is a cancellation like any other, so
// nested calls never mix up their clocks (WF14). If ctx is done already, or the
// deadline has passed, f is never called.
//
// To stop waiting without stopping the work, wait through a shield:
// waitfor.AtMost(ctx, d, tea.Shield). Given tea.Await instead, a timeout
// cancels tea for all its awaiters (WF18).
//
// # Where Go differs
//
//   - There is no timeout of None: without a limit, call f (WF1).
//   - With a d of zero or less f is not called, whatever it is. asyncio first
//     looks whether it has a finished task, and cancels a running one (WF8);
//     here a task's Await isn't called either, so no result comes and nothing
//     is cancelled.
//   - If f has its result when the caller's ctx ends, the result comes back,
//     and that is all. The cancellation can't get lost, as it did in asyncio up
//     to 3.11: ctx stays done, and the next wait says so (WF10).
//   - An ErrTimeout that f got from a timeout of its own looks like ours. Wrap
//     it if it matters which one it was. A plain DeadlineExceeded from
//     elsewhere is no ErrTimeout, so these two can be distinguished (WF13).
//   - f runs on the caller's goroutine; asyncio gave it a task of its own up to
//     3.11. So a panic or a [runtime.Goexit] in f is the caller's (WF15).
//   - AtMost never leaves a blocking call running. Do that by hand: start it
//     as a task and wait for the task's Shield (WF22).
//   - If the clock and the caller's ctx both end while f tidies up, the first
//     one names the error; asyncio always names the cancellation (TO9). Of two
//     deadlines at the same instant either may be the first.
//
// The ids in parentheses, such as (WF4), are rows of lessons/conformance.md.
//
// Use [context.WithTimeout] if several calls share one limit, or if
// DeadlineExceeded is all that you need to know. Use a select on [time.After]
// if you wait for a channel rather than for work, and SetDeadline on a
// [net.Conn]: its Read doesn't look at any ctx.
//
// **Python:** asyncio.wait_for(f(), timeout=d) is waitfor.AtMost(ctx, d, f). A
// block under async with asyncio.timeout(d) is AtMost around a function, and
// under asyncio.timeout_at(when) it is waitfor.Until(ctx, when, f). TimeoutError
// is ErrTimeout.
package waitfor
