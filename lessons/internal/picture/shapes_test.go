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
	for _, tc := range []struct {
		name string
		main func(ctx context.Context) error
		want []string
		why  string
	}{
		{
			name: "what is gathered and only awaits a task has no lane",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(2*moment, "tea"))
				_, err := gather.All(ctx, tea.Await, ready(moment, "eggs"), tea.Shield)
				return err
			},
			want: []string{
				"main: waiting tea, ready, tea, returned",
				`  tea: sleeping, returned "tea"`,
				`  ready: sleeping, returned "eggs"`,
			},
		},
		{
			name: "a child made by task.Each has its element's name",
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
		{
			name: "children stand under their parents",
			main: func(ctx context.Context) error {
				_, err := task.Named(ctx, "breakfast", func(ctx context.Context) (string, error) {
					return task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
				}).Await(ctx)
				return err
			},
			want: []string{"main: waiting breakfast, returned", `  breakfast: waiting tea, returned "tea"`, `    tea: sleeping, returned "tea"`},
		},
		{
			name: "closures in an errgroup are named after the function that started them",
			main: func(ctx context.Context) error {
				serve(ctx)
				return nil
			},
			want: []string{"main: waiting a group, returned", "  serve/1: sleeping, returned", "  serve/2: sleeping, returned", "  serve/3: sleeping, returned"},
		},
		{
			name: "functions and methods in a group have their own names",
			main: func(context.Context) error {
				var g errgroup.Group
				var wg sync.WaitGroup
				g.Go(toast)
				wg.Go(stir)
				wg.Go(kettle(moment).boil)
				wg.Go(kettle(moment).boil)
				wg.Wait()
				return g.Wait()
			},
			want: []string{
				"main: waiting a group, returned", "  toast: sleeping, returned", "  stir: sleeping, returned",
				"  kettle.boil/1: sleeping, returned", "  kettle.boil/2: sleeping, returned",
			},
		},
		{
			name: "children of the same name are told apart by numbers",
			main: func(ctx context.Context) error {
				gather.All(ctx, ready(moment, "tea"))
				gather.All(ctx, ready(moment, "eggs"), ready(moment, "toast"))
				_, err := gather.All(ctx, ready(2*moment, "jam"))
				return err
			},
			want: []string{
				"main: waiting ready, waiting ready[0], ready[1], waiting ready/2, returned",
				`  ready: sleeping, returned "tea"`, `  ready[0]: sleeping, returned "eggs"`, `  ready[1]: sleeping, returned "toast"`,
				`  ready/2: sleeping, returned "jam"`,
			},
		},
		{
			name: "those of different parents are told apart by their places",
			main: func(ctx context.Context) error {
				tea := func(ctx context.Context) (string, error) {
					return task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
				}
				_, err := gather.All(ctx, task.Named(ctx, "cook", tea).Await, task.Named(ctx, "guest", tea).Await)
				return err
			},
			want: []string{
				"main: waiting cook, guest, returned",
				`  cook: waiting tea, returned "tea"`, `    tea: sleeping, returned "tea"`,
				`  guest: waiting tea, returned "tea"`, `    tea: sleeping, returned "tea"`,
			},
		},
		{
			name: "a task that a goroutine of the program starts is its child",
			main: func(ctx context.Context) error {
				var wg sync.WaitGroup
				wg.Add(1)
				go brew(ctx, &wg)
				wg.Wait()
				return nil
			},
			want: []string{"main: waiting a group, returned", "  brew: waiting tea, returned", `    tea: sleeping, returned "tea"`},
		},
		{
			name: "a loop over completions waits for the rest",
			main: func(ctx context.Context) error {
				tea, eggs := task.Named(ctx, "tea", ready(3*moment, "tea")), task.Named(ctx, "eggs", ready(moment, "eggs"))
				for range wait.Completions(ctx, tea, eggs) {
				}
				return nil
			},
			want: []string{"main: waiting tea, eggs, waiting tea, returned", `  tea: sleeping, returned "tea"`, `  eggs: sleeping, returned "eggs"`},
		},
		{
			name: "a Run within a task is waited for by the task",
			main: func(ctx context.Context) error {
				_, err := task.Run(ctx, ready(moment, "tea"))
				return err
			},
			want: []string{"main: waiting main, returned", `  main: sleeping, returned "tea"`},
		},
		{
			name: "a task that is left behind is cancelled",
			main: func(ctx context.Context) error {
				task.Named(ctx, "tea", ready(time.Hour, "tea"))
				return sleep.For(ctx, moment)
			},
			want: []string{"main: sleeping, returned", "  tea: sleeping, cancelled main has returned"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
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

func toast() error { time.Sleep(moment); return nil }

func stir() { time.Sleep(moment) }

type kettle time.Duration

func (k kettle) boil() { time.Sleep(time.Duration(k)) }

func brew(ctx context.Context, done *sync.WaitGroup) {
	defer done.Done()
	task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
}
