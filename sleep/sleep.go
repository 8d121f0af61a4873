package sleep

import (
	"context"
	"runtime"
	"runtime/trace"
	"time"

	"gosyncio/internal/arg"
	"gosyncio/internal/ctxerr"
)

// For waits until d has passed, and returns nil; or until ctx ends, and
// returns its error and its cause.
//
// A ctx that is done already fails at once (S7). A d of zero or less does not
// wait (S2): For lets other goroutines run and says whether ctx is still
// alive, so For(ctx, 0) is the checkpoint to put into a long computation.
//
// Python: await asyncio.sleep(d). Unlike there, d is a [time.Duration], not
// a number of seconds.
func For(ctx context.Context, d time.Duration) error {
	arg.NotNil("sleep: For", "ctx", ctx != nil)
	// Ask first: a select between two ready channels tosses a coin.
	if err := ctxerr.Of(ctx); err != nil {
		return err
	}
	if d <= 0 {
		runtime.Gosched()
		return ctxerr.Of(ctx)
	}
	region := trace.StartRegion(ctx, "sleep")
	start := time.Now()
	timer := time.NewTimer(d)
	select {
	case <-timer.C:
	case <-ctx.Done():
		timer.Stop()
	}
	region.End()
	// Look again: if ctx has ended and the time has come as well, the wait is
	// complete. The clock decides; the timer may be late by a moment.
	if time.Since(start) >= d {
		return nil
	}
	return ctxerr.Of(ctx)
}

// Until waits until the clock shows t, or until ctx ends, as [For] does. A t
// that has passed already does not wait.
//
// Python: await asyncio.sleep(t - loop.time()), or loop.call_at(t, …).
func Until(ctx context.Context, t time.Time) error {
	return For(ctx, time.Until(t))
}

// Then waits as [For] does and returns v. If ctx ends first, it returns the
// zero value and what For returned.
//
// Python: await asyncio.sleep(d, result=v).
func Then[T any](ctx context.Context, d time.Duration, v T) (zero T, err error) {
	if err = For(ctx, d); err != nil {
		return zero, err
	}
	return v, nil
}
