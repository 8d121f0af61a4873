// Package with holds something for as long as a function runs, and gives it
// back however that function ends.
//
//	err := with.Do(ctx, stove, func(ctx context.Context, flame Flame) error {
//		return fry(ctx, flame, eggs)
//	}) // the stove is off
//
// [Do] enters a [Manager], calls the body, and exits the manager exactly once:
// after a return, an error, a cancellation, a panic and a [runtime.Goexit].
// [Open] does the same for whatever has a Close.
//
// Exit learns how the body ended, and answers: nil lets the body's error pass,
// [Suppress] swallows it, any other error is joined to it. After a panic or a
// Goexit there is no error to answer to: Exit gets [task.ErrExited], and what it
// returns changes nothing. Only [os.Exit], or a panic elsewhere, leaves without
// an Exit (AW9).
//
// If Enter fails, or is cancelled, there is no Exit: an Enter that has got half
// of what it wants must give that half back itself (AW3). If ctx is done
// already, nothing is entered.
//
// # Clean up under a ctx that is alive
//
// A cancelled ctx stays cancelled, and most cleanup that looks at it would fail
// at once: the goodbye isn't sent, the transaction isn't rolled back. So Exit
// runs under [context.WithoutCancel] of ctx (K7). It keeps ctx's values, has no
// deadline, and never ends: nobody can interrupt Exit (K19), and Do waits for
// it. An Exit that may take long gives itself a deadline:
//
//	func (s stove) Exit(ctx context.Context, err error) error {
//		ctx, cancel := context.WithTimeout(ctx, time.Second)
//		defer cancel()
//		return s.coolDown(ctx)
//	}
//
// # Do or defer
//
// Go has a with statement of its own, and it is the first choice:
//
//	flame, err := stove.Enter(ctx)
//	if err != nil {
//		return err
//	}
//	defer stove.Exit(context.WithoutCancel(ctx), nil)
//
//	                          defer                 with.Do
//	when it runs              the function's end    the body's end
//	several of them           last in, first out    by nesting, the same (AW7)
//	error of the cleanup      lost, unless you      joined to the body's
//	                          assign it by hand
//	cleanup sees the error    by a named result     as an argument
//	cleanup swallows it       by a named result     Suppress
//	ctx of the cleanup        the one you think of  never cancelled
//	in a loop                 piles up to the end   once per turn
//
// Take defer if the cleanup neither fails nor asks how the work ended, as with
// mu.Unlock. Take Do if it does, or if the code would repeat in many places.
//
// # Where Go differs
//
//   - An error of Exit is joined to the body's by [errors.Join] and errors.Is
//     finds both; in asyncio it replaces the body's, which is left in the
//     context chain (AW5).
//   - asyncio's cleanup awaits freely since a cancellation strikes only once
//     (K7), and for the same reason a second one interrupts it. Here cleanup is
//     out of reach of either (AW6, K19).
//   - The return value says what Exit decided, not a boolean: to swallow an
//     error takes a word that can be searched for (AW1).
//
// The ids in parentheses, such as (AW3), are rows of lessons/conformance.md.
//
// Use [sync.Mutex] with defer for a lock, [context.AfterFunc] for what must
// happen when a ctx ends rather than when a function does, and t.Cleanup in a
// test.
//
// **Python:** async with m as v: body is with.Do(ctx, m, body), where
// __aenter__ is Enter and __aexit__ is Exit; return True is return
// with.Suppress. contextlib.aclosing is with.Open. An AsyncExitStack is a
// function with several defers.
package with
