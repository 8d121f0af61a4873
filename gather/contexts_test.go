package gather_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestOtherContexts(t *testing.T) {
	everyWay(t, "differs: a deadline waits for every clean-up (G27)", func(t *testing.T, call gathering) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := call(ctx, scrub(time.Hour, cook(time.Hour, "tea")), cook(time.Hour, "toast"))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Hour+time.Minute, time.Since(start))
	})
	everyWay(t, "a ctx of somebody's own making ends them too (G9)", func(t *testing.T, call gathering) {
		start := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		_, err := call(foreign{ctx}, scrub(time.Second, cook(time.Hour, "tea")), cook(time.Hour, "toast"))
		assert.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, time.Minute+time.Second, time.Since(start))
	})
	everyWay(t, "a ctx that can't end is good enough for results", func(t *testing.T, call gathering) {
		got, err := call(context.WithoutCancel(t.Context()), cook(time.Hour, "tea"), cook(time.Minute, "toast"))
		assert.NoError(t, err)
		assert.Equal(t, []string{"tea", "toast"}, got)
	})
}

// foreign is a context of somebody's own making: package context does not know
// what it descends from.
type foreign struct{ context.Context }

func (foreign) Value(any) any { return nil }

// brink is a context that, once armed, says a last time that it is alive, and
// ends.
type brink struct {
	foreign
	cancel context.CancelFunc
	armed  atomic.Bool
}

func (b *brink) Err() error {
	if b.armed.CompareAndSwap(true, false) {
		defer b.cancel()
	}
	return b.foreign.Err()
}

func TestThirdParty(t *testing.T) {
	bubble(t, "a child cancelled by somebody else is an error like any other (G11)", func(t *testing.T) {
		start := time.Now()
		tea, toast := task.Go(t.Context(), cook(time.Hour, "tea")), task.Go(t.Context(), cook(time.Hour, "toast"))
		time.AfterFunc(time.Minute, func() { tea.Cancel(errFire) })

		got, err := gather.All(t.Context(), tea.Await, toast.Await)
		assertFire(t, err)
		assertSame(t, tea.Err(), err)
		assert.Empty(t, got)
		assert.Equal(t, time.Minute, time.Since(start))

		<-toast.Done()
		assert.NoError(t, toast.Err(), "the sibling isn't cancelled")
		assert.Equal(t, time.Hour, time.Since(start))
		assert.NoError(t, t.Context().Err(), "the caller isn't cancelled")
	})
	bubble(t, "in Outcomes it stands at its place (G12)", func(t *testing.T) {
		tea := task.Go(t.Context(), cook(time.Hour, "tea"))
		time.AfterFunc(time.Minute, func() { tea.Cancel(errFire) })
		got, err := gather.Outcomes(t.Context(), cook(time.Hour, "toast"), tea.Await)
		assert.NoError(t, err)
		assert.Equal(t, []gather.Outcome[string]{{Value: "toast"}, {Err: tea.Err()}}, got)
		assertFire(t, tea.Err())
	})
}

func TestNested(t *testing.T) {
	everyWay(t, "the end reaches the leaves of inner gathers (G21)", func(t *testing.T, call gathering) {
		ctx, start := fire(t, time.Minute), time.Now()
		var leaves atomic.Int64
		leaf := func(ctx context.Context) (string, error) {
			err := sleep.For(ctx, time.Hour)
			time.Sleep(time.Duration(leaves.Add(1)) * time.Second)
			assertFire(t, err)
			return "", err
		}
		table := func(ctx context.Context) (string, error) {
			_, err := call(ctx, leaf, leaf)
			return "", err
		}
		_, err := call(ctx, table, table)
		assertFire(t, err)
		assert.EqualValues(t, 4, leaves.Load())
		assert.Equal(t, time.Minute+4*time.Second, time.Since(start), "the last leaf is waited for")
	})
}
