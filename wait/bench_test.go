package wait_test

import (
	"context"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gosyncio/task"
	"gosyncio/wait"
)

// What does it cost to take 100,000 tasks as they end? The channel is what one
// writes without this package, if one writes the tasks, too.
func BenchmarkCompletions(b *testing.B) {
	const n = 100_000
	b.Run("channel", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			gate, results := make(chan struct{}), make(chan int, n)
			for i := range n {
				task.Go(b.Context(), func(context.Context) (int, error) {
					<-gate
					results <- i
					return i, nil
				})
			}
			close(gate)
			for range n {
				<-results
			}
		}
	})
	completions := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			gate, tasks := pendingTasks(ctx, n)
			take(ctx, gate, tasks)
		}
	}
	b.Run("Completions", func(b *testing.B) { completions(b, b.Context()) })
	b.Run("Completions under Run", underRun(completions))
}

// pendingTasks starts n tasks that end when gate is closed. One more has ended.
func pendingTasks(ctx context.Context, n int) (gate chan struct{}, tasks []*task.Task[int]) {
	gate, tasks = make(chan struct{}), make([]*task.Task[int], n+1)
	for i := range n {
		tasks[i] = task.Go(ctx, func(context.Context) (int, error) { <-gate; return i, nil })
	}
	tasks[n] = task.Go(ctx, func(context.Context) (int, error) { return n, nil })
	tasks[n].Await(ctx)
	return gate, tasks
}

// take closes gate when the loop watches all tasks: the one that had ended
// before the loop comes first.
func take(ctx context.Context, gate chan struct{}, tasks []*task.Task[int]) {
	for t := range wait.Completions(ctx, tasks...) {
		if t == tasks[len(tasks)-1] {
			close(gate)
		}
	}
}

// underRun gives bench a ctx with a Run around it.
func underRun(bench func(*testing.B, context.Context)) func(*testing.B) {
	return func(b *testing.B) {
		task.Run(b.Context(), task.NoResult(func(ctx context.Context) error {
			bench(b, ctx)
			return nil
		}))
	}
}

// What does it cost to take 10,000 tasks that are pending when the loop begins?
// Besides the channel that the tasks write to, there are goroutines that watch
// tasks which know of no channel.
func BenchmarkPendingCompletions(b *testing.B) {
	const n = 10_000
	gated := func(gate <-chan struct{}, end func()) task.Func[int] {
		return func(context.Context) (int, error) { <-gate; end(); return 1, nil }
	}
	b.Run("channel", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			gate, ended := make(chan struct{}), make(chan int, n)
			for i := range n {
				task.Go(b.Context(), gated(gate, func() { ended <- i }))
			}
			close(gate)
			for range n {
				<-ended
			}
		}
	})
	b.Run("watchers", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			gate, ended := make(chan struct{}), make(chan int, n)
			for i := range n {
				t := task.Go(b.Context(), gated(gate, func() {}))
				go func() { <-t.Done(); ended <- i }()
			}
			close(gate)
			for range n {
				<-ended
			}
		}
	})
	completions := func(b *testing.B, ctx context.Context) {
		b.ReportAllocs()
		for b.Loop() {
			gate, tasks := pendingTasks(ctx, n)
			take(ctx, gate, tasks)
		}
	}
	b.Run("Completions", func(b *testing.B) { completions(b, b.Context()) })
	b.Run("Completions under Run", underRun(completions))
}

// BenchmarkAllocations counts what the loop allocates for each pending task,
// without what the task itself takes.
func BenchmarkAllocations(b *testing.B) {
	const n = 10_000
	allocations := func(b *testing.B, ctx context.Context) {
		var before, after runtime.MemStats
		var sum uint64
		for b.Loop() {
			gate, tasks := pendingTasks(ctx, n)
			runtime.ReadMemStats(&before)
			take(ctx, gate, tasks)
			runtime.ReadMemStats(&after)
			sum += after.Mallocs - before.Mallocs
		}
		b.ReportMetric(float64(sum)/float64(b.N)/n, "allocs/task")
		b.ReportMetric(0, "ns/op") // only the count is of interest
	}
	b.Run("Completions", func(b *testing.B) { allocations(b, b.Context()) })
	b.Run("Completions under Run", underRun(allocations))
}

// drained is how many tasks BenchmarkDrain takes one by one, each in a wait of
// its own over all that are left. Only these waits are timed.
const drained = 4000

func BenchmarkDrain(b *testing.B) {
	b.Run("CPython", func(b *testing.B) {
		python := python3(b)
		timed(b, func() time.Duration {
			out, err := exec.Command(python, "-c", drainInPython, strconv.Itoa(drained)).Output()
			if err != nil {
				b.Fatal(err)
			}
			seconds, err := time.ParseDuration(strings.TrimSpace(string(out)) + "s")
			if err != nil {
				b.Fatal(err)
			}
			return seconds
		})
	})
	first := func(b *testing.B, ctx context.Context) {
		timed(b, func() time.Duration { return drain(b, ctx) })
	}
	b.Run("First", func(b *testing.B) { first(b, b.Context()) })
	b.Run("First under Run", underRun(first))
}

// timed reports what run says it took: getting ready is not what is measured.
func timed(b *testing.B, run func() time.Duration) {
	var total time.Duration
	for b.Loop() {
		total += run()
	}
	b.ReportMetric(float64(total.Nanoseconds())/float64(b.N), "ns/op")
}

func drain(b *testing.B, ctx context.Context) time.Duration {
	var waiting sync.WaitGroup
	waiting.Add(drained)
	gates := make([]chan struct{}, drained)
	pending := make([]*task.Task[task.None], drained)
	for i := range pending {
		gates[i] = make(chan struct{})
		pending[i] = task.Go(ctx, task.NoResult(func(context.Context) error {
			waiting.Done()
			<-gates[i]
			return nil
		}))
	}
	waiting.Wait()
	began := time.Now()
	for _, gate := range gates {
		close(gate)
		_, pending = wait.First(ctx, pending...)
	}
	took := time.Since(began)
	if len(pending) > 0 {
		b.Fatal(len(pending), "tasks are left")
	}
	return took
}

const drainInPython = `
import asyncio, sys, time

async def main(n):
    gates = [asyncio.Event() for _ in range(n)]
    pending = {asyncio.create_task(gate.wait()) for gate in gates}
    await asyncio.sleep(0)  # now each waits for its gate
    began = time.perf_counter()
    for gate in gates:
        gate.set()
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    took = time.perf_counter() - began
    assert not pending
    print(f"{took:.9f}")

asyncio.run(main(int(sys.argv[1])))
`

// python3 finds a Python to compare with.
func python3(b *testing.B) string {
	const check = "import sys; sys.exit(sys.version_info < (3, 11))"
	for _, name := range []string{"python3", "python3.14", "python3.13", "python3.12", "python3.11"} {
		path, err := exec.LookPath(name)
		if err == nil && exec.Command(path, "-c", check).Run() == nil {
			return path
		}
	}
	b.Skip("there is no python3 ≥ 3.11 on PATH to compare with")
	return ""
}
