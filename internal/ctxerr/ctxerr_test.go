package ctxerr_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/internal/ctxerr"
)

var (
	errFire     = errors.New("fire in the kitchen")
	errSpilt    = errors.New("spilt")
	errRollback = errors.New("rolling back failed")
)

// several is a type with many branches that isn't errors.Join's.
type several []error

func (several) Error() string     { return "several" }
func (s several) Unwrap() []error { return s }

// detailed says that it is a cancellation, and wraps what it was about.
type detailed struct{ detail error }

func (d detailed) Error() string        { return "gave up: " + d.detail.Error() }
func (d detailed) Is(target error) bool { return target == context.Canceled }
func (d detailed) Unwrap() error        { return d.detail }

// uncomparable can't be compared with ==.
type uncomparable struct{ dishes []string }

func (uncomparable) Error() string { return "uncomparable" }

// innerLimit is a deadline that was set inside the work.
type innerLimit struct{}

func (innerLimit) Error() string        { return "timed out" }
func (innerLimit) Is(target error) bool { return target == context.DeadlineExceeded }
func (innerLimit) Failure()             {}

func ended(cause error) context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	return ctx
}

func expired() context.Context {
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	cancel()
	return ctx
}

func TestClassify(t *testing.T) {
	fire := ended(errFire)
	other := ctxerr.Of(ended(errSpilt))
	for _, tc := range []struct {
		name      string
		ctx       context.Context
		err       error
		cancelled bool
		why       string
	}{
		{name: "no error is no cancellation", ctx: fire},
		{name: "ctx's error is its cancellation (K6)", ctx: fire, err: context.Canceled, cancelled: true},
		{name: "ctx's cause is its cancellation", ctx: fire, err: errFire, cancelled: true},
		{name: "what wraps one of them is its cancellation", ctx: fire, err: fmt.Errorf("no tea: %w", errFire), cancelled: true},
		{name: "what wraps both is its cancellation", ctx: fire, err: fmt.Errorf("%w: %w", context.Canceled, errFire), cancelled: true},
		{name: "what joins both is its cancellation", ctx: fire, err: errors.Join(context.Canceled, errFire), cancelled: true},
		{name: "an error under a live ctx is none (K10)", ctx: context.Background(), err: context.Canceled},
		{name: "a deadline that was not ctx's is none", ctx: fire, err: context.DeadlineExceeded},
		{name: "the error of an expired ctx is its cancellation", ctx: expired(), err: context.DeadlineExceeded, cancelled: true},
		{name: "a limit inside the work is none, although it is a deadline (WF13)", ctx: expired(), err: innerLimit{}},
		{name: "another error is none (K6)", ctx: fire, err: errSpilt},
		{name: "an error joined to ctx's is a failure (K6)", ctx: fire, err: errors.Join(context.Canceled, errRollback)},
		{name: "an error wrapped beside it is a failure (K6)", ctx: fire, err: fmt.Errorf("%w: rolling back: %w", context.Canceled, errRollback)},
		{name: "an error in a branch of any other type is a failure (K6)", ctx: fire, err: several{context.Canceled, errRollback}},
		{name: "an error in a branch further down is a failure (K6)", ctx: fire, err: fmt.Errorf("tea: %w", several{context.Canceled, fmt.Errorf("pot: %w", errRollback)})},
		{name: "branches without an error are nothing", ctx: fire, err: several{nil, nil}},
		{name: "a nil branch does not count", ctx: fire, err: several{nil, context.Canceled}, cancelled: true},
		{
			name: "an error that says by Is that it is a cancellation is one", ctx: fire, err: detailed{errSpilt}, cancelled: true,
			why: "what it unwraps to is a detail of it",
		},
		{
			name: "the cancellation of another task is one", ctx: fire, err: other, cancelled: true,
			why: "in asyncio both are a CancelledError (K9)",
		},
		{name: "a cause that can't be compared is found by its Err", ctx: ended(uncomparable{}), err: context.Canceled, cancelled: true},
		{name: "an error that can't be compared is a failure", ctx: fire, err: uncomparable{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err, cancelled := ctxerr.Classify(tc.ctx, tc.err)
			assert.Equal(t, tc.cancelled, cancelled, tc.why)
			if !tc.cancelled {
				assert.Equal(t, tc.err, err, "it comes back as it is")
				return
			}
			assert.True(t, errors.Is(err, tc.ctx.Err()))
			if _, can := context.Cause(tc.ctx).(uncomparable); !can { // errors.Is compares
				assert.True(t, ctxerr.Matches(err, tc.ctx))
			}
			if _, branches := tc.err.(several); !branches {
				assert.True(t, errors.Is(err, tc.err))
			}
			_, again := ctxerr.Classify(ended(errRollback), err)
			assert.Equal(t, errors.Is(err, context.Canceled), again, "a task around that was cancelled for another cause is cancelled, too")
		})
	}
}

func TestOf(t *testing.T) {
	both := fmt.Errorf("closing time: %w", context.Canceled)
	for _, tc := range []struct {
		name string
		ctx  context.Context
		want string
		is   []error
	}{
		{name: "a ctx that is alive has not ended", ctx: context.Background()},
		{name: "a cause is told beside the error", ctx: ended(errFire), want: "context canceled: fire in the kitchen", is: []error{context.Canceled, errFire}},
		{name: "no cause is told twice", ctx: ended(nil), want: "context canceled", is: []error{context.Canceled}},
		{name: "a cause that tells the error stands alone", ctx: ended(both), want: "closing time: context canceled", is: []error{context.Canceled, both}},
		{name: "a deadline", ctx: expired(), want: "context deadline exceeded", is: []error{context.DeadlineExceeded}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := ctxerr.Of(tc.ctx)
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, tc.want)
			for _, is := range tc.is {
				assert.ErrorIs(t, err, is)
			}
		})
	}
}

func TestIsCancellation(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"Canceled is one", context.Canceled, true},
		{"DeadlineExceeded is one", context.DeadlineExceeded, true},
		{"a cancellation with its cause is one", ctxerr.Of(ended(errFire)), true},
		{"both together are one", errors.Join(context.Canceled, context.DeadlineExceeded), true},
		{"an error beside it is none", fmt.Errorf("%w: %w", context.Canceled, errRollback), false},
		{"an error is none", errFire, false},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, ctxerr.IsCancellation(tc.err)) })
	}
}
