package picture_test

import (
	"bytes"
	"context"
	"errors"
	"runtime/trace"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	exp "golang.org/x/exp/trace"

	"gosyncio/gather"
	"gosyncio/lessons/internal/picture"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// takenInParts is the trace of main under task.Run, in as many parts as it
// calls cut, and one more.
func takenInParts(t *testing.T, main func(ctx context.Context, cut func()) error) (parts [][]byte) {
	t.Helper()
	if trace.IsEnabled() {
		t.Skip("another test is taking a trace")
	}
	out := &bytes.Buffer{}
	require.NoError(t, trace.Start(out))
	cut := func() {
		trace.Stop()
		parts = append(parts, out.Bytes())
		out = &bytes.Buffer{}
		assert.NoError(t, trace.Start(out))
	}
	_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error { return main(ctx, cut) }))
	trace.Stop()
	require.NoError(t, err)
	return append(parts, out.Bytes())
}

// joined is the picture of a run that left these traces.
func joined(t *testing.T, opts picture.Options, parts ...[]byte) picture.Picture {
	t.Helper()
	r := opts.NewRun()
	for _, part := range parts {
		require.NoError(t, r.Add(bytes.NewReader(part)))
	}
	r.End(false)
	p := r.Picture()
	sound(t, p)
	return p
}

// nap sleeps for some moments.
func nap(n int) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, time.Duration(n)*moment, "tea") }
}

var errCold = errors.New("cold")

// Each cuts its trace where it says so. What is seen must not depend on it.
var cuttings = []struct {
	name string
	main func(ctx context.Context, cut func()) error
}{
	{"in a sleep", func(ctx context.Context, cut func()) error {
		tea := task.Named(ctx, "tea", nap(3))
		sleep.For(ctx, moment)
		cut()
		_, err := tea.Await(ctx)
		return err
	}},
	{"in a wait for a task", func(ctx context.Context, cut func()) error {
		tea := task.Named(ctx, "tea", nap(3))
		task.Start(ctx, "scissors", func(ctx context.Context) {
			sleep.For(ctx, moment)
			cut()
		})
		_, err := tea.Await(ctx)
		return err
	}},
	{"within gather, by one of its functions", func(ctx context.Context, cut func()) error {
		tea := task.Named(ctx, "tea", nap(3))
		_, err := gather.All(ctx, tea.Await, nap(1), func(ctx context.Context) (string, error) {
			sleep.For(ctx, moment)
			cut()
			return sleep.Then(ctx, moment, "eggs")
		})
		return err
	}},
	{"before a failure that a waiter hears of", func(ctx context.Context, cut func()) error {
		toast := task.Named(ctx, "toast", func(ctx context.Context) (string, error) {
			sleep.For(ctx, moment)
			cut()
			sleep.For(ctx, moment)
			return "", errCold
		})
		toast.Await(ctx)
		return nil
	}},
	{"under a deadline, and again after it", func(ctx context.Context, cut func()) error {
		waitfor.AtMost(ctx, 2*moment, func(ctx context.Context) (string, error) {
			task.Start(ctx, "scissors", func(context.Context) { cut() })
			return nap(9)(ctx)
		})
		cut()
		return sleep.For(ctx, moment)
	}},
	{"while a goroutine waits for a channel", func(ctx context.Context, cut func()) error {
		cups := make(chan string)
		go pour(cups)
		sleep.For(ctx, moment)
		cut()
		cups <- "tea"
		return sleep.For(ctx, moment)
	}},
}

func pour(cups <-chan string) { <-cups }

func TestTheCutsOfATraceAreNotSeen(t *testing.T) {
	for _, tc := range cuttings {
		t.Run(tc.name, func(t *testing.T) {
			tell := func(p picture.Picture) []string { return slices.Concat(lanes(p, moment/2), arrows(p), sentences(p)) }
			var whole, cut []string
			for range 10 { // a machine that is too busy to keep the time may try again
				parts := takenInParts(t, func(ctx context.Context, _ func()) error { return tc.main(ctx, func() {}) })
				whole = tell(joined(t, picture.Options{}, parts...))
				parts = takenInParts(t, tc.main)
				require.Greater(t, len(parts), 1)
				cut = tell(joined(t, picture.Options{}, parts...))
				slices.Sort(whole)
				slices.Sort(cut)
				if slices.Equal(whole, cut) {
					break
				}
			}
			assert.Equal(t, whole, cut)
		})
	}
}

