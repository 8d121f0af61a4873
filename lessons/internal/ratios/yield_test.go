package main

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
	"gosyncio/waitfor"
	"gosyncio/with"
)

// Where the answer is known, a call must not give the processor to others: on
// one processor beside busy goroutines it would get it back after 10 ms each.
// The two busy goroutines here count, and yield after each count. So a call
// that yields lets them count, every time, and one that doesn't lets them count
// only where the runtime happens to take the processor away.
func TestKnownAnswersDoNotYield(t *testing.T) {
	alive := t.Context()
	dead, cancel := context.WithCancel(alive)
	cancel()
	one := func(context.Context) (int, error) { return 1, nil }
	tea := task.Go(alive, one)
	<-tea.Done()
	pending := task.Go(alive, func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() })

	for _, tc := range []struct {
		name string
		call func()
	}{
		{"Await of a task that has ended", func() { tea.Await(alive) }},
		{"Shield under a dead ctx, of a task that has ended", func() { tea.Shield(dead) }},
		{"Shield under a dead ctx, of a task that has not", func() { pending.Shield(dead) }},
		{"wait.First of a task that has ended", func() { wait.First(alive, tea, pending) }},
		{"wait.First under a dead ctx", func() { wait.First(dead, pending) }},
		{"wait.All of a task that has ended", func() { wait.All(alive, tea) }},
		{"gather.All under a dead ctx", func() { gather.All(dead, one, one) }},
		{"gather.All of nothing", func() { gather.All[int](alive) }},
		{"gather.Two under a dead ctx", func() { gather.Two(dead, one, one) }},
		{"waitfor.AtMost under a dead ctx", func() { waitfor.AtMost(dead, 1, one) }},
		{"waitfor.AtMost with no time left", func() { waitfor.AtMost(alive, 0, one) }},
		{"with.Do under a dead ctx", func() { with.Do(dead, nothing{}, func(context.Context, int) error { return nil }) }},
		{"with.Do", func() { with.Do(alive, nothing{}, func(context.Context, int) error { return nil }) }},
		{"sleep.For under a dead ctx (S7)", func() { sleep.For(dead, 0) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.True(t, standsStill(tc.call))
		})
	}
	t.Run("the count does not stand still where a call yields: sleep.For of 0 (S1)", func(t *testing.T) {
		assert.False(t, standsStill(func() { sleep.For(alive, 0) }))
	})
}

// standsStill reports whether in most of many calls no other goroutine ran. One
// call proves nothing: the runtime may take the processor away from one that
// does not yield, and give it back at once to one that does.
func standsStill(call func()) bool {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var count atomic.Int64
	var stop atomic.Bool
	var busy sync.WaitGroup
	defer busy.Wait()
	defer stop.Store(true)
	for range 2 {
		busy.Go(func() {
			for !stop.Load() {
				count.Add(1)
				runtime.Gosched()
			}
		})
	}
	const calls = 100
	still := 0
	for range calls {
		runtime.Gosched() // a new time slice
		before := count.Load()
		call()
		if count.Load() == before {
			still++
		}
	}
	return still > calls/2
}

type nothing struct{}

func (nothing) Enter(context.Context) (int, error) { return 1, nil }
func (nothing) Exit(context.Context, error) error  { return nil }
