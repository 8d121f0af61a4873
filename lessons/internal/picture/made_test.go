package picture_test

import (
	"cmp"
	"testing"
	"time"

	"golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

// made are events that a test makes up, each a millisecond after the one
// before. Goroutine 1 runs from the start, in main.main.
type made struct {
	t      *testing.T
	at     trace.Time
	pace   time.Duration // from event to event, if not a millisecond
	events []trace.Event
}

func fromMain(t *testing.T) *made {
	m := &made{t: t, at: 1}
	m.move(1, 1, trace.GoUndetermined, trace.GoRunning, "", "main.main")
	return m
}

func (m *made) picture() picture.Picture {
	p := picture.Model(m.events)
	sound(m.t, p)
	return p
}

// taskIn begins a task on the stack of these functions.
func (m *made) taskIn(id, parent trace.TaskID, name string, functions ...string) {
	e, err := trace.MakeEvent(trace.EventConfig[trace.Task]{
		Time: m.at, Kind: trace.EventTaskBegin, Goroutine: 1, Stack: stack(functions...), Details: trace.Task{ID: id, Parent: parent, Type: name},
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.add(e)
	g := trace.GoID(100 + id)
	m.move(1, g, trace.GoNotExist, trace.GoRunnable, "", functions[len(functions)-1]+".func1")
	m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
	m.log(g, id, "start", "")
}

// rest lets time go by.
func (m *made) rest(d time.Duration) { m.at += trace.Time(d) }

// move is an event on the goroutine by: g, with these functions on its stack,
// changes its state.
func (m *made) move(by, g trace.GoID, from, to trace.GoState, reason string, functions ...string) {
	s := trace.MakeGoStateTransition(g, from, to)
	s.Reason, s.Stack = reason, stack(functions...)
	e, err := trace.MakeEvent(trace.EventConfig[trace.StateTransition]{
		Time: m.at, Kind: trace.EventStateTransition, Goroutine: by, Stack: s.Stack, Details: s,
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.add(e)
}

// start makes by start g, which runs the function and has others on its stack.
func (m *made) start(by, g trace.GoID, function string, inside ...string) {
	m.move(by, g, trace.GoNotExist, trace.GoRunnable, "", function)
	m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
	m.move(g, g, trace.GoRunning, trace.GoWaiting, "sleep", append(inside, function)...)
	m.move(1, g, trace.GoWaiting, trace.GoRunnable, "")
	m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
}

// task begins a task on a goroutine of its own, which has the same number.
func (m *made) task(id trace.TaskID, parent trace.TaskID, name string) {
	g := trace.GoID(100 + id)
	m.add(event(m.t, trace.EventTaskBegin, m.at, 1, trace.Task{ID: id, Parent: parent, Type: name}))
	m.move(1, g, trace.GoNotExist, trace.GoRunnable, "", "gosyncio/task.Go")
	m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
	m.log(g, id, "start", "")
}

// end ends a task, which returns.
func (m *made) end(id trace.TaskID) {
	g := trace.GoID(100 + id)
	m.log(g, id, "end", "returned")
	m.add(event(m.t, trace.EventTaskEnd, m.at, g, trace.Task{ID: id}))
	m.move(g, g, trace.GoRunning, trace.GoNotExist, "")
}

func (m *made) log(g trace.GoID, id trace.TaskID, category, message string) {
	m.add(event(m.t, trace.EventLog, m.at, g, trace.Log{Task: id, Category: category, Message: message}))
}

func (m *made) add(e trace.Event) {
	m.events = append(m.events, e)
	m.at += trace.Time(cmp.Or(m.pace, time.Millisecond))
}
