package with_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

// A jar is something that only needs to be closed.
type jar struct {
	lid    error // what open returns
	err    error // what Close returns
	closes int
}

func (j *jar) open(context.Context) (*jar, error) { return j, j.lid }
func (j *jar) Close() error                       { j.closes++; return j.err }

// takes is a body for a jar.
func takes(err error) func(context.Context, *jar) error {
	return func(context.Context, *jar) error { return err }
}

func TestOpen(t *testing.T) {
	for _, tc := range []struct {
		name             string
		lid, body, close error
		want             []error
		closes           int
	}{
		{name: "all goes well (AW1)", closes: 1},
		{name: "open fails: no body, no Close (AW3)", lid: errStuck, want: []error{errStuck}},
		{name: "the body fails: its error itself (AW1)", body: errBurnt, want: []error{errBurnt}, closes: 1},
		{name: "only Close fails: its error itself (AW1)", close: errStuck, want: []error{errStuck}, closes: 1},
		{name: "both fail: both errors are told (AW5)", body: errBurnt, close: errStuck, want: []error{errBurnt, errStuck}, closes: 1},
		{name: "open fails, and Close would as well (AW3)", lid: errBurnt, close: errStuck, want: []error{errBurnt}},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			j, called := &jar{lid: tc.lid, err: tc.close}, false

			err := with.Open(t.Context(), j.open, func(_ context.Context, opened *jar) error {
				called = true
				assert.Same(t, j, opened)
				assert.Zero(t, j.closes, "still open")
				return tc.body
			})

			assert.Equal(t, tc.lid == nil, called)
			assert.Equal(t, tc.closes, j.closes)
			assertTells(t, err, tc.want...)
		})
	}
	for _, tc := range []struct {
		name  string
		leave body
	}{
		{"a panic closes it (AW9)", panics},
		{"a Goexit closes it (AW9)", exits},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			j := &jar{}
			returned, _ := aside(func() {
				with.Open(t.Context(), j.open, func(ctx context.Context, _ *jar) error { return tc.leave(ctx, "") })
			})
			assert.False(t, returned)
			assert.Equal(t, 1, j.closes)
		})
	}
	inBubble(t, "a ctx that is done already opens nothing (K2)", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errFire)
		j := &jar{}
		assert.ErrorIs(t, with.Open(ctx, j.open, takes(nil)), errFire)
		assert.Zero(t, j.closes)
	})
	inBubble(t, "a cancelled body closes it (AW2)", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		j := &jar{}
		err := with.Open(ctx, j.open, func(ctx context.Context, _ *jar) error { return sleep.For(ctx, time.Hour) })
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, j.closes)
	})
}

// A course notes when it is entered and left.
type course struct {
	name   string
	answer error
	notes  *[]string
}

func (c course) Enter(context.Context) (string, error) {
	*c.notes = append(*c.notes, "enter "+c.name)
	return c.name, nil
}

func (c course) Exit(_ context.Context, err error) error {
	note := "exit " + c.name
	if err != nil {
		note += ": " + err.Error()
	}
	*c.notes = append(*c.notes, note)
	return c.answer
}

// dine puts two courses into each other.
func dine(ctx context.Context, notes *[]string, inner error, eat body) error {
	return with.Do(ctx, course{"soup", nil, notes}, func(ctx context.Context, _ string) error {
		return with.Do(ctx, course{"fish", inner, notes}, eat)
	})
}

func TestNested(t *testing.T) {
	for _, tc := range []struct {
		name  string
		inner error // what the inner Exit answers
		eat   body
		want  []string // after both were entered
		why   string
	}{
		{
			name: "the last in is the first out (AW7)",
			eat:  returns(nil),
			want: []string{"exit fish", "exit soup"},
		},
		{
			name: "an error passes through both (AW7)",
			eat:  returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup: the eggs are burnt"},
		},
		{
			name:  "the inner one swallows it, the outer one never hears of it (AW7)",
			inner: with.Suppress, eat: returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup"},
		},
		{
			name:  "the outer one is told of both (AW5)",
			inner: errStuck, eat: returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup: " + errors.Join(errBurnt, errStuck).Error()},
		},
		{
			name:  "a panic passes through both (AW9)",
			inner: with.Suppress, eat: panics,
			want: []string{"exit fish: " + task.ErrExited.Error(), "exit soup: " + task.ErrExited.Error()},
			why:  "what the inner one answers changes nothing",
		},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			var notes []string
			aside(func() { dine(t.Context(), &notes, tc.inner, tc.eat) })
			assert.Equal(t, append([]string{"enter soup", "enter fish"}, tc.want...), notes, tc.why)
		})
	}
}

// A lock has room for one. There is nothing to get from it but the right to go
// on.
type lock chan struct{}

func (l lock) Enter(ctx context.Context) (task.None, error) {
	select {
	case l <- struct{}{}:
		return task.None{}, nil
	case <-ctx.Done():
		return task.None{}, sleep.For(ctx, 0)
	}
}

func (l lock) Exit(context.Context, error) error { <-l; return nil }

func TestLock(t *testing.T) {
	for _, tc := range []struct {
		name  string
		leave body
	}{
		{"a return releases it (AW8)", returns(nil)},
		{"an error releases it (AW8)", returns(errBurnt)},
		{"a cancellation releases it (AW8)", fries(time.Hour)},
		{"a panic releases it (AW8)", panics},
		{"a Goexit releases it (AW8)", exits},
	} {
		inBubble(t, tc.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			pan := make(lock, 1)
			aside(func() {
				with.Do(ctx, pan, func(ctx context.Context, _ task.None) error {
					assert.Len(t, pan, 1, "taken")
					return tc.leave(ctx, "")
				})
			})
			assert.Empty(t, pan, "free again")
		})
	}
}
