package scope

import (
	"cmp"
	"log/slog"
	"runtime"
	"slices"
	"sync"
)

// A Failure is a task's error until it is retrieved, by a look at the task, or
// reported. It does not hold the task.
type Failure struct {
	task      string
	id        int64
	err       error
	failures  *sync.Map  // of the scope, or its own; f is in it until then
	reporting sync.Mutex // held by the report, so that a Run can wait for it
}

// Track makes c's task, which has failed with err, report that when it is
// collected, or when its Run returns (T12).
func Track[T any](task *T, c *Ctx, err error) *Failure {
	f := &Failure{task: c.Name(), id: c.id, err: err, failures: &sync.Map{}}
	if c.Scope != nil {
		f.failures = &c.Scope.failures
	}
	f.failures.Store(f, nil)
	runtime.AddCleanup(task, (*Failure).report, f)
	return f
}

// Retrieve is called when the error is looked at. It does not wait for a report
// that has begun, which may be what looks.
func (f *Failure) Retrieve() { f.failures.Delete(f) }

// report holds no lock that a log handler could ask for by looking at tasks. A
// Run that returns meanwhile waits for a report that has begun.
func (f *Failure) report() {
	f.reporting.Lock()
	defer f.reporting.Unlock()
	if _, unretrieved := f.failures.Load(f); unretrieved {
		slog.Error("task failed, and its error was never retrieved", "task", f.task, "err", f.err)
		f.failures.Delete(f)
	}
}

// report reports what nobody has looked at, the oldest task first.
func (s *Scope) report() {
	var failures []*Failure
	for f := range s.failures.Range {
		failures = append(failures, f.(*Failure))
	}
	slices.SortFunc(failures, func(f, g *Failure) int { return cmp.Compare(f.id, g.id) })
	for _, f := range failures {
		f.report()
	}
}
