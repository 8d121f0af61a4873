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
		6s  main gets: burnt
		7s  stove on
		8s  cancelled
		9s  stove off
		9s  main gets: timeout
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

type (
	manager = with.Manager[stove]
	body    = func(ctx context.Context, on stove) error
	// A usage is with.Do, or something that a program might write instead.
	usage = func(ctx context.Context, m manager, cook body) error
)

var useDo usage = with.Do

// The slide's claims one by one: main uses this stove for this body, with a
// limit, and prints the error.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name  string
		stove func(stove) manager
		body  body
		limit time.Duration
		want  string
		why   string
	}{
		{
			name:  "the body succeeds: Exit gets nil (AW1)",
			stove: printing,
			body:  fry,
			want: `
				1s  stove on
				2s  eggs ready
				2s  Exit gets: <nil>
				3s  stove off
				3s  main: <nil>`,
		},
		{
			name:  "the body fails: Exit gets its error (AW1)",
			stove: printing,
			body:  burn,
			want: `
				1s  stove on
				2s  eggs burnt
				2s  Exit gets: burnt
				3s  stove off
				3s  main: burnt`,
		},
		{
			name:  "the body is cancelled: Exit may still wait (AW2)",
			stove: printing,
			body:  stew,
			limit: 2 * time.Second,
			want: `
				1s  stove on
				2s  cancelled
				2s  Exit gets: context deadline exceeded
				3s  stove off
				3s  main: context deadline exceeded`,
			why: "the body's ctx is done, but the ctx of Exit is never cancelled",
		},
		{
			name:  "Exit returns Suppress: main does not get the body's error (AW1)",
			stove: suppressing,
			body:  burn,
			want: `
				1s  stove on
				2s  eggs burnt
				3s  stove off
				3s  main: <nil>`,
		},
		{
			name:  "Enter fails: neither the body nor Exit is called (AW3)",
			stove: plain,
			body:  fry,
			limit: 500 * time.Millisecond,
			want: `
				500ms  cancelled
				500ms  main: context deadline exceeded`,
			why: "so an Enter that fails has to clean up after itself",
		},
		{
			name:  "the body and Exit fail: main gets both errors (AW5)",
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
		{
			name:  "the last stove that is turned on is the first to go off (AW7)",
			stove: printing,
			body: func(ctx context.Context, on stove) error {
				return with.Do(ctx, on, fry)
			},
			want: `
				1s  stove on
				2s  stove on
				3s  eggs ready
				4s  stove off
				4s  Exit gets: <nil>
				5s  stove off
				5s  main: <nil>`,
			why: "only the outer Exit prints what it gets",
		},
		{
			name:  "the body panics: Exit runs, and the panic goes on (AW9)",
			stove: suppressing,
			body:  func(context.Context, stove) error { panic("grease fire") },
			want: `
				1s  stove on
				2s  stove off
				2s  main: panic: grease fire`,
			why: "Suppress is for errors: no Exit can stop a panic",
		},
		{
			name:  "the body calls runtime.Goexit, as t.FailNow does: Exit runs (AW9)",
			stove: printing,
			body:  func(context.Context, stove) error { runtime.Goexit(); return nil },
			want: `
				1s  stove on
				1s  Exit gets: task: the function did not return (runtime.Goexit)
				2s  stove off
				2s  main: task: the function did not return (runtime.Goexit)`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, cooking(useDo, tc.stove, tc.body, cmp.Or(tc.limit, time.Hour)), tc.want)
		})
	}
}

// The slide's last claims: a defer does nearly the same as with.Do.
func TestClaimsAboutDefer(t *testing.T) {
	for _, tc := range []struct {
		name string
		body body
	}{
		{"a body that succeeds prints the same with defer", fry},
		{"a body that fails prints the same with defer", burn},
		{"a body that is cancelled prints the same with defer", stew},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want, err := twin.Play(t, cooking(useDo, plain, tc.body, 5*time.Second))
			require.NoError(t, err)
			twin.Writes(t, cooking(useDefer, plain, tc.body, 5*time.Second), want.String())
		})
	}
	for _, tc := range []struct {
		name  string
		usage usage
		want  string
		why   string
	}{
		{
			name:  "with.Do returns the error of the cleanup, too (AW5)",
			usage: useDo,
			want: `
				1s  stove on
				2s  cancelled
				3s  stove off
				3s  main: context deadline exceeded
				3s  the knob is stuck`,
		},
		{
			name:  "a plain defer loses the error of the cleanup (AW5)",
			usage: useDefer,
			want: `
				1s  stove on
				2s  cancelled
				3s  stove off
				3s  main: context deadline exceeded`,
		},
		{
			name:  "a defer with the body's ctx leaves the stove on (K7)",
			usage: useDeferWithDeadCtx,
			want: `
				1s  stove on
				2s  cancelled
				2s  cancelled
				2s  main: context deadline exceeded`,
			why: "the ctx that ended the body ends the cleanup as well",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, cooking(tc.usage, stuck, stew, 2*time.Second), tc.want)
		})
	}
}

// useDefer is with.Do by hand, as the slide writes it.
func useDefer(ctx context.Context, m manager, cook body) error {
	on, err := m.Enter(ctx)
	if err != nil {
		return err
	}
	defer m.Exit(context.WithoutCancel(ctx), nil)
	return cook(ctx, on)
}

// useDeferWithDeadCtx forgets that ctx may be done when the cleanup runs.
func useDeferWithDeadCtx(ctx context.Context, m manager, cook body) error {
	on, err := m.Enter(ctx)
	if err != nil {
		return err
	}
	defer m.Exit(ctx, nil)
	return cook(ctx, on)
}

// cooking uses one stove, in a task of its own: there a Goexit ends only the
// task.
func cooking(use usage, choose func(stove) manager, cook body, limit time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		dish := task.Go(ctx, task.NoResult(func(ctx context.Context) (err error) {
			ctx, cancel := context.WithTimeout(ctx, limit)
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
func printing(s stove) manager    { return printingStove{s} }
func stuck(s stove) manager       { return answeringStove{s, errStuck} }
func suppressing(s stove) manager { return answeringStove{s, with.Suppress} }

var errStuck = errors.New("the knob is stuck")

// An answeringStove goes off, and its Exit returns answer.
type answeringStove struct {
	stove
	answer error
}

func (s answeringStove) Exit(ctx context.Context, err error) error {
	return errors.Join(s.stove.Exit(ctx, err), s.answer)
}

// A printingStove prints the error that its Exit gets.
type printingStove struct{ stove }

func (s printingStove) Exit(ctx context.Context, err error) error {
	fmt.Fprintln(s.out, "Exit gets:", err)
	return s.stove.Exit(ctx, err)
}
