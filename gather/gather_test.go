package gather_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

var (
	errBurnt = errors.New("burnt")
	errSpilt = errors.New("spilt")
)

// cook has the dish ready after d.
func cook[T any](d time.Duration, dish T) task.Func[T] {
	return func(ctx context.Context) (T, error) { return sleep.Then(ctx, d, dish) }
}

// spoil fails with err after d.
func spoil(d time.Duration, err error) task.Func[string] {
	return func(ctx context.Context) (string, error) {
		if cut := sleep.For(ctx, d); cut != nil {
			return "", cut
		}
		return "", err
	}
}

func exit(context.Context) (string, error) {
	runtime.Goexit()
	return "unreachable", nil
}

// bubble is a subtest in virtual time.
func bubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
}

// A gathering is one of the four functions, brought to one shape: two dishes are
// wanted, and after an error there are none.
type gathering = func(ctx context.Context, tea, toast task.Func[string]) ([]string, error)

var gatherers = []struct {
	name string
	call gathering
}{
	{"All", func(ctx context.Context, tea, toast task.Func[string]) ([]string, error) {
		return gather.All(ctx, tea, toast)
	}},
	{"Outcomes", func(ctx context.Context, tea, toast task.Func[string]) (dishes []string, err error) {
		outcomes, err := gather.Outcomes(ctx, tea, toast)
		for _, o := range outcomes {
			dishes = append(dishes, o.Value)
		}
		return dishes, err
	}},
	{"Two", func(ctx context.Context, tea, toast task.Func[string]) ([]string, error) {
		a, b, err := gather.Two(ctx, tea, toast)
		return served(a, b), err
	}},
	{"Three", func(ctx context.Context, tea, toast task.Func[string]) ([]string, error) {
		a, b, c, err := gather.Three(ctx, tea, toast, cook(0, ""))
		return served(a, b, c), err
	}},
}

// everyWay makes one claim about each of the four.
func everyWay(t *testing.T, claim string, f func(t *testing.T, call gathering)) {
	t.Helper()
	t.Run(claim, func(t *testing.T) {
		for _, g := range gatherers {
			bubble(t, g.name, func(t *testing.T) { f(t, g.call) })
		}
	})
}

// served leaves out the plates that came back empty.
func served(dishes ...string) (full []string) {
	for _, dish := range dishes {
		if dish != "" {
			full = append(full, dish)
		}
	}
	return full
}

func TestAll(t *testing.T) {
	for _, tc := range []struct {
		name string
		fs   []task.Func[string]
		took time.Duration
		want []string
		err  error // the very value
		why  string
	}{
		{
			name: "no functions give an empty slice at once (G1)",
			want: []string{},
		},
		{
			name: "values come in the order of the arguments, whichever is ready first (G3)",
			fs: []task.Func[string]{
				cook(3*time.Minute, "tea"), cook(time.Minute, "toast"), cook(2*time.Minute, "eggs"),
			},
			took: 3 * time.Minute, want: []string{"tea", "toast", "eggs"},
		},
		{
			name: "the first error comes back at once, without values (G7)",
			fs: []task.Func[string]{
				cook(time.Second, "eggs"), cook(time.Hour, "tea"), spoil(time.Minute, errBurnt),
			},
			took: time.Minute, err: errBurnt,
		},
		{
			name: "the second error is lost (G8)",
			fs:   []task.Func[string]{spoil(time.Hour, errSpilt), spoil(time.Minute, errBurnt)},
			took: time.Minute, err: errBurnt,
			why: "first in time, not in the order of the arguments",
		},
		{
			name: "a context.Canceled under a live ctx is an error like any other (K10)",
			fs:   []task.Func[string]{cook(time.Hour, "tea"), spoil(time.Minute, context.Canceled)},
			took: time.Minute, err: context.Canceled,
		},
		{
			name: "Goexit counts as an error, and nobody hangs",
			fs:   []task.Func[string]{cook(time.Hour, "tea"), exit},
			took: 0, err: task.ErrExited,
		},
	} {
		bubble(t, tc.name, func(t *testing.T) {
			start := time.Now()
			got, err := gather.All(t.Context(), tc.fs...)
			assert.Equal(t, tc.took, time.Since(start), tc.why)
			assert.Equal(t, tc.want, got, tc.why)
			assertSame(t, tc.err, err)
		})
	}
}

