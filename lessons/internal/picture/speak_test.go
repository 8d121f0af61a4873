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
	"gosyncio/wait"
	"gosyncio/waitfor"
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

func TestWhatThePackagesSay(t *testing.T) {
	for name, tc := range map[string]struct {
		why  string
		main func(ctx context.Context) error
		want map[string][]string // by task
	}{
		"a sleep is a region": {
			main: func(ctx context.Context) error { return sleep.For(ctx, time.Second) },
			want: map[string][]string{"main": lines("sleep {", "}")},
		},
		"a sleep that doesn't sleep is none": {
			main: func(ctx context.Context) error {
				dead, cancel := context.WithCancel(ctx)
				cancel()
				sleep.For(dead, time.Second)
				return sleep.For(ctx, 0)
			},
			want: map[string][]string{"main": lines()},
		},
		"a sleep that is cut short ends with it": {
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				sleep.For(ctx, time.Hour)
				return nil
			},
			want: map[string][]string{"main": lines("sleep {", "}")},
		},
		"a task has a name, a parent, a start and an end": {
			main: func(ctx context.Context) error {
				breakfast := task.Named(ctx, "breakfast", func(ctx context.Context) (task.None, error) {
					_, err := task.Go(ctx, ready(time.Second, "eggs")).Await(ctx)
					return task.None{}, err
				})
				_, err := breakfast.Await(ctx)
				return err
			},
			want: map[string][]string{
				"main":      lines("makes breakfast", "wait {", "await breakfast", "}"),
				"breakfast": lines("makes Task-7", "wait {", "await Task-7", "}"),
				"Task-7":    {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
			},
		},
		"what derives from a task's ctx is under the task": {
			why: "the context of a task becomes a real one on the way",
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
				defer cancel()
				_, err := task.Named(ctx, "tea", ready(time.Second, "green")).Shield(ctx)
				return err
			},
			want: map[string][]string{
				"main": lines("makes tea", "wait {", "await tea", "}"),
				"tea":  {"start", "sleep {", "}", `end: returned "green"`, "closes"},
			},
		},
		"to await what has ended is not to wait": {
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
		"an Await that is cancelled cancels, and waits for the end": {
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Hour, "green"))
				impatient, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("no time for tea"))
				defer cancel()
				tea.Await(impatient)
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "wait {", "await tea", "}",
					"cancel tea: context deadline exceeded: no time for tea", "wait {", "await tea", "}"),
				"tea": {"start", "sleep {", "}", "end: cancelled context deadline exceeded: no time for tea", "closes"},
			},
		},
		"only the first Cancel is told of": {
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
		"who is cancelled without a word is cancelled without a cause": {
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
		"K2 a task that never starts ends": {
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithCancelCause(ctx)
				cancel(errors.New("closed"))
				<-task.Named(ctx, "tea", ready(0, "green")).Done()
				return nil
			},
			want: map[string][]string{"main": lines("makes tea"), "tea": {"end: cancelled closed", "closes"}},
		},
		"main's return cancels who is left": {
			main: func(ctx context.Context) error {
				task.Named(ctx, "radio", ready(time.Hour, "news"))
				return sleep.For(ctx, time.Second)
			},
			want: map[string][]string{
				"main":  {"start", "makes radio", "sleep {", "}", "end: returned", "closes"},
				"radio": {"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
			},
		},
		"a Run in a task has its main on the same goroutine": {
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
		"gather waits for those whom it makes": {
			main: func(ctx context.Context) error {
				gather.All(ctx, ready(time.Second, "eggs"), func(context.Context) (string, error) { return "", errBurnt })
				return sleep.For(ctx, 2*time.Second)
			},
			want: map[string][]string{
				"main":      lines("wait {", "makes gather[0]", "makes gather[1]", "}", "sleep {", "}"),
				"gather[0]": {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
				"gather[1]": {"start", "end: failed burnt", "closes"},
			},
		},
		"gather.Two knows both values": {
			why: "what is said first counts: who stores the value knows it",
			main: func(ctx context.Context) error {
				_, _, err := gather.Two(ctx, ready(time.Second, "eggs"), func(context.Context) (int, error) { return 2, nil })
				return err
			},
			want: map[string][]string{
				"main":      lines("wait {", "makes gather[0]", "makes gather[1]", "}"),
				"gather[0]": {"start", "sleep {", "}", `end: returned "eggs"`, "closes"},
				"gather[1]": {"start", "end: returned 2", "closes"},
			},
		},
		"gather's are cancelled by the ctx that ends": {
			main: func(ctx context.Context) error {
				ctx, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("closing time"))
				defer cancel()
				gather.Outcomes(ctx, ready(time.Hour, "eggs"))
				return nil
			},
			want: map[string][]string{
				"main":      lines("wait {", "makes gather[0]", "}"),
				"gather[0]": {"start", "sleep {", "}", "end: cancelled closing time", "closes"},
			},
		},
		"a function that only awaits says so": {
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Second, "green"))
				_, err := gather.All(ctx, tea.Await)
				return err
			},
			want: map[string][]string{
				"main":      lines("makes tea", "wait {", "makes gather[0]", "}"),
				"tea":       {"start", "sleep {", "}", `end: returned "green"`, "closes"},
				"gather[0]": {"start", "wait {", "await tea", "}", `end: returned "green"`, "closes"},
			},
		},
		"Each names those that have no name": {
			main: func(ctx context.Context) error {
				_, err := gather.All(ctx, task.Each([]string{"eggs"}, func(ctx context.Context, dish string) (int, error) {
					return len(dish), nil
				})...)
				return err
			},
			want: map[string][]string{
				"main":      lines("wait {", "makes gather[0]", "}"),
				"gather[0]": {"start", "name: eggs", "end: returned 4", "closes"},
			},
		},
		"Each names nobody after what others may write to": {
			main: func(ctx context.Context) error {
				type order struct{ extras []string }
				cook := func(context.Context, *order) (int, error) { return 1, nil }
				fry := func(context.Context, order) (int, error) { return 2, nil }
				_, err := gather.All(ctx, append(task.Each([]*order{{}}, cook), task.Each([]order{{}}, fry)...)...)
				return err
			},
			want: map[string][]string{
				"main":      lines("wait {", "makes gather[0]", "makes gather[1]", "}"),
				"gather[0]": {"start", "end: returned 1", "closes"},
				"gather[1]": {"start", "end: returned 2", "closes"},
			},
		},
		"wait tells for whom": {
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
		"Completions watches": {
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
		"a deadline is told of by who has it": {
			main: func(ctx context.Context) error {
				_, err := waitfor.AtMost(ctx, time.Second, ready(time.Hour, "stew"))
				return err
			},
			want: map[string][]string{
				"main": {"start", "deadline: 1s", "sleep {", "}", "end: failed waitfor: timed out after 1s", "closes"},
			},
		},
		"OnDone asks, and doesn't wait": {
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", ready(time.Second, "green"))
				tea.OnDone(func() {})
				<-tea.Done()
				tea.OnDone(func() {})
				return nil
			},
			want: map[string][]string{
				"main": lines("makes tea", "await tea", "await tea"),
				"tea":  {"start", "sleep {", "}", `end: returned "green"`, "closes"},
			},
		},
		"a Start is a task, and returns": {
			main: func(ctx context.Context) error {
				task.Start(ctx, "radio", func(ctx context.Context) { sleep.For(ctx, time.Second) })
				return sleep.For(ctx, 2*time.Second)
			},
			want: map[string][]string{
				"main":  lines("makes radio", "sleep {", "}"),
				"radio": lines("sleep {", "}"),
			},
		},
		"who leaves by Goexit has failed": {
			main: func(ctx context.Context) error {
				tea := task.Named(ctx, "tea", func(context.Context) (string, error) { runtime.Goexit(); return "", nil })
				<-tea.Done()
				tea.Err() // or it would be reported
				gather.All(ctx, func(context.Context) (string, error) { runtime.Goexit(); return "", nil })
				return nil
			},
			want: map[string][]string{
				"main":      lines("makes tea", "wait {", "makes gather[0]", "}"),
				"tea":       {"start", "end: failed task: the function did not return (runtime.Goexit)", "closes"},
				"gather[0]": {"start", "end: failed task: the function did not return (runtime.Goexit)", "closes"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			said := hear(t, tc.main)

			delete(said, "") // what the test's own goroutine says
			assert.Equal(t, tc.want, said, tc.why)
		})
	}
}

