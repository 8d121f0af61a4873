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
	for name, tc := range map[string]struct {
		lid, body, close error
		want             []error
		closes           int
	}{
		"AW1 all goes well":                       {closes: 1},
		"AW3 open fails: no body, no Close":       {lid: errStuck, want: []error{errStuck}},
		"AW1 the body fails: its error itself":    {body: errBurnt, want: []error{errBurnt}, closes: 1},
		"AW1 only Close fails: its error itself":  {close: errStuck, want: []error{errStuck}, closes: 1},
		"AW5 both fail: both errors are told":     {body: errBurnt, close: errStuck, want: []error{errBurnt, errStuck}, closes: 1},
		"AW3 open fails, and Close would as well": {lid: errBurnt, close: errStuck, want: []error{errBurnt}},
	} {
		inBubble(t, name, func(t *testing.T) {
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
	for name, leave := range map[string]body{
		"AW9 a panic closes it":  panics,
		"AW9 a Goexit closes it": exits,
	} {
		inBubble(t, name, func(t *testing.T) {
			j := &jar{}
			returned, _ := aside(func() {
				with.Open(t.Context(), j.open, func(ctx context.Context, _ *jar) error { return leave(ctx, "") })
			})
			assert.False(t, returned)
			assert.Equal(t, 1, j.closes)
		})
	}
	inBubble(t, "K2 a ctx that is done already opens nothing", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errFire)
		j := &jar{}
		assert.ErrorIs(t, with.Open(ctx, j.open, takes(nil)), errFire)
		assert.Zero(t, j.closes)
	})
	inBubble(t, "AW2 a cancelled body closes it", func(t *testing.T) {
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

func TestAW7Nested(t *testing.T) {
	for name, tc := range map[string]struct {
		inner error // what the inner Exit answers
		eat   body
		want  []string // after both were entered
		why   string
	}{
		"AW7 the last in is the first out": {
			eat:  returns(nil),
			want: []string{"exit fish", "exit soup"},
		},
		"AW7 an error passes through both": {
			eat:  returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup: the eggs are burnt"},
		},
		"AW7 the inner one swallows it, the outer one never hears of it": {
			inner: with.Suppress, eat: returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup"},
		},
		"AW5 the outer one is told of both": {
			inner: errStuck, eat: returns(errBurnt),
			want: []string{"exit fish: the eggs are burnt", "exit soup: " + errors.Join(errBurnt, errStuck).Error()},
		},
		"AW9 a panic passes through both": {
			inner: with.Suppress, eat: panics,
			want: []string{"exit fish: " + task.ErrExited.Error(), "exit soup: " + task.ErrExited.Error()},
			why:  "what the inner one answers changes nothing",
		},
	} {
		inBubble(t, name, func(t *testing.T) {
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

func TestAW8Lock(t *testing.T) {
	for name, leave := range map[string]body{
		"AW8 a return releases it":       returns(nil),
		"AW8 an error releases it":       returns(errBurnt),
		"AW8 a cancellation releases it": fries(time.Hour),
		"AW8 a panic releases it":        panics,
		"AW8 a Goexit releases it":       exits,
	} {
		inBubble(t, name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			pan := make(lock, 1)
			aside(func() {
				with.Do(ctx, pan, func(ctx context.Context, _ task.None) error {
					assert.Len(t, pan, 1, "taken")
					return leave(ctx, "")
				})
			})
			assert.Empty(t, pan, "free again")
		})
	}
}
