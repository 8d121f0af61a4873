package picture_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

// FuzzRead breaks real traces.
func FuzzRead(f *testing.F) {
	for _, name := range programs {
		f.Add(recorded(f, name))
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		p, err := picture.Read(bytes.NewReader(record), "tea", "toast")
		if err == nil {
			sound(t, p)
		}
	})
}

// FuzzModel plays events that no program would bring about: tasks that end
// before they start, regions that were never opened, a task that waits for itself. Each
// takes four bytes: what, which goroutine, which task, and the rest.
func FuzzModel(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x01\x02\x01\x01\x00\x03\x01\x01\x00\x05\x01\x00\x00\x03\x01\x01\x03\x00\x01\x00\x04\x00\x01\x00\x01\x06\x01\x00\x00"))
	f.Fuzz(func(t *testing.T, deeds []byte) {
		var events []trace.Event
		at := trace.Time(1)
		for len(deeds) >= 4 && len(events) < 5000 {
			at += trace.Time(deeds[3]) << (deeds[3] % 32)
			e, ok := deed(t, at, deeds[0], trace.GoID(deeds[1]%8), trace.TaskID(deeds[2]%16), int(deeds[3]))
			if ok {
				events = append(events, e)
			}
			deeds = deeds[4:]
		}
		sound(t, picture.Model(events))
		p, _ := picture.Condensed(events, 5)
		sound(t, p)
	})
}

func deed(t *testing.T, at trace.Time, what byte, g trace.GoID, task trace.TaskID, how int) (trace.Event, bool) {
	switch what % 7 {
	case 0, 1:
		states := []trace.GoState{trace.GoNotExist, trace.GoRunnable, trace.GoRunning, trace.GoWaiting, trace.GoSyscall}
		s := trace.MakeGoStateTransition(g, states[how%5], states[how/5%5])
		s.Reason = choice(how, "chan receive", "sync", "sleep", "tea")
		s.Stack = stack("os.(*File).Write", "fmt.Println", choice(how, "main.cook", "main.cook.func1", "gosyncio/task.Go", "net/http.Get"))
		e, err := trace.MakeEvent(trace.EventConfig[trace.StateTransition]{
			Time: at, Kind: trace.EventStateTransition, Goroutine: trace.GoID(task % 8), Stack: s.Stack, Details: s,
		})
		return e, err == nil // there are transitions that no trace can hold
	case 2:
		return event(t, trace.EventTaskBegin, at, g, trace.Task{
			ID: task, Parent: trace.TaskID(how % 16), Type: choice(how, "tea", "gather[0]", "Task-1", "main"),
		}), true
	case 3:
		return event(t, trace.EventTaskEnd, at, g, trace.Task{ID: task}), true
	case 4:
		return event(t, trace.EventRegionBegin, at, g, trace.Region{Task: task, Type: choice(how, "wait", "sleep", "watch", "tea")}), true
	case 5:
		return event(t, trace.EventRegionEnd, at, g, trace.Region{Task: task, Type: choice(how, "wait", "sleep", "watch", "tea")}), true
	default:
		return event(t, trace.EventLog, at, g, trace.Log{
			Task: task, Category: choice(how, "start", "end", "await", "cancel", "deadline", "name"),
			Message: choice(how, "returned tea", time.Duration(how).String(), "failed", "cancelled too late", "1s", "tea\n\xff"),
		}), true
	}
}

func event[D trace.EventDetails](t *testing.T, kind trace.EventKind, at trace.Time, g trace.GoID, details D) trace.Event {
	e, err := trace.MakeEvent(trace.EventConfig[D]{Time: at, Kind: kind, Goroutine: g, Details: details})
	require.NoError(t, err)
	return e
}

func choice(i int, from ...string) string { return from[i%len(from)] }

func stack(functions ...string) trace.Stack {
	var frames []trace.StackFrame
	for i, f := range functions {
		frames = append(frames, trace.StackFrame{PC: uint64(i + 1), Func: f})
	}
	return trace.MakeStack(frames)
}
