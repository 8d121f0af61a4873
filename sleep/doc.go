// Package sleep waits for time to pass, and stops waiting when the caller's
// context ends.
//
//	if err := sleep.For(ctx, 3*time.Minute); err != nil {
//		return nil, err // somebody turned the stove off
//	}
//
// [For] takes a duration, [Until] an instant, and [Then] brings a value back
// after the wait, which makes it the shortest piece of slow work there is.
//
// A wait that is cut short returns an error e for which both
// errors.Is(e, ctx.Err()) and errors.Is(e, context.Cause(ctx)) hold. A wait
// that is complete returns nil, even if the context ended in that very
// instant: what has happened counts.
//
// # Where Go differs
//
//   - Nothing needs sleep(0) to be fair: goroutines are preempted (S8). For
//     with zero still yields once, which helps where there is no preemption
//     (WebAssembly), but which goroutine runs next is not guaranteed (S1).
//   - A context that ended stays ended: every later For under it fails at
//     once, while asyncio's next await works again (K7). Clean up under
//     [context.WithoutCancel].
//   - There is no infinity to sleep for: receive from ctx.Done() instead (S6).
//
// The ids in parentheses, such as (S7), are rows of lessons/conformance.md.
//
// Use [time.Sleep] if nobody may interrupt you, [time.NewTicker] for a beat,
// [context.WithTimeout] to limit work rather than to delay it.
//
// **Python:** asyncio.sleep(d) is sleep.For(ctx, d), and asyncio.sleep(d,
// result=v) is sleep.Then(ctx, d, v). Python's loop offers call_at(when) where
// Go has sleep.Until(ctx, when).
package sleep
