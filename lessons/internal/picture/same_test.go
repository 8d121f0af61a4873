package picture_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

// A task and a child of gather log their ends in the same words.
func TestTaskAndGatherSayTheSame(t *testing.T) {
	for what, v := range map[string]any{
		"nothing": nil, "an empty text": "", "a text with quotes": `"green"`, "a text of two lines": "tea\ntoast",
		"what isn't UTF-8": "te\xffa", "a bool": false, "a rune": 'ö', "a float": 1e21, "a complex number": 1 + 2i,
		"an address": uintptr(12), "a func": func() {}, "a map": map[string]int{"eggs": 2}, "an array": [2]int{1, 2},
		"a channel": make(chan int), "an error": errBurnt, "a pointer": &order{"eggs"}, "a text with a type": dish("eggs"),
		"what has methods": grumpy(1), "a nil pointer": (*order)(nil),
	} {
		alike(t, what, func(context.Context) (any, error) { return v, nil }, nil)
	}
	for n := range 100 { // where they cut
		text := strings.Repeat("ö", n)
		alike(t, fmt.Sprint("a value of ", n), func(context.Context) (any, error) { return text, nil }, nil)
		alike(t, fmt.Sprint("an error of ", n), func(context.Context) (any, error) { return nil, errors.New(text) }, nil)
		alike(t, fmt.Sprint("a cause of ", n), obedient, errors.New(text))
	}
	for _, cause := range []error{
		context.Canceled, context.DeadlineExceeded, errBurnt, mute{}, fmt.Errorf("closed: %w", context.Canceled),
		errors.New("two\nlines"),
	} {
		name := fmt.Sprintf("%T", cause)
		alike(t, name+", obeyed", obedient, cause)
		alike(t, name+", returned", func(context.Context) (any, error) { return nil, cause }, nil)
		alike(t, name+", returned as the cause", func(ctx context.Context) (any, error) {
			sleep.For(ctx, time.Hour)
			return nil, context.Cause(ctx)
		}, cause)
		alike(t, name+", not obeyed", func(ctx context.Context) (any, error) { sleep.For(ctx, time.Hour); return "tea", nil }, cause)
		alike(t, name+", but burnt first", func(ctx context.Context) (any, error) { sleep.For(ctx, time.Hour); return nil, errOven }, cause)
	}
}

var errOven = errors.New("the oven is broken")

func obedient(ctx context.Context) (any, error) { return nil, sleep.For(ctx, time.Hour) }

// alike plays f as a task and in a gather, and cancels both with the cause, if
// there is one.
func alike(t *testing.T, what string, f task.Func[any], cause error) {
	t.Helper()
	said := hear(t, func(ctx context.Context) error {
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		dish := task.Named(ctx, "dish", f)
		if cause != nil {
			time.AfterFunc(time.Second, func() { cancel(cause) })
		}
		gather.Outcomes(ctx, f)
		<-dish.Done()
		dish.Err() // or it would be reported
		return nil
	})

	assert.Equal(t, said["dish"], gathered(said), what)
	assert.Contains(t, strings.Join(said["dish"], "\n"), "end: ", what)
}

// gathered is what was said of the only child of a gather, whatever it is
// called.
func gathered(said map[string][]string) []string {
	for name, lines := range said {
		if name != "main" && name != "dish" && name != "" {
			return lines
		}
	}
	return nil
}