// status tells of a goroutine at the start of a trace.
func (m *made) status(g exp.GoID, to exp.GoState, functions ...string) {
	m.move(g, g, exp.GoUndetermined, to, "", functions...)
}

// The events of a trace are made up here, with a gap in which none was taken.
func TestWhatHappenedBetweenTwoTraces(t *testing.T) {
	m := fromMain(t)
	m.start(1, 2, "main.stir")
	m.move(2, 2, exp.GoRunning, exp.GoWaiting, "sync", "sync.(*Mutex).Lock", "main.stir")
	m.start(1, 3, "main.wash")
	first := len(m.events)
	m.rest(time.Second)
	m.status(1, exp.GoRunning, "main.main")
	m.status(2, exp.GoWaiting, "sync.(*Mutex).Lock", "main.stir")
	m.status(4, exp.GoWaiting, "time.Sleep", "main.cook")
	m.rest(time.Second)
	m.move(1, 1, exp.GoRunning, exp.GoWaiting, "chan receive", "main.main")
	p := picture.Joined(m.events[:first], m.events[first:])
	sound(t, p)
	assert.Equal(t, []string{"stir", "wash", "cook"}, names(p)[1:])
	wash, cook := named(t, p, "wash"), named(t, p, "cook")
	assert.Equal(t, picture.Returned, wash.Ending.How, "it is gone, so it has ended")
	assert.InDelta(t, time.Second, wash.End, float64(20*time.Millisecond), "at the latest when the next trace began")
	assert.InDelta(t, time.Second, cook.Start, float64(20*time.Millisecond), "it began in between")
	stir := named(t, p, "stir")
	assert.Equal(t, "a lock", stir.Spans[len(stir.Spans)-1].For, "a state that is told once more is no news")
}

func TestATaskThatBeginsInTheNextTrace(t *testing.T) {
	m := fromMain(t)
	m.task(1, 0, "main")
	m.add(event(t, exp.EventTaskBegin, m.at, 101, exp.Task{ID: 2, Parent: 1, Type: "tea"}))
	m.move(101, 102, exp.GoNotExist, exp.GoRunnable, "", "gosyncio/task.Go")
	m.log(101, 2, "await", "")
	m.add(event(t, exp.EventRegionBegin, m.at, 101, exp.Region{Type: "wait"}))
	m.move(101, 101, exp.GoRunning, exp.GoWaiting, "select")
	first := len(m.events)
	m.status(101, exp.GoWaiting, "gosyncio/task.Run")
	m.status(102, exp.GoRunnable, "gosyncio/task.Go")
	m.status(1, exp.GoRunning, "main.main")
	m.move(102, 102, exp.GoRunnable, exp.GoRunning, "")
	m.log(102, 2, "start", "")
	m.rest(time.Second)
	m.log(102, 2, "end", "returned")
	m.move(102, 101, exp.GoWaiting, exp.GoRunnable, "")
	m.add(event(t, exp.EventTaskEnd, m.at, 102, exp.Task{ID: 2}))
	m.move(101, 101, exp.GoRunnable, exp.GoRunning, "")
	m.add(event(t, exp.EventRegionEnd, m.at, 101, exp.Region{Type: "wait"}))
	m.end(1)
	p := picture.Joined(m.events[:first], m.events[first:])
	sound(t, p)
	assert.Contains(t, arrows(p), "await tea → main")
	assert.Contains(t, arrows(p), "start main → tea")
	assert.Equal(t, []string{"  main: waiting tea, returned", "    tea: returned"}, lanes(p, moment)[1:])
}
