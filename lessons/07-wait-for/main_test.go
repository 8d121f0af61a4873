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
		2s  dough hears it, tidies up
		4s  dough: timeout!
		5s  tea: timeout!
		7s  tea ready
		7s  in the cup: tea
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: main has so much patience with this dish, and
// says what it got.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		patience time.Duration
		dish     func(out io.Writer) task.Func[string]
		want     string
		why      string
	}{
		"WF2 what is ready in time comes back at once": {
			patience: 5 * time.Second,
			dish:     tea,
			want: `
				3s  tea ready
				3s  main: tea`,
		},
		"WF3 what fails in time comes back as it is": {
			patience: 5 * time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(context.Context) (string, error) { return "", errBurnt }
			},
			want: `0s  main: burnt`,
		},
		"WF4 it cancels and it waits": {
			patience: time.Second,
			dish:     knead,
			want: `
				1s  dough hears it, tidies up
				3s  main: timeout!`,
			why: "one second of patience, two of tidying up",
		},
		"WF20 who ignores the cancellation is waited for": {
			patience: time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(ctx context.Context) (string, error) {
					time.Sleep(9 * time.Second) // not sleep.For
					return "", ctx.Err()
				}
			},
			want: `9s  main: timeout!`,
			why:  "nothing in Go can stop a function that doesn't look at its ctx",
		},
		"WF6 a value that comes late wins over the clock": {
			patience: time.Second,
			dish: func(io.Writer) task.Func[string] {
				return func(context.Context) (string, error) {
					time.Sleep(9 * time.Second)
					return "bread", nil
				}
			},
			want: `9s  main: bread`,
			why:  "it is there and it is good: nobody throws it away",
		},
		"WF7 so does an error that comes late": {
			patience: time.Second,
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
		"WF8 without patience nobody even starts": {
			patience: 0,
			dish: func(out io.Writer) task.Func[string] {
				return func(context.Context) (string, error) {
					fmt.Fprintln(out, "put the kettle on")
					return "tea", nil
				}
			},
			want: `0s  main: timeout!`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				dish, err := waitfor.AtMost(ctx, tc.patience, tc.dish(out))
				fmt.Fprintln(out, "main:", got(dish, err))
				return nil
			}, tc.want)
		})
	}
}

// Two guests share one tea. The hasty one has so much patience with it, and
// the patient one comes after that.
func TestClaimsAboutASharedTea(t *testing.T) {
	for name, tc := range map[string]struct {
		patience time.Duration
		hasty    func(tea *task.Task[string]) task.Func[string]
		want     string
		why      string
	}{
		"WF11 behind a Shield the tea goes on": {
			patience: time.Second,
			hasty:    func(tea *task.Task[string]) task.Func[string] { return tea.Shield },
			want: `
				1s  hasty: timeout!
				3s  tea ready
				3s  patient: tea`,
		},
		"WF18 Await cancels it for everybody": {
			patience: time.Second,
			hasty:    func(tea *task.Task[string]) task.Func[string] { return tea.Await },
			want: `
				1s  hasty: timeout!
				1s  patient: no tea today`,
			why: "the trap: whoever gives a shared task to AtMost gives its Shield",
		},
		"WF8 without patience nobody looks at the task, and it goes on": {
			patience: 0,
			hasty:    func(tea *task.Task[string]) task.Func[string] { return tea.Await },
			want: `
				0s  hasty: timeout!
				3s  tea ready
				3s  patient: tea`,
			why: "here Python differs: wait_for cancels it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				tea := task.Named(ctx, "tea", tea(out))
				cup, err := waitfor.AtMost(ctx, tc.patience, tc.hasty(tea))
				fmt.Fprintln(out, "hasty:", got(cup, err))
				cup, err = tea.Await(ctx)
				if errors.Is(err, context.Canceled) {
					cup, err = "no tea today", nil
				}
				fmt.Fprintln(out, "patient:", got(cup, err))
				return nil
			}, tc.want)
		})
	}
}

// Whose clock was it? Both errors are a DeadlineExceeded, but only AtMost's own
// clock makes an ErrTimeout.
func TestClaimsAboutTheError(t *testing.T) {
	for name, tc := range map[string]struct {
		limit, patience time.Duration
		want            string
	}{
		"WF5 a timeout is a DeadlineExceeded": {
			limit: time.Hour, patience: time.Second,
			want: `
				1s  ErrTimeout: true
				1s  DeadlineExceeded: true`,
		},
		"WF14 the caller's deadline is no ErrTimeout": {
			limit: time.Second, patience: time.Hour,
			want: `
				1s  ErrTimeout: false
				1s  DeadlineExceeded: true`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			twin.Writes(t, func(ctx context.Context, out io.Writer) error {
				ctx, cancel := context.WithTimeout(ctx, tc.limit)
				defer cancel()
				_, err := waitfor.AtMost(ctx, tc.patience, cook(out, "roast", 2*time.Hour))
				fmt.Fprintln(out, "ErrTimeout:", errors.Is(err, waitfor.ErrTimeout))
				fmt.Fprintln(out, "DeadlineExceeded:", errors.Is(err, context.DeadlineExceeded))
				return nil
			}, tc.want)
		})
	}
}

func tea(out io.Writer) task.Func[string] { return cook(out, "tea", 3*time.Second) }

// got is the dish or, if there's none, what is said about it.
func got(dish string, err error) string {
	if err != nil {
		return said(err)
	}
	return dish
}
