package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	internal "gosyncio/internal/scope"
	"gosyncio/waitfor"
)

// boom is an error of the program's own: a leaf, a rollback, an enter, an exit
// or a panic raises it.
type boom string

func (b boom) Error() string { return string(b) }

// both is an error of two, as a library may define it.
type both struct{ first, second error }

func (b *both) Error() string   { return b.first.Error() + ", and " + b.second.Error() }
func (b *both) Unwrap() []error { return []error{b.first, b.second} }

// aborted is a cancellation with a detail, as some libraries define it: Is says
// that it is context.Canceled, and Unwrap returns the detail.
type aborted struct{ detail error }

func (a *aborted) Error() string        { return "aborted: " + a.detail.Error() }
func (a *aborted) Unwrap() error        { return a.detail }
func (a *aborted) Is(target error) bool { return target == context.Canceled }

// wraps are the ways in which a rollback puts errors together.
var wraps = []string{"fmt", "join", "type", "swap", "is"}

// beside puts err and an error of one's own together.
func beside(wrap string, err error, own boom) error {
	switch wrap {
	case "join":
		return errors.Join(err, own)
	case "type":
		return &both{err, own}
	case "swap":
		return fmt.Errorf("%w, after %w", own, err)
	case "is":
		return errors.Join(annotated(wrap, err), own)
	default:
		return fmt.Errorf("%w: rolling back: %w", err, own)
	}
}

// annotated adds to err nothing but words: what it was, it is still.
func annotated(wrap string, err error) error {
	switch {
	case wrap == "is" && label(err) == "cancelled":
		return &aborted{errors.New("the connection was reset")}
	case wrap == "join":
		return errors.Join(err)
	case wrap == "type":
		return &both{fmt.Errorf("once: %w", err), err}
	default:
		return fmt.Errorf("rolled back: %w", err)
	}
}

// label names what err holds, each once, in the order in which it is wrapped:
// "cancelled&e3late". A cancellation and its cause are one.
func label(err error) string { return strings.Join(labels(err), "&") }

func labels(err error) (found []string) {
	if own, ok := err.(boom); ok {
		return []string{string(own)}
	}
	if multi, ok := err.(interface{ Unwrap() []error }); ok {
		for _, branch := range multi.Unwrap() {
			for _, l := range labels(branch) {
				if !slices.Contains(found, l) {
					found = append(found, l)
				}
			}
		}
		return found
	}
	if inner := errors.Unwrap(err); inner != nil && !itself(err) {
		return labels(inner)
	}
	switch {
	case errors.Is(err, waitfor.ErrTimeout):
		return []string{"timeout"}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), err == internal.ErrMainReturned:
		return []string{"cancelled"}
	default:
		return []string{"unexpected: " + err.Error()}
	}
}

// itself reports whether err says that it is a cancellation, whatever it wraps.
func itself(err error) bool {
	is, ok := err.(interface{ Is(error) bool })
	return ok && (is.Is(context.Canceled) || is.Is(context.DeadlineExceeded))
}
