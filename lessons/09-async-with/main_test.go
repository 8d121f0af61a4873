package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
	"gosyncio/with"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  stove on
		2s  eggs ready
		3s  stove off
		4s  stove on
		5s  eggs burnt
		6s  stove off
		6s  main hears: burnt
		7s  stove on
		8s  told to stop
		9s  stove off
		9s  main hears: timeout
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

type (
	manager = with.Manager[stove]
	body    = func(ctx context.Context, on stove) error
	using   = func(ctx context.Context, m manager, cook body) error
)

var do using = with.Do

// The slide's claims one by one: main gives a stove and a body some time, and
// says what it hears.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		stove    func(stove) manager
		body     body
		patience time.Duration
		want     string
		why      string
	}{
		"AW1 Exit learns that all is well": {
			stove: curious,
			body:  fry,
			want: `
				1s  stove on
				2s  eggs ready
				2s  exit hears: <nil>
				3s  stove off
				3s  main: <nil>`,
		},
		"AW1 Exit learns of the body's error": {
			stove: curious,
			body:  burn,
			want: `
				1s  stove on
				2s  eggs burnt
				2s  exit hears: burnt
				3s  stove off
				3s  main: burnt`,
		},
		"AW2 after a cancellation Exit may still wait": {
			stove:    curious,
			body:     stew,
			patience: 2 * time.Second,
			want: `
				1s  stove on
				2s  told to stop
				2s  exit hears: context deadline exceeded
				3s  stove off
				3s  main: context deadline exceeded`,
			why: "the body's ctx is dead, but Exit has one that never ends",
		},
		"AW1 Suppress: Exit keeps the body's error to itself": {
			stove: suppressing,
			body:  burn,
			want: `
				1s  stove on
				2s  eggs burnt
				3s  stove off
				3s  main: <nil>`,
		},
		"AW3 who isn't let in needn't go out": {
			stove:    plain,
			body:     fry,
			patience: 500 * time.Millisecond,
			want: `
				500ms  told to stop
				500ms  main: context deadline exceeded`,
			why: "Enter failed: no body and no Exit, so Enter itself must tidy up",
		},
		"AW5 if Exit fails too, main hears both": {
			stove: stuck,
			body:  burn,
			want: `
				1s  stove on
				2s  eggs burnt
				3s  stove off
				3s  main: burnt
				3s  the knob is stuck`,
			why: "errors.Join writes one error per line; errors.Is finds each",
		},
		"AW7 the last one on is the first one off": {
			stove: curious,
			body: func(ctx context.Context, on stove) error {
				return with.Do(ctx, on, fry)
			},
			want: `
				1s  stove on
				2s  stove on
				3s  eggs ready
				4s  stove off
				4s  exit hears: <nil>
				5s  stove off
				5s  main: <nil>`,
			why: "the outer one hears of the end when the inner one is off",
		},
		"AW9 a panic goes on when the stove is off": {
			stove: suppressing,
			body:  func(context.Context, stove) error { panic("grease fire") },
			want: `
				1s  stove on
				2s  stove off
				2s  main: panic: grease fire`,
			why: "Suppress is for errors: no Exit can swallow a panic",
		},
		"AW9 so does a Goexit, as of t.FailNow": {
			stove: curious,
			body:  func(context.Context, stove) error { runtime.Goexit(); return nil },
			want: `
				1s  stove on
				1s  exit hears: task: the function did not return (runtime.Goexit)
				2s  stove off
				2s  main: task: the function did not return (runtime.Goexit)`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, cooking(do, tc.stove, tc.body, cmp.Or(tc.patience, time.Hour)), tc.want)
		})
	}
}

// What the slide says at the end: a plain defer does the same, and not quite.
func TestDefer(t *testing.T) {
	for name, cook := range map[string]body{"fry": fry, "burn": burn, "stew": stew} {
		t.Run(name+" writes the same either way", func(t *testing.T) {
			want, err := twin.Play(t, cooking(do, plain, cook, 5*time.Second))
			require.NoError(t, err)
			twin.Writes(t, cooking(deferring, plain, cook, 5*time.Second), want.String())
		})
	}
	for name, tc := range map[string]struct {
		using using
		want  string
		why   string
	}{
		"AW5 with.Do tells of the knob": {
			using: do,
			want: `
				1s  stove on
				2s  told to stop
				3s  stove off
				3s  main: context deadline exceeded
				3s  the knob is stuck`,
		},
		"AW5 a plain defer loses the error of the cleanup": {
			using: deferring,
			want: `
				1s  stove on
				2s  told to stop
				3s  stove off
				3s  main: context deadline exceeded`,
		},
		"K7 a defer with the body's ctx leaves the stove on": {
			using: careless,
			want: `
				1s  stove on
				2s  told to stop
				2s  told to stop
				2s  main: context deadline exceeded`,
			why: "the ctx that ended the body ends the cleanup as well",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, cooking(tc.using, stuck, stew, 2*time.Second), tc.want)
		})
	}
}

// deferring is with.Do by hand, as the slide writes it.
func deferring(ctx context.Context, m manager, cook body) error {
	on, err := m.Enter(ctx)
	if err != nil {
		return err
	}
	defer m.Exit(context.WithoutCancel(ctx), nil)
	return cook(ctx, on)
}

// careless forgets that its ctx may be over when the cleanup comes.
func careless(ctx context.Context, m manager, cook body) error {
	on, err := m.Enter(ctx)
	if err != nil {
		return err
	}
	defer m.Exit(ctx, nil)
	return cook(ctx, on)
}

// cooking uses one stove, in a task of its own: there a Goexit ends no more
// than the task.
func cooking(use using, choose func(stove) manager, cook body, patience time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		dish := task.Go(ctx, task.NoResult(func(ctx context.Context) (err error) {
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("panic: %v", p)
				}
			}()
			return use(ctx, choose(stove{out}), cook)
		}))
		_, err := dish.Await(ctx)
		fmt.Fprintln(out, "main:", err)
		return nil
	}
}

func plain(s stove) manager       { return s }
func curious(s stove) manager     { return nosy{s} }
func stuck(s stove) manager       { return answering{s, errStuck} }
func suppressing(s stove) manager { return answering{s, with.Suppress} }

var errStuck = errors.New("the knob is stuck")

// An answering stove goes off, and Exit answers.
type answering struct {
	stove
	answer error
}

func (a answering) Exit(ctx context.Context, err error) error {
	return errors.Join(a.stove.Exit(ctx, err), a.answer)
}

// A nosy stove says what Exit hears.
type nosy struct{ stove }

func (n nosy) Exit(ctx context.Context, err error) error {
	fmt.Fprintln(n.out, "exit hears:", err)
	return n.stove.Exit(ctx, err)
}
