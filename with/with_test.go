package with_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

var (
	errFire  = errors.New("fire in the kitchen")
	errBurnt = errors.New("the eggs are burnt")
	errStuck = errors.New("the knob is stuck")
)

// A stove is a Manager that notes what is done to it.
type stove struct {
	enter  error         // what Enter returns
	answer error         // what Exit returns
	cools  time.Duration // how long Exit takes
	enters int
	exits  []error // what Exit was told, each time
	ctx    context.Context
}

func (s *stove) Enter(ctx context.Context) (string, error) {
	s.enters++
	return "flame", s.enter
}

func (s *stove) Exit(ctx context.Context, err error) error {
	s.exits = append(s.exits, err)
	s.ctx = ctx
	if err := sleep.For(ctx, s.cools); err != nil {
		return err
	}
	return s.answer
}

// body is what Do calls.
type body = func(ctx context.Context, flame string) error

// returns is a body that has nothing to do.
func returns(err error) body {
	return func(context.Context, string) error { return err }
}

// fries is a body that takes d and looks at its ctx.
func fries(d time.Duration) body {
	return func(ctx context.Context, _ string) error { return sleep.For(ctx, d) }
}

func panics(context.Context, string) error { panic("grease fire") }
func exits(context.Context, string) error  { runtime.Goexit(); return nil }

// aside calls f on a goroutine of its own, waits for the goroutine's end, and
// reports whether f returned and what it panicked with.
func aside(f func()) (returned bool, panicked any) {
	left := make(chan struct{})
	go func() {
		defer close(left)
		defer func() { panicked = recover() }()
		f()
		returned = true
	}()
	<-left
	return returned, panicked
}

// inBubble plays a scene in virtual time.
func inBubble(t *testing.T, name string, scene func(t *testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, scene) })
}

// assertTells checks that err is nothing but want: nil for none, the very error
// for one, all of them joined for more.
func assertTells(t *testing.T, err error, want ...error) {
	t.Helper()
	switch len(want) {
	case 0:
		assert.NoError(t, err)
	case 1:
		assert.Same(t, want[0], err)
	default:
		assert.Equal(t, errors.Join(want...), err)
	}
}

func TestWhatExitAnswers(t *testing.T) {
	for _, tc := range []struct {
		name         string
		body, answer error
		want         []error
	}{
		{name: "all went well (AW1)"},
		{name: "nothing to swallow (AW1)", answer: with.Suppress},
		{name: "nothing to swallow, and said with a reason (AW1)", answer: fmt.Errorf("never mind: %w", with.Suppress)},
		{name: "only the cleanup failed: its error itself (AW1)", answer: errStuck, want: []error{errStuck}},
		{name: "nil lets the body's error pass (AW1)", body: errBurnt, want: []error{errBurnt}},
		{name: "Suppress swallows it (AW1)", body: errBurnt, answer: with.Suppress},
		{name: "Suppress with a reason swallows it (AW1)", body: errBurnt, answer: fmt.Errorf("never mind: %w", with.Suppress)},
		{name: "both failed: both are told (AW5)", body: errBurnt, answer: errStuck, want: []error{errBurnt, errStuck}},
		{name: "the body's Suppress is an error like any (AW1)", body: with.Suppress, want: []error{with.Suppress}},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			s := &stove{answer: tc.answer}

			err := with.Do(t.Context(), s, returns(tc.body))

			assert.Equal(t, []error{tc.body}, s.exits, "one Exit, and it is told the truth")
			assertTells(t, err, tc.want...)
		})
	}
}

func TestTheBodyGetsWhatEnterGot(t *testing.T) {
	inBubble(t, "the body has the value and the caller's ctx (AW1)", func(t *testing.T) {
		s := &stove{}
		ctx := t.Context()
		err := with.Do(ctx, s, func(inside context.Context, flame string) error {
			assert.Equal(t, "flame", flame)
			assert.Equal(t, ctx, inside)
			assert.Empty(t, s.exits, "still burning")
			return nil
		})
		assert.NoError(t, err)
		assert.Equal(t, 1, s.enters)
	})
}

