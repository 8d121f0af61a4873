package main

import (
	"fmt"
	"strings"
)

// A row compares one benchmark with its baseline, in the unit given; without
// a baseline the figure stands for itself.
type row struct {
	what        string
	against     string
	bench, base string
	unit        string
	bound       float64 // at most
}

var rows = []row{
	{"`gather.All`, 100 functions", "goroutines, `WaitGroup`, slice", "gather.BenchmarkAll/100/gather", "gather.BenchmarkAll/100/WaitGroup", ns, 1.10},
	{"`gather.All`, 100 functions", "`errgroup`", "gather.BenchmarkAll/100/gather", "gather.BenchmarkAll/100/errgroup", ns, 1},
	{"`gather.All`, 10,000 functions", "goroutines, `WaitGroup`, slice", "gather.BenchmarkAll/10000/gather", "gather.BenchmarkAll/10000/WaitGroup", ns, 1.10},
	{"`gather.All`, 10,000 functions", "`errgroup`", "gather.BenchmarkAll/10000/gather", "gather.BenchmarkAll/10000/errgroup", ns, 1},
	{"2,000 × `task.Go`, then `Await`", "goroutine, result channel", "task.BenchmarkGo/trivial/task", "task.BenchmarkGo/trivial/goroutine", ns, 1.4},
	{"the same, cancellable parent", "goroutine, result channel", "task.BenchmarkGo/cancellable_parent/task", "task.BenchmarkGo/cancellable_parent/goroutine", ns, 1.4},
	{"the same, under `task.Run`", "goroutine, result channel", "task.BenchmarkGo/under_Run/task", "task.BenchmarkGo/under_Run/goroutine", ns, 1.4},
	{"the same, f looks at `ctx.Done()`", "the same with `WithCancelCause`", "task.BenchmarkGo/looks_at_ctx/task", "task.BenchmarkGo/looks_at_ctx/goroutine", ns, 1.4},
	{"`task.Go`, `Await`, one at a time", "goroutine, result channel", "task.BenchmarkOneAtATime/task", "task.BenchmarkOneAtATime/goroutine", ns, 1.8},
	{"a pending `sleep.For`, in a goroutine", "", "task.BenchmarkPending/goroutine", "", bytesEach, 3250},
	{"a pending `sleep.For`, in a task", "in a goroutine", "task.BenchmarkPending/task", "task.BenchmarkPending/goroutine", bytesEach, 1.25},
	{"`waitfor.AtMost`", "`context.WithTimeout`, call", "waitfor.BenchmarkAtMost/AtMost", "waitfor.BenchmarkAtMost/WithTimeout", ns, 1.15},
	{"`wait.Completions`, 100,000 tasks", "tasks that write to one channel", "wait.BenchmarkCompletions/Completions", "wait.BenchmarkCompletions/channel", ns, 1.5},
	{"4,000 tasks drained by `wait.First`", "CPython's `asyncio.wait`", "wait.BenchmarkDrain/First", "wait.BenchmarkDrain/CPython", ns, 0.125},
	{"`with.Do`", "enter, `defer` exit, body", "with.BenchmarkDo/Do", "with.BenchmarkDo/defer", ns, 0},
	{"`sleep.For`", "timer and `select`", "sleep.BenchmarkFor/For", "sleep.BenchmarkFor/select", ns, 0},
}

const (
	ns        = "ns/op"
	bytesEach = "B/sleeper"
	allocs    = "allocs/op"
)

// figure is the row's ratio in one round, or the bare figure if it has no base.
func (r row) figure(run figures) (float64, bool) {
	v, ok := run[r.bench][r.unit]
	if r.base == "" {
		return v, ok
	}
	base, found := run[r.base][r.unit]
	return v / base, ok && found && base > 0
}

// tooDear names the rows that are above their bound, by what a reader sees.
func tooDear(runs []figures) string {
	var names []string
	for _, r := range rows {
		const rounding = 0.005
		if v, ok := median(runs, r.figure); ok && r.bound > 0 && v > r.bound+rounding {
			names = append(names, r.bench)
		}
	}
	return strings.Join(names, ", ")
}

func render(runs []figures) string {
	var b strings.Builder
	b.WriteString("| what | against | measured | at most | allocations |\n|---|---|--:|--:|--:|\n")
	for _, r := range rows {
		measured, bound := "not here", "–"
		if v, ok := median(runs, r.figure); ok {
			measured = r.format(v)
		}
		if r.bound > 0 {
			bound = r.format(r.bound)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.what, r.against, measured, bound, r.allocations(runs))
	}
	return b.String()
}

func (r row) format(v float64) string {
	if r.base == "" {
		return fmt.Sprintf("%.0f bytes", v)
	}
	return fmt.Sprintf("%.2f ×", v)
}

// allocations tells both counts, which are exact, for those who report them.
func (r row) allocations(runs []figures) string {
	ours, ok := median(runs, func(f figures) (float64, bool) { v, ok := f[r.bench][allocs]; return v, ok })
	theirs, found := median(runs, func(f figures) (float64, bool) { v, ok := f[r.base][allocs]; return v, ok })
	if !ok || !found {
		return ""
	}
	return fmt.Sprintf("%.0f : %.0f", ours, theirs)
}
