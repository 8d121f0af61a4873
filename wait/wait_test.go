package wait_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

const ms = time.Millisecond

var errBurnt = errors.New("burnt")

// A dish takes its time and may fail then; somebody may cancel it earlier.
type dish struct {
	name      string
	takes     time.Duration
	err       error
	cancelled time.Duration // when; zero: never
}

func (d dish) cook(ctx context.Context) (string, error) {
	if err := sleep.For(ctx, d.takes); err != nil {
		return "", err
	}
	return d.name, d.err
}

// The breakfast of most tests here: fine at 1 ms, burnt at 6 ms, fine at 12 ms.
var (
	tea   = dish{name: "tea", takes: 1 * ms}
	toast = dish{name: "toast", takes: 6 * ms, err: errBurnt}
	eggs  = dish{name: "eggs", takes: 12 * ms}

	breakfast = []dish{tea, toast, eggs}
)

type cooking = *task.Task[string]

// start cooks the menu. At the end of the test no task is left running, and no
// failure unseen.
func start(t *testing.T, menu ...dish) (tasks []cooking) {
	for _, d := range menu {
		c := task.Named(t.Context(), d.name, d.cook)
		if d.cancelled > 0 {
			time.AfterFunc(d.cancelled, func() { c.Cancel(nil) })
		}
		t.Cleanup(func() { c.Await(t.Context()) })
		tasks = append(tasks, c)
	}
	return tasks
}

func names(tasks []cooking) (names []string) {
	for _, c := range tasks {
		names = append(names, c.Name())
	}
	return names
}

// undisturbed lets all tasks end and finds that each ended as its dish says.
func undisturbed(t *testing.T, menu []dish, tasks []cooking) {
	t.Helper()
	for i, d := range menu {
		_, err := tasks[i].Await(t.Context())
		if d.cancelled > 0 {
			assert.True(t, tasks[i].Cancelled(), "%s was cancelled", d.name)
		} else {
			assert.Equal(t, d.err, err, "%s is no business of the wait", d.name)
		}
	}
}

// A limit is what ends the wait from outside; nil is none.
type limit func(ctx context.Context) (context.Context, context.CancelFunc)

func (l limit) ctx(t *testing.T) context.Context {
	if l == nil {
		return t.Context()
	}
	ctx, cancel := l(t.Context())
	t.Cleanup(cancel)
	return ctx
}

func timeout(d time.Duration) limit {
	return func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, d)
	}
}

func cancelled(d time.Duration) limit {
	return func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(d, cancel)
		return ctx, cancel
	}
}

func dead(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx, cancel
}

// rung is a limit of somebody's own making.
func rung(d time.Duration) limit {
	return func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(d, cancel)
		return foreign{ctx}, cancel
	}
}

// foreign is a context of somebody's own making: package context does not know
// what it descends from.
type foreign struct{ context.Context }

func (foreign) Value(any) any { return nil }

type waiting = func(context.Context, ...cooking) (done, pending []cooking)

