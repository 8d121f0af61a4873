package scope

import (
	"cmp"
	"log/slog"
	"maps"
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
	failures  *failures  // of the scope, or its own; f is in it until then
	reporting sync.Mutex // held by the report, so that a Run can wait for it
}

// failures is a set. A sync.Map in its place would do the same, but whatever
// mentions a type that holds one compiles its methods again, and so would every
// program that has a Task: 38 functions, a third of all.
type failures struct {
	mu  sync.Mutex // protects the following field
	all map[*Failure]struct{}
}

func (s *failures) add(f *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[*Failure]struct{}{}
	}
	s.all[f] = struct{}{}
}

func (s *failures) remove(f *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, f)
}

func (s *failures) has(f *Failure) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.all[f]
	return found
}

// list returns the failures, the oldest task's first.
func (s *failures) list() []*Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Keys(s.all), func(f, g *Failure) int { return cmp.Compare(f.id, g.id) })
}

// Track makes a task, which has failed with err, report that when it is collected,
// or when its Run returns (T12). The task is given by its field for its context:
// with a type parameter for the task, each program that has one would compile
// [runtime.AddCleanup] again.
func Track(field **Ctx, err error) *Failure {
	c := *field
	f := &Failure{task: c.Name(), id: c.id, err: err, failures: &failures{}}
	if c.Scope != nil {
		f.failures = &c.Scope.failures
	}
	f.failures.add(f)
	runtime.AddCleanup(field, (*Failure).report, f)
	return f
}

// Retrieve is called when the error is looked at. It does not wait for a report
// that has begun, which may be what looks.
func (f *Failure) Retrieve() { f.failures.remove(f) }

// report holds no lock that a log handler could ask for by looking at tasks. A
// Run that returns meanwhile waits for a report that has begun.
func (f *Failure) report() {
	f.reporting.Lock()
	defer f.reporting.Unlock()
	if f.failures.has(f) {
		slog.Error("task failed, and its error was never retrieved", "task", f.task, "err", f.err)
		f.failures.remove(f)
	}
}

// report reports what nobody has looked at, the oldest task first.
func (s *Scope) report() {
	for _, f := range s.failures.list() {
		f.report()
	}
}
