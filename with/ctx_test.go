package with_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/with"
)

func TestTheCtxOfExit(t *testing.T) {
	type window struct{}
	inBubble(t, "cleanup may wait though ctx is cancelled (AW2)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(context.WithValue(t.Context(), window{}, "open"))
		time.AfterFunc(time.Second, func() { cancel(errFire) })
		s := &stove{cools: time.Minute}
		start := time.Now()

		err := with.Do(ctx, s, fries(time.Hour))

		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, errFire)
		assert.Equal(t, []error{err}, s.exits, "it was told of the cancellation, and slept without an error")
		assert.Equal(t, time.Second+time.Minute, time.Since(start), "Do waits for it")
		assert.Equal(t, "open", s.ctx.Value(window{}))
		assert.Nil(t, s.ctx.Done(), "a ctx that never ends")
		assert.NoError(t, s.ctx.Err())
	})
	// AW6 and K19 differ: in asyncio the second cancellation would end it.
	inBubble(t, "a second cancellation doesn't reach the cleanup (K19, AW6)", func(t *testing.T) {
		kitchen, closing := context.WithCancel(t.Context())
		ctx, cancel := context.WithTimeout(kitchen, time.Second)
		defer cancel()
		time.AfterFunc(2*time.Second, closing)
		s := &stove{cools: time.Minute}
		start := time.Now()
		err := with.Do(ctx, s, fries(time.Hour))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, context.Canceled)
		assert.Equal(t, time.Second+time.Minute, time.Since(start))
	})
	inBubble(t, "a deadline of the caller's is none of Exit's (AW2)", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := &stove{}
		assert.NoError(t, with.Do(ctx, s, returns(nil)))
		_, limited := s.ctx.Deadline()
		assert.False(t, limited)
	})
}

func TestABareErrorOfTheCtx(t *testing.T) {
	inBubble(t, "the cause comes back with it, and Exit is told (K14)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		s := &stove{}
		err := with.Do(ctx, s, func(ctx context.Context, _ string) error {
			cancel(errFire)
			return ctx.Err()
		})
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, errFire)
		assert.ErrorIs(t, s.exits[0], errFire)
	})
}