// assertSame wants the error itself, not one that wraps it.
func assertSame(t *testing.T, want, got error) {
	t.Helper()
	if want == nil {
		assert.NoError(t, got)
		return
	}
	assert.True(t, want == got, "got %v, want %v itself (G20)", got, want)
}

func TestTheErrorItself(t *testing.T) {
	bubble(t, "what comes back is the very error that the function returned (G20)", func(t *testing.T) {
		own := fmt.Errorf("toast: %w", errBurnt)
		burn := func(context.Context) (string, error) { return "", own }
		_, err := gather.All(t.Context(), burn)
		assert.Same(t, own, err)
		outcomes, err := gather.Outcomes(t.Context(), burn)
		assert.NoError(t, err)
		assert.Same(t, own, outcomes[0].Err)
	})
}

func TestSiblings(t *testing.T) {
	bubble(t, "the siblings cook on under the caller's ctx (G7)", func(t *testing.T) {
		start, ready := time.Now(), make(chan error, 1)
		tea := func(ctx context.Context) (string, error) {
			err := sleep.For(ctx, time.Hour)
			ready <- err
			return "tea", err
		}

		_, err := gather.All(t.Context(), tea, spoil(time.Minute, errBurnt))
		assertSame(t, errBurnt, err)
		assert.Equal(t, time.Minute, time.Since(start))

		assert.NoError(t, <-ready, "nobody cancelled the tea")
		assert.Equal(t, time.Hour, time.Since(start))
	})
	bubble(t, "what they return, nobody hears of (G8)", func(t *testing.T) {
		logged := capture(t)
		_, err := task.Run(t.Context(), func(ctx context.Context) (string, error) {
			eggs := task.Go(ctx, spoil(2*time.Minute, errSpilt)) // alone, Run would report it
			gather.All(ctx, eggs.Await, spoil(3*time.Minute, errSpilt), spoil(time.Minute, errBurnt))
			return sleep.Then(ctx, time.Hour, "peace")
		})
		assert.NoError(t, err)
		assert.Empty(t, logged.String(), "the first error, which was dropped here, is not reported (G25)")
	})
	bubble(t, "a cancel after the gather has failed changes nothing (G16)", func(t *testing.T) {
		tea := task.Go(t.Context(), cook(time.Hour, "tea"))
		breakfast := task.Go(t.Context(), func(ctx context.Context) ([]string, error) {
			return gather.All(ctx, tea.Shield, spoil(time.Minute, errBurnt))
		})
		_, err := breakfast.Await(t.Context())
		assertSame(t, errBurnt, err)

		assert.False(t, breakfast.Cancel(errFire))

		assertSame(t, errBurnt, breakfast.Err())
		dish, err := tea.Await(t.Context())
		assert.NoError(t, err)
		assert.Equal(t, "tea", dish)
	})
	bubble(t, "differs: without a Shield the siblings end with the task that gathered them (G16)", func(t *testing.T) {
		tea := task.Go(t.Context(), cook(time.Hour, "tea"))
		breakfast := task.Go(t.Context(), func(ctx context.Context) ([]string, error) {
			return gather.All(ctx, tea.Await, spoil(time.Minute, errBurnt))
		})
		start := time.Now()
		_, err := breakfast.Await(t.Context())
		assertSame(t, errBurnt, err)
		<-tea.Done()
		assert.Equal(t, time.Minute, time.Since(start))
		assert.True(t, tea.Cancelled())
	})
	bubble(t, "50 that fail leave no goroutine", func(t *testing.T) {
		fs := make([]task.Func[string], 50)
		for i := range fs {
			fs[i] = spoil(time.Duration(i+1)*time.Minute, errBurnt)
		}
		_, err := gather.All(t.Context(), fs...)
		assertSame(t, errBurnt, err)
		synctest.Wait()
		assert.Equal(t, 49, goroutines(), "the first has gone")

		time.Sleep(49 * time.Minute)
		synctest.Wait()
		assert.Zero(t, goroutines())
	})
}

// goroutines counts those that a gather has started.
func goroutines() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return strings.Count(string(stacks), "gather.start[...].func1(")
}

// capture collects what is logged from here to the end of the test.
func capture(t *testing.T) *bytes.Buffer {
	logged := new(bytes.Buffer)
	before, flags := slog.Default(), log.Flags()
	slog.SetDefault(slog.New(slog.NewTextHandler(logged, nil)))
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetOutput(os.Stderr) // which SetDefault doesn't give back
		log.SetFlags(flags)
	})
	return logged
}
