package picture_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
)

// Each main runs in real time: a shape is asked for, never a time.
func TestShapes(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(ctx context.Context) error
		want []string
		why  string
	}{
		"what is gathered and only awaits a task has no lane": {
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(2*moment, "tea"))
				_, err := gather.All(ctx, tea.Await, ready(moment, "eggs"), tea.Shield)
				return err
			},
			want: []string{
				"main: waiting tea, gather[1], tea, returned",
				`  tea: sleeping, returned "tea"`,
				`  gather[1]: sleeping, returned "eggs"`,
			},
		},
		"who is gathered by task.Each has its element's name": {
			main: func(ctx context.Context) error {
				dishes := []string{"tea", "toast", "eggs", "jam", "cheese", "butter"}
				_, err := gather.All(ctx, task.Each(dishes, func(ctx context.Context, dish string) (string, error) {
					return sleep.Then(ctx, moment, dish)
				})...)
				return err
			},
			want: []string{
				"main: waiting tea, toast, eggs, jam and 2 more, returned",
				`  tea: sleeping, returned "tea"`, `  toast: sleeping, returned "toast"`, `  eggs: sleeping, returned "eggs"`,
				`  jam: sleeping, returned "jam"`, `  cheese: sleeping, returned "cheese"`, `  butter: sleeping, returned "butter"`,
			},
		},
		"children stand under their parents": {
			main: func(ctx context.Context) error {
				_, err := task.Named(ctx, "breakfast", func(ctx context.Context) (string, error) {
					return task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
				}).Await(ctx)
				return err
			},
			want: []string{"main: waiting breakfast, returned", `  breakfast: waiting tea, returned "tea"`, `    tea: sleeping, returned "tea"`},
		},
		"an errgroup's goroutines are named by who started them": {
			main: func(ctx context.Context) error {
				serve(ctx)
				return nil
			},
			want: []string{"main: waiting a group, returned", "  serve/1: sleeping, returned", "  serve/2: sleeping, returned", "  serve/3: sleeping, returned"},
		},
		"a task that a goroutine of the program starts is its child": {
			main: func(ctx context.Context) error {
				var wg sync.WaitGroup
				wg.Add(1)
				go brew(ctx, &wg)
				wg.Wait()
				return nil
			},
			want: []string{"main: waiting a group, returned", "  brew: waiting tea, returned", `    tea: sleeping, returned "tea"`},
		},
		"a loop over completions waits for the rest": {
			main: func(ctx context.Context) error {
				tea, eggs := task.Named(ctx, "tea", ready(3*moment, "tea")), task.Named(ctx, "eggs", ready(moment, "eggs"))
				for range wait.Completions(ctx, tea, eggs) {
				}
				return nil
			},
			want: []string{"main: waiting tea, eggs, waiting tea, returned", `  tea: sleeping, returned "tea"`, `  eggs: sleeping, returned "eggs"`},
		},
		"a Run within a task is waited for by the task": {
			main: func(ctx context.Context) error {
				_, err := task.Run(ctx, ready(moment, "tea"))
				return err
			},
			want: []string{"main: waiting main, returned", `  main: sleeping, returned "tea"`},
		},
		"who is left behind is cancelled": {
			main: func(ctx context.Context) error {
				task.Named(ctx, "tea", ready(time.Hour, "tea"))
				return sleep.For(ctx, moment)
			},
			want: []string{"main: sleeping, returned", "  tea: sleeping, cancelled main has returned"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			shape(t, tc.main, tc.want, tc.why)
		})
	}
}

// serve starts goroutines by way of x/sync.
func serve(ctx context.Context) {
	var g errgroup.Group
	for range 3 {
		g.Go(func() error { return sleep.For(ctx, moment) })
	}
	g.Wait()
}

func brew(ctx context.Context, done *sync.WaitGroup) {
	defer done.Done()
	task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
}
