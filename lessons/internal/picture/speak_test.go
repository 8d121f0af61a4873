package picture_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

var errBurnt = errors.New("burnt")

// ready is work that takes d.
func ready(d time.Duration, dish string) task.Func[string] {
	return func(ctx context.Context) (string, error) { return sleep.Then(ctx, d, dish) }
}

func burn(ctx context.Context) (string, error) {
	sleep.For(ctx, time.Second)
	return "", errBurnt
}

// A speech is what is to be heard of a main, by task.
type speech struct {
	name string
	why  string
	main func(ctx context.Context) error
	want map[string][]string
}

func say(t *testing.T, speeches []speech) {
	for _, tc := range speeches {
		t.Run(tc.name, func(t *testing.T) {
			said := hear(t, tc.main)

			delete(said, "") // what the test's own goroutine says
			assert.Equal(t, tc.want, said, tc.why)
		})
	}
}

func TestWhatTasksSay(t *testing.T) {
	say(t, []speech{
		{
			name: "a sleep is a region",
			main: func(ctx context.Context) error { return sleep.For(ctx, time.Second) },
			want: map[string][]string{"main": lines("sleep {", "}")},
		},
		{
			name: "a sleep that doesn't sleep is none",
			main: func(ctx context.Context) error {
				dead, cancel := context.WithCancel(ctx)
				cancel()
				sleep.For(dead, time.Second)
				return sleep.For(ctx, 0)
			},
			want: map[string][]string{"main": lines()},
		},
		{
			name: "a sleep that is cut short ends with it",
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				sleep.For(ctx, time.Hour)
				return nil
			},
			want: map[string][]string{"main": lines("sleep {", "}")},
		},
		{
			name: "a task has a name, a parent, a start and an end",
			main: func(ctx context.Context) error {
				breakfast := task.Named(ctx, "breakfast", func(ctx context.Context) (task.None, error) {
					_, err := task.Go(ctx, ready(time.Second, "eggs")).Await(ctx)
					return task.None{}, err
				})
				_, err := breakfast.Await(ctx)
				return err
			},
			want: map[string][]string{
				"main":      lines("makes breakfast", "await breakfast", "wait {", "}"),
				"breakfast": lines("makes Task-7", "await Task-7", "wait {", "}"),
				"Task-7":    {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
			},
		},
		{
			name: "what derives from a task's ctx is under the task",
			why:  "the context of a task becomes a real one on the way",
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
				defer cancel()
				_, err := task.Named(ctx, "tea", ready(time.Second, "green")).Shield(ctx)
				return err
			},
			want: map[string][]string{
				"main": lines("makes tea", "await tea", "wait {", "}"),
				"tea":  {"start", "sleep {", "}", `end: returned "green"`, "closes"},
			},
		},
		{
			name: "a Run in a task has its main on the same goroutine",
			main: func(ctx context.Context) error {
				nested := task.Named(ctx, "nested", func(ctx context.Context) (int, error) {
					return task.Run(ctx, func(ctx context.Context) (int, error) { return sleep.Then(ctx, time.Second, 12) })
				})
				<-nested.Done()
				return nil
			},
			want: map[string][]string{
				"main":   {"start", "makes nested", "start", "sleep {", "}", "end: returned 12", "closes", "end: returned", "closes"},
				"nested": {"start", "makes main", "end: returned 12", "closes"},
			},
		},
		{
			name: "a Start is a task, and returns",
			main: func(ctx context.Context) error {
				task.Start(ctx, "radio", func(ctx context.Context) { sleep.For(ctx, time.Second) })
				return sleep.For(ctx, 2*time.Second)
			},
			want: map[string][]string{
				"main":  lines("makes radio", "sleep {", "}"),
				"radio": lines("sleep {", "}"),
			},
		},
	})
}

