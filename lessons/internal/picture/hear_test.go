package picture_test

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"runtime/trace"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	exp "golang.org/x/exp/trace"

	"gosyncio/task"
)

// hear runs main in a bubble while a trace is taken, and tells for each task
// what was said on its goroutine, one line for each event.
func hear(t *testing.T, main func(ctx context.Context) error) map[string][]string {
	t.Helper()
	if trace.IsEnabled() {
		t.Skip("there is one trace at a time, and one of this test is being taken")
	}
	var recorded bytes.Buffer
	require.NoError(t, trace.Start(&recorded))
	defer trace.Stop() // also if main fails
	synctest.Test(t, func(t *testing.T) { task.Run(t.Context(), task.NoResult(main)) })
	trace.Stop()
	return transcribe(t, &recorded)
}

func transcribe(t *testing.T, recorded io.Reader) map[string][]string {
	t.Helper()
	r, err := exp.NewReader(recorded)
	require.NoError(t, err)
	s := scribe{names: map[exp.TaskID]string{}, at: map[exp.GoID][]exp.TaskID{}, ended: map[exp.TaskID]bool{}, lines: map[string][]string{}}
	for {
		ev, err := r.ReadEvent()
		if err == io.EOF {
			return s.lines
		}
		require.NoError(t, err)
		s.note(ev)
	}
}

// A scribe writes down what it hears.
type scribe struct {
	names map[exp.TaskID]string
	at    map[exp.GoID][]exp.TaskID // the tasks that a goroutine runs, the innermost last
	ended map[exp.TaskID]bool
	lines map[string][]string // by the name of the task at work
}

func (s *scribe) note(ev exp.Event) {
	g := ev.Goroutine()
	switch ev.Kind() {
	case exp.EventTaskBegin:
		made := ev.Task()
		s.names[made.ID] = unnumbered(made.Type)
		line := "makes " + s.names[made.ID]
		if at := s.at[g]; len(at) > 0 && at[len(at)-1] != made.Parent {
			line += " under " + s.names[made.Parent]
		}
		s.write(g, made.Parent, line)
	case exp.EventTaskEnd:
		s.write(g, ev.Task().ID, "closes")
		if at := s.at[g]; len(at) > 0 {
			s.at[g] = at[:len(at)-1]
		}
	case exp.EventRegionBegin:
		s.write(g, ev.Region().Task, ev.Region().Type+" {")
	case exp.EventRegionEnd:
		s.write(g, ev.Region().Task, "}")
	case exp.EventLog:
		s.hear(g, ev.Log())
	}
}

func (s *scribe) hear(g exp.GoID, log exp.Log) {
	switch log.Category {
	case "start":
		s.at[g] = append(s.at[g], log.Task)
	case "end", "cancel":
		if s.ended[log.Task] {
			return // the first end counts
		}
		s.ended[log.Task] = log.Category == "end"
	}
	line := log.Category
	if at := s.at[g]; len(at) > 0 && at[len(at)-1] != log.Task {
		line += " " + s.names[log.Task]
	}
	if log.Message != "" {
		line += ": " + log.Message
	}
	s.write(g, log.Task, line)
}

// write puts the line down under the task that g works for, or for want of one
// under the task that it is about.
func (s *scribe) write(g exp.GoID, about exp.TaskID, line string) {
	if at := s.at[g]; len(at) > 0 {
		about = at[len(at)-1]
	}
	name := s.names[about]
	s.lines[name] = append(s.lines[name], line)
}

var number = regexp.MustCompile(`^Task-\d+$`)

func unnumbered(name string) string { return number.ReplaceAllString(name, "Task-7") }

// lines are what a task is expected to say, without the words that open and
// close it.
func lines(inside ...string) []string {
	return append(append([]string{"start"}, inside...), "end: returned", "closes")
}