// grumpy must not be asked: it would take a lock.
type grumpy int

func (grumpy) String() string { panic("the value was asked for its text") }

type dish string // has no methods

type order struct{ dish string }

func TestEnds(t *testing.T) {
	returns := func(v any, err error) task.Func[any] {
		return func(context.Context) (any, error) { return v, err }
	}
	for want, f := range map[string]task.Func[any]{
		`returned "green"`:                     returns("green", nil),
		`returned "a \"soft\" egg\n"`:          returns("a \"soft\" egg\n", nil),
		`returned "äüö 789 123456789 123456…"`: returns("äüö 789 123456789 123456789", nil),
		`returned "toast"`:                     returns(dish("toast"), nil),
		"returned 12":                          returns(12, nil),
		"returned 0.5":                         returns(0.5, nil),
		"returned true":                        returns(true, nil),
		"returned":                             returns(nil, nil),
		"failed burnt":                         returns("a value that nobody wants", errBurnt),
		"failed " + strings.Repeat("ö", 80) + "…": returns(nil, errors.New(strings.Repeat("ö", 81))),
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
			assert.Equal(t, []string{"start", "end: " + want, "closes"}, said["gather[0]"])
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
			assert.Equal(t, []string{"start", "end: returned", "closes"}, said["gather[0]"])
		})
	}
}

// mute is an error that can't tell.
type mute struct{}

func (mute) Error() string { panic("no text") }
