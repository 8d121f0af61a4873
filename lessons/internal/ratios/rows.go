package main

import (
	"fmt"
	"strings"

	"gosyncio/lessons/internal/ratios/measure"
)

// A row compares a benchmark with its baseline, in the unit given; without a
// baseline the figure stands for itself. Where the benchmark exists under a
// task.Run too, the bound is for both.
type row struct {
	what        string
	against     string
	bench, base string
	unit        string
	bound       float64 // at most; 0 is no bound
	kind        kind
}

// A kind says in which surroundings the benchmark of a row runs.
type kind int

const (
	both  kind = iota
	alone      // without a task.Run around it
	inRun      // only under a task.Run; its baseline runs without
)

var rows = []row{
	{"`gather.All`, 100 functions", "goroutines, `WaitGroup`, slice", "gather.BenchmarkAll/100/gather", "gather.BenchmarkAll/100/WaitGroup", ns, 1.10, both},
	{"`gather.All`, 100 functions", "`errgroup`", "gather.BenchmarkAll/100/gather", "gather.BenchmarkAll/100/errgroup", ns, 1, both},
	{"`gather.All`, 10,000 functions", "goroutines, `WaitGroup`, slice", "gather.BenchmarkAll/10000/gather", "gather.BenchmarkAll/10000/WaitGroup", ns, 1.10, both},
	{"`gather.All`, 10,000 functions", "`errgroup`", "gather.BenchmarkAll/10000/gather", "gather.BenchmarkAll/10000/errgroup", ns, 1, both},
	{"`gather.All`, 1,000 × `sleep.For` of 1 ms", "goroutines, `WaitGroup`, slice", "gather.BenchmarkSleepers/gather", "gather.BenchmarkSleepers/WaitGroup", ns, 1.10, both},
	{"a pending `sleep.For`, in `gather.All`", "", "gather.BenchmarkPending/gather", "", bytesEach, 3300, both},
	{"2,000 × `task.Go`, then `Await`", "goroutine, result channel", "task.BenchmarkGo/trivial/task", "task.BenchmarkGo/trivial/goroutine", ns, 1.35, alone},
	{"2,000 × `task.Go`, then `Await`, cancellable parent", "goroutine, result channel", "task.BenchmarkGo/cancellable_parent/task", "task.BenchmarkGo/cancellable_parent/goroutine", ns, 1.40, both},
	{"2,000 × `task.Go`, then `Await`, under `task.Run`", "the same without `task.Run`", "task.BenchmarkGo/cancellable_parent/task", "task.BenchmarkGo/cancellable_parent/task", ns, 1.05, inRun},
	{"2,000 × `task.Go`, then `Await`, f looks at `ctx.Done()`", "the same with `WithCancelCause`", "task.BenchmarkGo/looks_at_ctx/task", "task.BenchmarkGo/looks_at_ctx/goroutine", ns, 1.40, both},
	{"`task.Go`, `Await`, one at a time", "goroutine, result channel", "task.BenchmarkOneAtATime/task", "task.BenchmarkOneAtATime/goroutine", ns, 1.45, alone},
	{"`task.Go`, `Await`, one at a time, cancellable parent", "goroutine, result channel, `select`", "task.BenchmarkOneAtATime/task,_cancellable_parent", "task.BenchmarkOneAtATime/goroutine,_cancellable_parent", ns, 1.45, both},
	{"`task.Go`, `Await`, one at a time, under `task.Run`", "the same without `task.Run`", "task.BenchmarkOneAtATime/task,_cancellable_parent", "task.BenchmarkOneAtATime/task,_cancellable_parent", ns, 1.05, inRun},
	{"a pending `sleep.For`, in a goroutine", "", "task.BenchmarkPending/goroutine", "", bytesEach, 3250, alone},
	{"a pending `sleep.For`, in a task", "in a goroutine", "task.BenchmarkPending/task", "task.BenchmarkPending/goroutine", bytesEach, 1.25, both},
	{"`waitfor.AtMost`", "`context.WithTimeout`, call", "waitfor.BenchmarkAtMost/AtMost", "waitfor.BenchmarkAtMost/WithTimeout", ns, 1.15, both},
	{"`wait.Completions`, 100,000 tasks", "tasks that write to one channel", "wait.BenchmarkCompletions/Completions", "wait.BenchmarkCompletions/channel", ns, 1.5, both},
	{"`wait.Completions`, 10,000 pending tasks", "tasks that write to one channel", "wait.BenchmarkPendingCompletions/Completions", "wait.BenchmarkPendingCompletions/channel", ns, 1.6, both},
	{"`wait.Completions`, 10,000 pending tasks", "a watching goroutine for each", "wait.BenchmarkPendingCompletions/Completions", "wait.BenchmarkPendingCompletions/watchers", ns, 0, both},
	{"`wait.Completions`, one pending task", "", "wait.BenchmarkAllocations/Completions", "", allocsEach, 3.1, both},
	{"4,000 tasks drained by `wait.First`", "CPython's `asyncio.wait`", "wait.BenchmarkDrain/First", "wait.BenchmarkDrain/CPython", ns, 0.125, both},
	{"`with.Do`", "enter, `defer` exit, body", "with.BenchmarkDo/Do", "with.BenchmarkDo/defer", ns, 0, both},
	{"`sleep.For`", "timer and `select`", "sleep.BenchmarkFor/For", "sleep.BenchmarkFor/select", ns, 0, both},
}

