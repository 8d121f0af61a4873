package task_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

// logbook is what slog writes to during a test.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// readLog directs slog to a logbook for the time of the test.
func readLog(t *testing.T) *logbook {
	t.Helper()
	before, log := slog.Default(), new(logbook)
	t.Cleanup(func() { slog.SetDefault(before) })
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	return log
}

// T12 differs: a failure that nobody looked at is reported when Run returns,
// and not only when the task is collected.
func TestUnretrievedFailures(t *testing.T) {
	const unseen = "task failed, and its error was never retrieved"
	for _, tc := range []struct {
		name string
		main func(ctx context.Context, toast *task.Task[string])
		want string
		why  string
	}{
		{
			name: "nobody looked: reported when Run returns (T12)",
			main: func(_ context.Context, toast *task.Task[string]) { <-toast.Done() },
			want: unseen,
		},
		{
			name: "Await is a look (T12)",
			main: func(ctx context.Context, toast *task.Task[string]) { toast.Await(ctx) },
		},
		{
			name: "Shield is a look (T12)",
			main: func(ctx context.Context, toast *task.Task[string]) { toast.Shield(ctx) },
		},
		{
			name: "a Shield that gave up before is none (T12)",
			main: func(ctx context.Context, toast *task.Task[string]) {
				ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
				defer cancel()
				toast.Shield(ctx)
				<-toast.Done()
			},
			want: unseen,
		},
		{
			name: "Result is a look (T12)",
			main: func(_ context.Context, toast *task.Task[string]) { <-toast.Done(); toast.Result() },
		},
		{
			name: "Err is a look (T12)",
			main: func(_ context.Context, toast *task.Task[string]) { <-toast.Done(); toast.Err() },
		},
		{
			name: "a look before the end is none (T12)",
			main: func(_ context.Context, toast *task.Task[string]) { toast.Err(); toast.Result(); <-toast.Done() },
			want: unseen,
		},
		{
			name: "Failed, Cancelled and String are none (T12)",
			main: func(_ context.Context, toast *task.Task[string]) {
				<-toast.Done()
				_, _, _ = toast.Failed(), toast.Cancelled(), toast.String()
			},
			want: unseen,
			why:  "W7: to ask whether it failed is not to read the error",
		},
		{
			name: "a cancelled task has not failed (T12)",
			main: func(_ context.Context, toast *task.Task[string]) { toast.Cancel(errFire) },
		},
		{
			name: "one that fails while Run cancels it is reported, and the result kept (R6)",
			main: func(ctx context.Context, _ *task.Task[string]) {
				task.Named(ctx, "eggs", func(ctx context.Context) (string, error) {
					sleep.For(ctx, time.Hour)
					return "", errFire
				})
				synctest.Wait()
			},
			want: "task=eggs",
		},
		{
			name: "one whose clean-up fails while Run cancels it is reported (R6)",
			main: func(ctx context.Context, _ *task.Task[string]) {
				task.Named(ctx, "eggs", func(ctx context.Context) (string, error) {
					<-ctx.Done()
					return "", errors.Join(ctx.Err(), errFire)
				})
				synctest.Wait()
			},
			want: "task=eggs",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			log := readLog(t)
			synctest.Test(t, func(t *testing.T) {
				tea, err := task.Run(t.Context(), func(ctx context.Context) (string, error) {
					toast := task.Named(ctx, "toast", func(ctx context.Context) (string, error) {
						if err := sleep.For(ctx, time.Second); err != nil {
							return "", err
						}
						return "", errBurnt
					})
					tc.main(ctx, toast)
					return "tea", nil
				})
				assert.NoError(t, err)
				assert.Equal(t, "tea", tea)
			})
			assert.Equal(t, min(1, len(tc.want)), strings.Count(log.String(), unseen), tc.why)
			if tc.want != "" {
				assert.Contains(t, log.String(), "level=ERROR")
				assert.Contains(t, log.String(), tc.want)
			}
		})
	}
}

// The oldest task is reported first (T12).
func TestSeveralFailuresAreReportedInOrderOfTheirStart(t *testing.T) {
	log := readLog(t)
	synctest.Test(t, func(t *testing.T) {
		task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
			for i, name := range []string{"toast", "eggs", "tea"} {
				task.Named(ctx, name, burn(time.Duration(3-i)*time.Second))
			}
			return sleep.For(ctx, time.Minute)
		}))
	})
	assert.Regexp(t, `(?s)task=toast err=burnt.*task=eggs err=burnt.*task=tea err=burnt`, log)
}

// Outside a bubble and without a Run: only the collector can tell that nobody
// will ever look (T12).
func TestAFailureIsReportedWhenItsTaskIsCollected(t *testing.T) {
	log := readLog(t)
	func() {
		toast := task.Named(context.Background(), "toast", burn(0))
		<-toast.Done()
	}()
	for !strings.Contains(log.String(), "task=toast err=burnt") {
		runtime.GC() // the test's own deadline ends a vain wait
		runtime.Gosched()
	}
}

// A Run of hours must not keep every task that ever failed (T12).
func TestAFailureDoesNotKeepItsTask(t *testing.T) {
	log := readLog(t)
	inARun(t, func(ctx context.Context) {
		collect(func() *task.Task[string] {
			toast := task.Named(ctx, "croissant", burn(0))
			<-toast.Done()
			return toast
		})
	})
	assert.Equal(t, 1, strings.Count(log.String(), "task=croissant"), "and it is reported once, not twice")
}

func TestATaskDoesNotKeepItsNeighbours(t *testing.T) {
	inARun(t, func(ctx context.Context) {
		first := task.Go(ctx, cook(0, "tea"))
		collect(func() *task.Task[string] {
			second, third := task.Go(ctx, cook(0, "toast")), task.Go(ctx, cook(0, "eggs"))
			for _, dish := range []*task.Task[string]{third, first, second} {
				<-dish.Done()
			}
			return second
		})
		runtime.KeepAlive(first)
	})
}

// inARun calls main under a Run, on the real clock: the collector has no other.
func inARun(t *testing.T, main func(ctx context.Context)) {
	t.Helper()
	task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
		main(ctx)
		return nil
	}))
}

// collect returns when the collector has taken the task that start has made.
func collect(start func() *task.Task[string]) { collectTask(start) }
