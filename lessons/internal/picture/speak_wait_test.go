package picture_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
	"gosyncio/waitfor"
)

func TestWhatWaitersSay(t *testing.T) {
	say(t, []speech{
		{
			name: "to await what has ended is not to wait",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(0, "green"))
				<-tea.Done()
				_, err := tea.Await(ctx)
				return err
			},
			want: map[string][]string{
				"main": lines("makes tea", "await tea"),
				"tea":  {"start", `end: returned "green"`, "closes"},
			},
		},
		{
			name: "an Await that is cancelled cancels, and waits for the end",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Hour, "green"))
				impatient, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("no time for tea"))
				defer cancel()
				tea.Await(impatient)
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "await tea", "wait {", "}",
					"cancel tea: context deadline exceeded: no time for tea", "wait {", "}"),
				"tea": {"start", "sleep {", "}", "end: cancelled context deadline exceeded: no time for tea", "closes"},
			},
		},
		{
			name: "wait names its tasks",
			main: func(ctx context.Context) error {
				tea, toast := task.Named(ctx, "tea", ready(time.Second, "green")), task.Named(ctx, "toast", burn)
				wait.All(ctx, tea, toast)
				wait.First(ctx, tea, toast)
				return toast.Err()
			},
			want: map[string][]string{
				"main": {"start", "makes tea", "makes toast", "wait {", "await tea", "await toast", "}",
					"end: failed burnt", "closes"},
				"tea":   {"start", "sleep {", "}", `end: returned "green"`, "closes"},
				"toast": {"start", "sleep {", "}", "end: failed burnt", "closes"},
			},
		},
		{
			name: "Completions watches",
			main: func(ctx context.Context) error {
				tea, eggs := task.Named(ctx, "tea", ready(time.Second, "green")), task.Named(ctx, "eggs", ready(3*time.Second, "soft"))
				for range wait.Completions(ctx, tea, eggs) {
					sleep.For(ctx, time.Second)
				}
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "makes eggs", "watch {", "await tea", "await eggs",
					"wait {", "}", "sleep {", "}", "wait {", "}", "sleep {", "}", "}"),
				"tea":  {"start", "sleep {", "}", `end: returned "green"`, "closes"},
				"eggs": {"start", "sleep {", "}", `end: returned "soft"`, "closes"},
			},
		},
		{
			name: "a deadline is logged by the task that has it",
			main: func(ctx context.Context) error {
				_, err := waitfor.AtMost(ctx, time.Second, ready(time.Hour, "stew"))
				return err
			},
			want: map[string][]string{
				"main": {"start", "deadline: 1s", "sleep {", "}", "end: failed waitfor: timed out after 1s", "closes"},
			},
		},
		{
			name: "OnDone asks, and doesn't wait",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Second, "green"))
				tea.OnDone(func() {})
				<-tea.Done()
				called := make(chan struct{})
				tea.OnDone(func() { close(called) })
				<-called
				return sleep.For(ctx, time.Second)
			},
			want: map[string][]string{
				"main":        lines("makes tea", "await tea", "await tea", "makes tea: OnDone under tea", "sleep {", "}"),
				"tea":         {"start", "sleep {", "}", `end: returned "green"`, "closes"},
				"tea: OnDone": {"start", "end: returned", "closes"},
			},
			why: "a function that comes after the end runs in a goroutine of its own",
		},
	})
}

func burnAtOnce(context.Context) (string, error) { return "", errBurnt }

func two(context.Context) (int, error) { return 2, nil }

func TestWhatGatherSays(t *testing.T) {
	say(t, []speech{
		{
			name: "gather waits for the children that it makes",
			main: func(ctx context.Context) error {
				gather.All(ctx, ready(time.Second, "eggs"), burnAtOnce)
				return sleep.For(ctx, 2*time.Second)
			},
			want: map[string][]string{
				"main":       lines("makes ready", "makes burnAtOnce", "wait {", "}", "sleep {", "}"),
				"ready":      {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
				"burnAtOnce": {"start", "end: failed burnt", "closes"},
			},
		},
		{
			name: "gather.Two knows both values",
			why:  "the first end counts: it knows the value",
			main: func(ctx context.Context) error {
				_, _, err := gather.Two(ctx, ready(time.Second, "eggs"), two)
				return err
			},
			want: map[string][]string{
				"main":  lines("makes ready", "makes two", "wait {", "}"),
				"ready": {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
				"two":   {"start", "end: returned 2", "closes"},
			},
		},
		{
			name: "gather's are cancelled by the ctx that ends",
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("closing time"))
				defer cancel()
				gather.Outcomes(ctx, ready(time.Hour, "eggs"))
				return nil
			},
			want: map[string][]string{
				"main":  lines("makes ready", "wait {", "}"),
				"ready": {"start", "sleep {", "}", "end: cancelled closing time", "closes"},
			},
		},
		{
			name: "a function that only awaits says so",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Second, "green"))
				_, err := gather.All(ctx, tea.Await)
				return err
			},
			want: map[string][]string{
				"main":  lines("makes tea", "makes Await", "wait {", "}"),
				"tea":   {"start", "sleep {", "}", `end: returned "green"`, "closes"},
				"Await": {"start", "await tea", "wait {", "}", `end: returned "green"`, "closes"},
			},
		},
		{
			name: "Each names those that have no name",
			main: func(ctx context.Context) error {
				_, err := gather.All(ctx, task.Each([]string{"eggs"}, func(ctx context.Context, dish string) (int, error) {
					return len(dish), nil
				})...)
				return err
			},
			want: map[string][]string{
				"main": lines("makes Each", "wait {", "}"),
				"Each": {"start", "name: eggs", "end: returned 4", "closes"},
			},
		},
		{
			name: "Each does not use values that others may write to as names",
			main: func(ctx context.Context) error {
				type order struct{ extras []string }
				cook := func(context.Context, *order) (int, error) { return 1, nil }
				fry := func(context.Context, order) (int, error) { return 2, nil }
				_, err := gather.All(ctx, append(task.Each([]*order{{}}, cook), task.Each([]order{{}}, fry)...)...)
				return err
			},
			want: map[string][]string{
				"main":    lines("makes Each[0]", "makes Each[1]", "wait {", "}"),
				"Each[0]": {"start", "end: returned 1", "closes"},
				"Each[1]": {"start", "end: returned 2", "closes"},
			},
		},
	})
}