const (
	ns         = measure.NS
	bytesEach  = "B/sleeper"
	allocsEach = "allocs/task"
	allocs     = "allocs/op"
)

// underRun names the benchmark that has a task.Run around it.
func (r row) underRun() string { return r.bench + "_under_Run" }

// contenders are the benchmarks that the bound is for, without and with a Run.
func (r row) contenders() []string {
	switch r.kind {
	case alone:
		return []string{r.bench, ""}
	case inRun:
		return []string{"", r.underRun()}
	default:
		return []string{r.bench, r.underRun()}
	}
}

// benchmarks names what is to be measured, each row's baseline first.
func benchmarks(rows []row) (names []string) {
	for _, r := range rows {
		for _, name := range append([]string{r.base}, r.contenders()...) {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// figure is bench's ratio to the baseline, or bench's figure if there is none:
// the median of the rounds.
func (r row) figure(rounds []measure.Figures, bench string) (float64, bool) {
	return measure.Median(rounds, func(round measure.Figures) (float64, bool) {
		v, ok := round[bench][r.unit]
		if r.base == "" {
			return v, ok
		}
		base, found := round[r.base][r.unit]
		return v / base, ok && found && base > 0
	})
}

// matching returns the rows whose benchmark's name contains text.
func matching(text string) (found []row) {
	for _, r := range rows {
		if strings.Contains(r.bench, text) {
			found = append(found, r)
		}
	}
	return found
}

// faults has a sentence for each figure that is above its bound, by the digits
// that the table shows, and for each that is missing: CPython may be missing,
// unless all are wanted.
func faults(rows []row, rounds []measure.Figures, all bool) (sentences []string) {
	const rounding = 0.005
	for _, r := range rows {
		for _, bench := range r.contenders() {
			v, ok := r.figure(rounds, bench)
			switch {
			case bench == "":
			case !ok && !strings.HasSuffix(r.base, "CPython"):
				sentences = append(sentences, fmt.Sprintf("%s or its baseline %q has no figure: is there such a benchmark?", bench, r.base))
			case !ok && all:
				sentences = append(sentences, fmt.Sprintf("%s has no figure: want a python3 ≥ 3.11 on PATH", r.base))
			case r.bound > 0 && v > r.bound+rounding:
				sentences = append(sentences, fmt.Sprintf("%s is above its bound: %s, at most %s", bench, r.format(v), r.format(r.bound)))
			}
		}
	}
	return sentences
}

func render(rows []row, rounds []measure.Figures) string {
	var b strings.Builder
	b.WriteString("| what | against | measured | under `task.Run` | at most | allocations |\n|---|---|--:|--:|--:|--:|\n")
	for _, r := range rows {
		cells := []string{r.what, r.against}
		for _, bench := range r.contenders() {
			cells = append(cells, r.cell(rounds, bench))
		}
		bound := "–"
		if r.bound > 0 {
			bound = r.format(r.bound)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(append(cells, bound, r.allocations(rounds)), " | "))
	}
	return b.String()
}

func (r row) cell(rounds []measure.Figures, bench string) string {
	if bench == "" {
		return ""
	}
	if v, ok := r.figure(rounds, bench); ok {
		return r.format(v)
	}
	return "not here"
}

func (r row) format(v float64) string {
	switch {
	case r.base != "":
		return fmt.Sprintf("%.2f ×", v)
	case r.unit == allocsEach:
		return fmt.Sprintf("%.1f allocations", v)
	default:
		return fmt.Sprintf("%.0f bytes", v)
	}
}

// allocations lists the counts, which are exact, of the contenders and of the
// baseline, for those that report them.
func (r row) allocations(rounds []measure.Figures) string {
	var counts []string
	for _, bench := range benchmarks([]row{r}) {
		v, ok := measure.Median(rounds, func(f measure.Figures) (float64, bool) { v, ok := f[bench][allocs]; return v, ok })
		if !ok {
			return ""
		}
		counts = append(counts, fmt.Sprintf("%.0f", v))
	}
	if r.base == "" {
		return ""
	}
	return strings.Join(counts[1:], ", ") + " : " + counts[0]
}
