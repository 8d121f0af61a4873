//go:build !race

package picture_test

import (
	"context"
	"errors"
	"runtime/trace"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
	"gosyncio/waitfor"
)

// While no trace is taken the packages allocate what they would if they
// couldn't speak: as much as they did before they learnt to, and one more for a
// Run, by which it waits. (The race detector adds some of its own.)
func TestSpeakingIsFree(t *testing.T) {
	if trace.IsEnabled() {
		t.Skip("a trace of this test is being taken")
	}
	ctx := t.Context()
	one := func(context.Context) (int, error) { return 1, nil }
	nap := func(ctx context.Context) (int, error) { return sleep.Then(ctx, time.Hour, 1) }
	eggs, toast := task.Go(ctx, one), task.Go(ctx, one)
	wait.All(ctx, eggs, toast)
	enough := errors.New("enough")
	each := task.Each([]string{"eggs"}, func(context.Context, string) (int, error) { return 1, nil })[0]

	for what, tc := range map[string]struct {
		allocs float64
		do     func()
	}{
		"sleep.For":                {3, func() { sleep.For(ctx, time.Microsecond) }},
		"a task and its Await":     {4, func() { task.Go(ctx, one).Await(ctx) }},
		"a task that is cancelled": {9, func() { tea := task.Go(ctx, nap); tea.Cancel(enough); tea.Await(ctx) }},
		"Start": {3, func() {
			done := make(chan struct{})
			task.Start(ctx, "tea", func(context.Context) { close(done) })
			<-done
		}},
		"Await of an ended task":    {0, func() { eggs.Await(ctx) }},
		"Cancel of an ended task":   {0, func() { eggs.Cancel(enough) }},
		"OnDone":                    {12, func() { tea := task.Go(ctx, nap); tea.OnDone(func() {})(); tea.Cancel(enough); tea.Await(ctx) }},
		"what Each makes":           {0, func() { each(ctx) }},
		"Run":                       {14, func() { task.Run(ctx, one) }},
		"Run that leaves one":       {20, func() { task.Run(ctx, func(ctx context.Context) (int, error) { task.Go(ctx, nap); return 1, nil }) }},
		"gather.All":                {5, func() { gather.All(ctx, one, one) }},
		"gather.Two":                {6, func() { gather.Two(ctx, one, one) }},
		"waitfor.AtMost":            {5, func() { waitfor.AtMost(ctx, time.Hour, one) }},
		"wait.First of ended tasks": {2, func() { wait.First(ctx, eggs, toast) }},
		"wait.All":                  {11, func() { wait.All(ctx, task.Go(ctx, one), task.Go(ctx, one)) }},
		"wait.Completions": {10, func() {
			for range wait.Completions(ctx, eggs, toast) {
			}
		}},
	} {
		t.Run(what+" allocates no more", func(t *testing.T) {
			assert.LessOrEqual(t, testing.AllocsPerRun(200, tc.do), tc.allocs)
		})
	}
}