func TestModes(t *testing.T) {
	cold := dish{name: "toast", takes: 6 * ms, cancelled: 4 * ms}
	for _, tc := range []struct {
		name          string
		mode          waiting
		menu          []dish
		late          time.Duration // after the start of the tasks
		limit         limit
		done, pending []string
		took          time.Duration
		why           string
	}{
		{
			name: "First: 1 done, 2 pending (W11)",
			mode: wait.First[cooking], menu: breakfast, took: 1 * ms,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "FirstError: 2 done, 1 pending (W11)",
			mode: wait.FirstError[cooking], menu: breakfast, took: 6 * ms,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "All: 3 done, 0 pending (W11)",
			mode: wait.All[cooking], menu: breakfast, took: 12 * ms,
			done: []string{"tea", "toast", "eggs"},
		},
		{
			name: "a timeout of First leaves done empty (W3)",
			mode: wait.First[cooking], menu: []dish{toast, eggs}, limit: timeout(2 * ms), took: 2 * ms,
			pending: []string{"toast", "eggs"},
		},
		{
			name: "a timeout of FirstError tells who had ended by then (W3)",
			mode: wait.FirstError[cooking], menu: breakfast, limit: timeout(2 * ms), took: 2 * ms,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "a timeout of All tells who had ended by then (W3)",
			mode: wait.All[cooking], menu: breakfast, limit: timeout(7 * ms), took: 7 * ms,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "both slices keep the order of the arguments (W4)",
			mode: wait.FirstError[cooking], menu: []dish{eggs, toast, tea}, took: 6 * ms,
			done: []string{"toast", "tea"}, pending: []string{"eggs"},
			why: "asyncio returns sets",
		},
		{
			name: "First gives all that have ended, not just one (W5)",
			mode: wait.First[cooking], menu: breakfast, late: 7 * ms, took: 0,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "FirstError doesn't stop for a cancelled task (W6)",
			mode: wait.FirstError[cooking], menu: []dish{tea, cold, eggs}, took: 12 * ms,
			done: []string{"tea", "toast", "eggs"},
			why:  "without an error it is All",
		},
		{
			name: "FirstError doesn't stop for a task that was cancelled before the call (W6)",
			mode: wait.FirstError[cooking], menu: []dish{tea, cold, eggs}, late: 5 * ms, took: 7 * ms,
			done: []string{"tea", "toast", "eggs"},
		},
		{
			name: "to First a cancelled task has ended like any other (W6)",
			mode: wait.First[cooking], menu: []dish{cold, eggs}, took: 4 * ms,
			done: []string{"toast"}, pending: []string{"eggs"},
		},
		{
			name: "a cancelled First ends the wait, not the tasks (W8)",
			mode: wait.First[cooking], menu: []dish{toast, eggs}, limit: cancelled(2 * ms), took: 2 * ms,
			pending: []string{"toast", "eggs"},
		},
		{
			name: "a cancelled FirstError ends the wait, not the tasks (W8)",
			mode: wait.FirstError[cooking], menu: breakfast, limit: cancelled(2 * ms), took: 2 * ms,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "a cancelled All ends the wait, not the tasks (W8)",
			mode: wait.All[cooking], menu: breakfast, limit: cancelled(2 * ms), took: 2 * ms,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "First returns at once when all have ended (W9)",
			mode: wait.First[cooking], menu: breakfast, late: time.Hour, took: 0,
			done: []string{"tea", "toast", "eggs"},
			why:  "asyncio gives way to others first",
		},
		{
			name: "All returns at once when all have ended (W9)",
			mode: wait.All[cooking], menu: breakfast, late: time.Hour, took: 0,
			done: []string{"tea", "toast", "eggs"},
		},
		{
			name: "First under a dead ctx is a look around (W10)",
			mode: wait.First[cooking], menu: breakfast, late: 2 * ms, limit: dead, took: 0,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "FirstError under a dead ctx is a look around (W10)",
			mode: wait.FirstError[cooking], menu: breakfast, late: 2 * ms, limit: dead, took: 0,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "All under a dead ctx is a look around (W10)",
			mode: wait.All[cooking], menu: breakfast, late: 7 * ms, limit: dead, took: 0,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "a timeout of zero is a look around (W10)",
			mode: wait.All[cooking], menu: breakfast, late: 7 * ms, limit: timeout(0), took: 0,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "a negative timeout is a look around (W10)",
			mode: wait.All[cooking], menu: breakfast, late: 7 * ms, limit: timeout(-1), took: 0,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "a ctx of somebody's own making ends the wait",
			mode: wait.All[cooking], menu: breakfast, limit: rung(2 * ms), took: 2 * ms,
			done: []string{"tea"}, pending: []string{"toast", "eggs"},
		},
		{
			name: "FirstError counts a failure from before the call (W15)",
			mode: wait.FirstError[cooking], menu: breakfast, late: 7 * ms, took: 0,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
		{
			name: "FirstError waits on if success is all there was before (W15)",
			mode: wait.FirstError[cooking], menu: breakfast, late: 2 * ms, took: 4 * ms,
			done: []string{"tea", "toast"}, pending: []string{"eggs"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tasks := start(t, tc.menu...)
				time.Sleep(tc.late)
				ctx, began := tc.limit.ctx(t), time.Now()

				done, pending := tc.mode(ctx, tasks...)

				assert.Equal(t, tc.took, time.Since(began), tc.why)
				assert.Equal(t, tc.done, names(done), tc.why)
				assert.Equal(t, tc.pending, names(pending), tc.why)
				undisturbed(t, tc.menu, tasks)
			})
		})
	}
}
