package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

var errBurnt = errors.New("burnt")

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  roast: timeout!
		2s  dough cancelled, cleans up
		4s  dough: timeout!
		5s  tea: timeout!
		7s  tea ready
		7s  in the cup: tea
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: main waits for this dish, at most so long, and
// prints what it got.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name  string
		limit time.Duration
		dish  func(out io.Writer) task.Func[string]
		want  string
		why   string
	}{
		{
			name:  "a value in time comes back at once (WF2)",
			limit: 5 * time.Second,
			dish:  tea,
			want: `
				3s  tea ready
				3s  main: tea`,
		},
		{
			name:  "an error in time comes back unchanged (WF3)",
			limit: 5 * time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(context.Context) (string, error) { return "", errBurnt }
			},
			want: `0s  main: burnt`,
		},
		{
			name:  "the time is up: AtMost cancels the work and waits for its cleanup (WF4)",
			limit: time.Second,
			dish:  knead,
			want: `
				1s  dough cancelled, cleans up
				3s  main: timeout!`,
			why: "one second of waiting, and two of cleanup",
		},
		{
			name:  "work that ignores its ctx is waited for (WF20)",
			limit: time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(ctx context.Context) (string, error) {
					time.Sleep(9 * time.Second) // not sleep.For
					return "", ctx.Err()
				}
			},
			want: `9s  main: timeout!`,
			why:  "nothing in Go can stop a function that does not look at its ctx",
		},
		{
			name:  "a value that comes late wins over the clock (WF6)",
			limit: time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(context.Context) (string, error) {
					time.Sleep(9 * time.Second)
					return "bread", nil
				}
			},
			want: `9s  main: bread`,
			why:  "the value is there, so AtMost does not throw it away",
		},
		{
			name:  "an error that comes late wins over the clock (WF7)",
			limit: time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(ctx context.Context) (string, error) {
					if sleep.For(ctx, time.Hour) != nil {
						return "", errBurnt
					}
					return "bread", nil
				}
			},
			want: `1s  main: burnt`,
		},
		{
			name:  "with a limit of zero the work is never called (WF8)",
			limit: 0,
			dish: func(out io.Writer) task.Func[string] {
				return func(context.Context) (string, error) {
					fmt.Fprintln(out, "called")
					return "tea", nil
				}
			},
			want: `0s  main: timeout!`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				dish, err := waitfor.AtMost(ctx, tc.limit, tc.dish(out))
				fmt.Fprintln(out, "main:", resultText(dish, err))
				return nil
			}, tc.want)
		})
	}
}

// Two guests share one tea. The hasty one waits for it with a limit, and the
// patient one waits after that, without one.
func TestClaimsAboutASharedTea(t *testing.T) {
	for _, tc := range []struct {
		name  string
		limit time.Duration
		hasty func(tea *task.Task[string]) task.Func[string]
		want  string
		why   string
	}{
		{
			name:  "Shield: the tea goes on after the timeout (WF11)",
			limit: time.Second,
			hasty: func(tea *task.Task[string]) task.Func[string] { return tea.Shield },
			want: `
				1s  hasty: timeout!
				3s  tea ready
				3s  patient: tea`,
		},
		{
			name:  "Await: the timeout cancels the tea for everybody (WF18)",
			limit: time.Second,
			hasty: func(tea *task.Task[string]) task.Func[string] { return tea.Await },
			want: `
				1s  hasty: timeout!
				1s  patient: cancelled`,
			why: "the trap: give AtMost the Shield of a task that others await too",
		},
		{
			name:  "with a limit of zero Await is not called, and the tea goes on (WF8)",
			limit: 0,
			hasty: func(tea *task.Task[string]) task.Func[string] { return tea.Await },
			want: `
				0s  hasty: timeout!
				3s  tea ready
				3s  patient: tea`,
			why: "here Python differs: wait_for cancels the task",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				tea := task.Named(ctx, "tea", tea(out))
				cup, err := waitfor.AtMost(ctx, tc.limit, tc.hasty(tea))
				fmt.Fprintln(out, "hasty:", resultText(cup, err))
				cup, err = tea.Await(ctx)
				if errors.Is(err, context.Canceled) {
					cup, err = "cancelled", nil
				}
				fmt.Fprintln(out, "patient:", resultText(cup, err))
				return nil
			}, tc.want)
		})
	}
}

// Which deadline passed? Both errors are a DeadlineExceeded, but only AtMost's
// own clock makes an ErrTimeout.
func TestClaimsAboutTheError(t *testing.T) {
	for _, tc := range []struct {
		name           string
		caller, atMost time.Duration
		want           string
	}{
		{
			name:   "a timeout is a DeadlineExceeded (WF5)",
			caller: time.Hour, atMost: time.Second,
			want: `
				1s  ErrTimeout: true
				1s  DeadlineExceeded: true`,
		},
		{
			name:   "the caller's deadline does not make an ErrTimeout (WF14)",
			caller: time.Second, atMost: time.Hour,
			want: `
				1s  ErrTimeout: false
				1s  DeadlineExceeded: true`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, tc.caller)
				defer cancel()
				_, err := waitfor.AtMost(ctx, tc.atMost, cook(out, "roast", 2*time.Hour))
				fmt.Fprintln(out, "ErrTimeout:", errors.Is(err, waitfor.ErrTimeout))
				fmt.Fprintln(out, "DeadlineExceeded:", errors.Is(err, context.DeadlineExceeded))
				return nil
			}, tc.want)
		})
	}
}

// What the slide says at the end: context.WithTimeoutCause names the deadline.
func TestClaimsAboutWithTimeoutCause(t *testing.T) {
	for _, tc := range []struct {
		name        string
		caller, own time.Duration
		want        string
	}{
		{
			name:   "our own deadline passes first: the cause is our own error (GO1)",
			caller: time.Hour, own: time.Second,
			want: `
				1s  err: context deadline exceeded
				1s  cause: no tea within 1s`,
		},
		{
			name:   "the caller's deadline passes first: the cause is not our error (GO1)",
			caller: time.Second, own: time.Hour,
			want: `
				1s  err: context deadline exceeded
				1s  cause: context deadline exceeded`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, tc.caller)
				defer cancel()
				limit, cancel := context.WithTimeoutCause(ctx, tc.own, errors.New("no tea within 1s"))
				defer cancel()
				<-limit.Done()
				fmt.Fprintln(out, "err:", limit.Err())
				fmt.Fprintln(out, "cause:", context.Cause(limit))
				return nil
			}, tc.want)
		})
	}
}

func tea(out io.Writer) task.Func[string] { return cook(out, "tea", 3*time.Second) }

// resultText is the dish or, if there is none, the error.
func resultText(dish string, err error) string {
	if err != nil {
		return errText(err)
	}
	return dish
}