func TestWhatTasksSayInTheEnd(t *testing.T) {
	say(t, []speech{
		{
			name: "only the first Cancel is told of",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Hour, "green"))
				sleep.For(ctx, time.Second)
				tea.Cancel(errors.New("no milk"))
				tea.Cancel(errors.New("no sugar"))
				<-tea.Done()
				tea.Cancel(errors.New("no cup"))
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "sleep {", "}", "cancel tea: no milk"),
				"tea":  {"start", "sleep {", "}", "end: cancelled no milk", "closes"},
			},
		},
		{
			name: "a task that is cancelled without a cause ends without one",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Hour, "green"))
				sleep.For(ctx, time.Second)
				tea.Cancel(nil)
				<-tea.Done()
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "sleep {", "}", "cancel tea"),
				"tea":  {"start", "sleep {", "}", "end: cancelled", "closes"},
			},
		},
		{
			name: "a task that never starts ends (K2)",
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithCancelCause(ctx)
				cancel(errors.New("closed"))
				<-task.Named(ctx, "tea", ready(0, "green")).Done()
				return nil
			},
			want: map[string][]string{"main": lines("makes tea"), "tea": {"end: cancelled closed", "closes"}},
		},
		{
			name: "main's return cancels the tasks that are left",
			main: func(ctx context.Context) error {
				task.Named(ctx, "radio", ready(time.Hour, "news"))
				return sleep.For(ctx, time.Second)
			},
			want: map[string][]string{
				"main":  {"start", "makes radio", "sleep {", "}", "end: returned", "closes"},
				"radio": {"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
			},
		},
		{
			name: "a function that leaves by Goexit has failed",
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", func(context.Context) (string, error) { runtime.Goexit(); return "", nil })
				<-tea.Done()
				tea.Err() // or it would be reported
				gather.All(ctx, leave)
				return nil
			},
			want: map[string][]string{
				"main":  lines("makes tea", "makes leave", "wait {", "}"),
				"tea":   {"start", "end: failed task: the function did not return (runtime.Goexit)", "closes"},
				"leave": {"start", "end: failed task: the function did not return (runtime.Goexit)", "closes"},
			},
		},
	})
}

// grumpy must not be asked: it would take a lock.
type grumpy int

func (grumpy) String() string { panic("the value was asked for its text") }

func leave(context.Context) (string, error) { runtime.Goexit(); return "", nil }

type dish string // has no methods

type order struct{ dish string }

func TestEnds(t *testing.T) {
	returns := func(v any, err error) task.Func[any] {
		return func(context.Context) (any, error) { return v, err }
	}
	for want, f := range map[string]task.Func[any]{
		`returned "green"`:                    returns("green", nil),
		`returned "a \"soft\" egg"`:           returns("a \"soft\" egg", nil),
		`returned "äüö 789 123456789 12345…"`: returns("äüö 789 123456789 123456789", nil),
		`returned "toast"`:                    returns(dish("toast"), nil),
		"returned 12":                         returns(12, nil),
		"returned 0.5":                        returns(0.5, nil),
		"returned true":                       returns(true, nil),
		"returned":                            returns(nil, nil),
		"failed burnt":                        returns("a value that is not shown", errBurnt),
		"failed " + strings.Repeat("ö", 99) + "…": returns(nil, errors.New(strings.Repeat("ö", 101))),
		"failed %!v(PANIC=Error method: no text)": returns(nil, mute{}),
		"failed context canceled":                 returns(nil, context.Canceled), // K10: it isn't its own
		"failed burnt: context canceled":          returns(nil, fmt.Errorf("burnt: %w", context.Canceled)),
	} {
		t.Run("a task that "+want, func(t *testing.T) {
			said := hear(t, func(ctx context.Context) error {
				task.Named(ctx, "dish", f).Await(ctx)
				gather.Outcomes(ctx, f)
				return nil
			})

			assert.Equal(t, []string{"start", "end: " + want, "closes"}, said["dish"])
			assert.Equal(t, []string{"start", "end: " + want, "closes"}, gathered(said))
		})
	}
	for name, v := range map[string]any{
		"a struct": order{"eggs"}, "a pointer": new(int), "a slice": []int{1}, "something with methods": grumpy(1),
		"nothing": task.None{}, "a duration": time.Second,
	} {
		t.Run(name+" isn't shown", func(t *testing.T) {
			said := hear(t, func(ctx context.Context) error {
				task.Named(ctx, "dish", returns(v, nil)).Await(ctx)
				gather.Outcomes(ctx, returns(v, nil))
				return nil
			})

			assert.Equal(t, lines(), said["dish"])
			assert.Equal(t, []string{"start", "end: returned", "closes"}, gathered(said))
		})
	}
}

// mute is an error that can't tell.
type mute struct{}

func (mute) Error() string { panic("no text") }
