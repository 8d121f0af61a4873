package picture_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

// A play is what f does as a task and as a child of gather, both cancelled with
// the cause, if there is one.
type play struct {
	name  string
	f     task.Func[any]
	cause error
}

// A task and a child of gather log their ends in the same words.
func TestTaskAndGatherSayTheSame(t *testing.T) {
	var plays []play
	for what, v := range map[string]any{
		"nothing": nil, "an empty text": "", "a text with quotes": `"green"`, "a text of two lines": "tea\ntoast",
		"what isn't UTF-8": "te\xffa", "a bool": false, "a rune": 'ö', "a float": 1e21, "a complex number": 1 + 2i,
		"an address": uintptr(12), "a func": func() {}, "a map": map[string]int{"eggs": 2}, "an array": [2]int{1, 2},
		"a channel": make(chan int), "an error": errBurnt, "a pointer": &order{"eggs"}, "a text with a type": dish("eggs"),
		"what has methods": grumpy(1), "a nil pointer": (*order)(nil),
	} {
		plays = append(plays, play{what, func(context.Context) (any, error) { return v, nil }, nil})
	}
	for n := range 100 { // where they cut
		text := strings.Repeat("ö", n)
		plays = append(plays,
			play{fmt.Sprint("a value of ", n), func(context.Context) (any, error) { return text, nil }, nil},
			play{fmt.Sprint("an error of ", n), func(context.Context) (any, error) { return nil, errors.New(text) }, nil},
			play{fmt.Sprint("a cause of ", n), obedient, errors.New(text)})
	}
	for _, cause := range []error{
		context.Canceled, context.DeadlineExceeded, errBurnt, mute{}, fmt.Errorf("closed: %w", context.Canceled),
		errors.New("two\nlines"),
	} {
		name := fmt.Sprintf("%T", cause)
		plays = append(plays,
			play{name + ", obeyed", obedient, cause},
			play{name + ", returned", func(context.Context) (any, error) { return nil, cause }, nil},
			play{name + ", returned as the cause", func(ctx context.Context) (any, error) {
				sleep.For(ctx, time.Hour)
				return nil, context.Cause(ctx)
			}, cause},
			play{name + ", not obeyed", func(ctx context.Context) (any, error) { sleep.For(ctx, time.Hour); return "tea", nil }, cause},
			play{name + ", but burnt first", func(ctx context.Context) (any, error) { sleep.For(ctx, time.Hour); return nil, errOven }, cause})
	}
	alike(t, plays)
}

var errOven = errors.New("the oven is broken")

func obedient(ctx context.Context) (any, error) { return nil, sleep.For(ctx, time.Hour) }

// alike plays all of them in one trace, one after the other.
func alike(t *testing.T, plays []play) {
	t.Helper()
	said := hear(t, func(ctx context.Context) error {
		for _, p := range plays {
			asTaskAndGathered(ctx, p)
		}
		return nil
	})

	dishes, children := lives(said["dish"]), lives(gathered(said))
	require.Len(t, dishes, len(plays))
	require.Len(t, children, len(plays))
	for i, p := range plays {
		assert.Equal(t, dishes[i], children[i], p.name)
		assert.Contains(t, strings.Join(dishes[i], "\n"), "end: ", p.name)
	}
}

func asTaskAndGathered(ctx context.Context, p play) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	dish := task.Named(ctx, "dish", p.f)
	if p.cause != nil {
		time.AfterFunc(time.Second, func() { cancel(p.cause) })
	}
	gather.Outcomes(ctx, func(ctx context.Context) (any, error) { return p.f(ctx) }) // of one name in all plays
	<-dish.Done()
	dish.Err()      // or it would be reported
	synctest.Wait() // for their last words
}

// gathered is what was said of the children of a gather, which have one name,
// whatever it is.
func gathered(said map[string][]string) []string {
	for name, lines := range said {
		if name != "main" && name != "dish" && name != "" {
			return lines
		}
	}
	return nil
}

// lives divides what was said by tasks of one name.
func lives(lines []string) (lives [][]string) {
	for _, line := range lines {
		if line == "start" || len(lives) == 0 {
			lives = append(lives, nil)
		}
		last := &lives[len(lives)-1]
		*last = append(*last, line)
	}
	return lives
}