func TestNotEntered(t *testing.T) {
	never := func(t *testing.T) body {
		return func(context.Context, string) error {
			t.Error("the body was called")
			return nil
		}
	}
	inBubble(t, "Enter fails: no body, no Exit, the very error (AW3)", func(t *testing.T) {
		s := &stove{enter: errStuck, answer: with.Suppress}
		assert.Same(t, errStuck, with.Do(t.Context(), s, never(t)))
		assert.Empty(t, s.exits)
	})
	inBubble(t, "Enter is cancelled while it waits: no Exit (AW3)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errFire) })
		s := &slowStove{}
		err := with.Do(ctx, s, never(t))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, errFire)
		assert.Empty(t, s.exits)
	})
	for _, tc := range []struct {
		name   string
		leaves func()
	}{
		{"Enter panics: no Exit (AW3)", func() { panic("gas leak") }},
		{"Enter exits: no Exit (AW3)", runtime.Goexit},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			s := &eventful{meanwhile: tc.leaves}
			returned, _ := aside(func() { with.Do(t.Context(), s, never(t)) })
			assert.False(t, returned)
			assert.Empty(t, s.exits)
		})
	}
	inBubble(t, "a ctx that is done already enters nothing (K2)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errFire)
		s := &stove{answer: with.Suppress}
		err := with.Do(ctx, s, never(t))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, errFire)
		assert.Zero(t, s.enters)
		assert.Empty(t, s.exits)
	})
	inBubble(t, "a ctx that ends just after Enter has succeeded: body and Exit (AW3)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		s := &eventful{meanwhile: func() { cancel(errFire) }}
		err := with.Do(ctx, s, fries(0))
		assert.ErrorIs(t, err, errFire, "the body found out")
		assert.Equal(t, []error{err}, s.exits)
	})
}

// A slowStove takes an hour to light.
type slowStove struct{ stove }

func (s *slowStove) Enter(ctx context.Context) (string, error) {
	return "", sleep.For(ctx, time.Hour)
}

// An eventful stove has something happen while it is lit.
type eventful struct {
	stove
	meanwhile func()
}

func (s *eventful) Enter(context.Context) (string, error) {
	s.meanwhile()
	return "flame", nil
}

// Exit swallows the body's error, and has one of its own.
func TestSuppressBesideAnError(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer error
		want   error
	}{
		{"Suppress alone swallows the body's error (AW1)", with.Suppress, nil},
		{"Suppress in other words swallows the body's error (AW1)", fmt.Errorf("never mind: %w", with.Suppress), nil},
		{"an error joined to it comes back (AW5)", errors.Join(with.Suppress, errStuck), errStuck},
		{"an error joined to it comes back, in any order (AW5)", errors.Join(errStuck, with.Suppress), errStuck},
		{"an error wrapped beside it comes back (AW5)", fmt.Errorf("%w: %w", with.Suppress, errStuck), errStuck},
		{"an error further down comes back (AW5)", fmt.Errorf("off: %w", errors.Join(with.Suppress, errStuck)), errStuck},
	} {
		for _, body := range []error{errBurnt, nil} {
			inBubble(t, fmt.Sprint(tc.name, ", the body returned ", body), func(t *testing.T) {
				err := with.Do(t.Context(), &stove{answer: tc.answer}, returns(body))
				assert.Equal(t, tc.want, err)
				assert.NotErrorIs(t, err, with.Suppress)
			})
		}
	}
}

func TestTheBodyNeverReturns(t *testing.T) {
	for _, tc := range []struct {
		name     string
		body     body
		panicked any
	}{
		{name: "a panic goes on", body: panics, panicked: "grease fire"},
		{name: "a Goexit goes on", body: exits},
	} {
		for _, exit := range []struct {
			name   string
			answer error
		}{
			{"Exit returns nil", nil},
			{"Exit would suppress it", with.Suppress},
			{"Exit fails", errStuck},
		} {
			inBubble(t, tc.name+", after one Exit, although "+exit.name+" (AW9)", func(t *testing.T) {
				s := &stove{answer: exit.answer, cools: time.Minute}
				returned, panicked := aside(func() { with.Do(t.Context(), s, tc.body) })
				assert.False(t, returned)
				assert.Equal(t, tc.panicked, panicked)
				assert.Equal(t, []error{task.ErrExited}, s.exits)
			})
		}
	}
	inBubble(t, "a task around it ends with ErrExited, whatever Exit says (AW9)", func(t *testing.T) {
		s := &stove{answer: with.Suppress}
		frying := task.Go(t.Context(), task.NoResult(func(ctx context.Context) error {
			return with.Do(ctx, s, exits)
		}))
		_, err := frying.Await(t.Context())
		assert.ErrorIs(t, err, task.ErrExited)
		assert.Len(t, s.exits, 1)
	})
}

var nilCtx context.Context

func TestNil(t *testing.T) {
	for _, tc := range []struct {
		name string
		call func(ctx context.Context) error
	}{
		{"with: Do: ctx is nil", func(context.Context) error { return with.Do(nilCtx, &stove{}, returns(nil)) }},
		{"with: Open: ctx is nil", func(context.Context) error { return with.Open(nilCtx, (&jar{}).open, takes(nil)) }},
		{"with: Do: m is nil", func(ctx context.Context) error { return with.Do(ctx, nil, returns(nil)) }},
		{"with: Do: body is nil", func(ctx context.Context) error { return with.Do(ctx, &stove{}, nil) }},
		{"with: Open: open is nil", func(ctx context.Context) error { return with.Open(ctx, nil, takes(nil)) }},
		{"with: Open: body is nil", func(ctx context.Context) error { return with.Open(ctx, (&jar{}).open, nil) }},
	} {
		assert.PanicsWithValue(t, tc.name, func() { tc.call(t.Context()) })
	}
}
