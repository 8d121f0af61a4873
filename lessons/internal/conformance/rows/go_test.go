package rows

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// These rows are shown by Go itself, not by one of the packages.

var errBurnt = errors.New("burnt")

func TestGoOrder(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"a goroutine that must come second waits for the first (L1)", func(t *testing.T) {
			var steps []string // no lock: the channel keeps the order
			laid := make(chan struct{})
			serve := task.Go(t.Context(), task.NoResult(func(context.Context) error {
				<-laid
				steps = append(steps, "serve")
				return nil
			}))
			task.Go(t.Context(), task.NoResult(func(context.Context) error {
				steps = append(steps, "lay the table")
				close(laid)
				return nil
			}))
			<-serve.Done()
			assert.Equal(t, []string{"lay the table", "serve"}, steps)
		}},
		{"two goroutines that alternate pass a token (L2)", func(t *testing.T) {
			var bites []string // no lock: only the goroutine that has the token writes
			tea, toast := make(chan struct{}), make(chan struct{})
			eat := func(dish string, token <-chan struct{}, next chan<- struct{}) task.Func[task.None] {
				return task.NoResult(func(context.Context) error {
					for range 3 {
						<-token
						bites = append(bites, dish)
						select {
						case next <- struct{}{}:
						case <-t.Context().Done():
						}
					}
					return nil
				})
			}
			task.Go(t.Context(), eat("tea", tea, toast))
			task.Go(t.Context(), eat("toast", toast, tea))
			tea <- struct{}{}
			synctest.Wait()
			assert.Equal(t, []string{"tea", "toast", "tea", "toast", "tea", "toast"}, bites)
		}},
		{"what several goroutines change needs a lock (L4)", func(t *testing.T) {
			var mu sync.Mutex
			var all sync.WaitGroup
			eggs := 0
			for range 100 {
				all.Go(func() {
					mu.Lock()
					defer mu.Unlock()
					eggs++
				})
			}
			all.Wait()
			assert.Equal(t, 100, eggs)
		}},
		{"a function that blocks stops no other goroutine (L5)", func(t *testing.T) {
			start := time.Now()
			deaf := task.Go(t.Context(), task.NoResult(func(context.Context) error { time.Sleep(time.Hour); return nil }))
			_, err := waitfor.AtMost(t.Context(), time.Second, deaf.Shield)
			assert.ErrorIs(t, err, waitfor.ErrTimeout)
			assert.Equal(t, time.Second, time.Since(start), "the other task's timer fires in time")
			<-deaf.Done()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}

// courses yields a dish a minute. closed becomes true when the producer's
// deferred function has run: an asynchronous generator has a finally for that.
func courses(ctx context.Context, closed *bool) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		defer func() { *closed = true }()
		for _, dish := range []string{"soup", "fish", "cake"} {
			if err := sleep.For(ctx, time.Minute); err != nil {
				yield("", err)
				return
			}
			if !yield(dish, nil) {
				return
			}
		}
	}
}

func TestGoLoops(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"a range over a function waits for each value and ends with the producer (AF1)", func(t *testing.T) {
			var menu []string
			closed, start := false, time.Now()
			for dish, err := range courses(t.Context(), &closed) {
				assert.NoError(t, err)
				menu = append(menu, dish)
			}
			assert.Equal(t, []string{"soup", "fish", "cake"}, menu)
			assert.Equal(t, 3*time.Minute, time.Since(start))
			assert.True(t, closed)
		}},
		{"body and producer take turns: their times add up (AF2)", func(t *testing.T) {
			closed, start := false, time.Now()
			for range courses(t.Context(), &closed) {
				time.Sleep(time.Hour)
			}
			assert.Equal(t, 3*time.Hour+3*time.Minute, time.Since(start))
		}},
		{"a channel lets body and producer overlap (AF2)", func(t *testing.T) {
			pass, start := make(chan string, 3), time.Now()
			task.Go(t.Context(), task.NoResult(func(ctx context.Context) error {
				defer close(pass)
				closed := false
				for dish := range courses(ctx, &closed) {
					pass <- dish
				}
				return nil
			}))
			for range pass {
				time.Sleep(time.Hour)
			}
			assert.Equal(t, 3*time.Hour+time.Minute, time.Since(start), "producer and body overlap: only the soup costs time")
		}},
		{"the producer's defers run at the break, not later (AF3)", func(t *testing.T) {
			closed := false
			for range courses(t.Context(), &closed) {
				break
			}
			assert.True(t, closed)
		}},
		{"slices.Collect is the comprehension (AF4)", func(t *testing.T) {
			closed := false
			dishes := func(yield func(string) bool) {
				for dish := range courses(t.Context(), &closed) {
					if !yield(strings.ToUpper(dish)) {
						return
					}
				}
			}
			assert.Equal(t, []string{"SOUP", "FISH", "CAKE"}, slices.Collect(dishes))
		}},
		{"two consumers of one producer share a channel (AF6)", func(t *testing.T) {
			pass := make(chan string)
			eat := func(context.Context) (plates int, err error) {
				for range pass {
					plates++
					time.Sleep(time.Second)
				}
				return plates, nil
			}
			tea, toast := task.Go(t.Context(), eat), task.Go(t.Context(), eat)
			for range 10 {
				pass <- "soup"
			}
			close(pass)
			first, _ := tea.Await(t.Context())
			second, _ := toast.Await(t.Context())
			assert.Equal(t, 10, first+second, "each plate goes to one of them")
		}},
		{"an error of the producer comes out at the range (AF8)", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(90*time.Second, func() { cancel(errBurnt) })
			var menu []string
			var last error
			closed := false
			for dish, err := range courses(ctx, &closed) {
				menu, last = append(menu, dish), err
			}
			assert.Equal(t, []string{"soup", ""}, menu)
			assert.ErrorIs(t, last, errBurnt)
		}},
		{"a timeout around a yield ends the producer's waits, not the body (AF9)", func(t *testing.T) {
			dishes := func(yield func(string) bool) {
				_, err := waitfor.AtMost(t.Context(), time.Minute, task.NoResult(func(ctx context.Context) error {
					yield("soup")
					return sleep.For(ctx, time.Hour)
				}))
				assert.ErrorIs(t, err, waitfor.ErrTimeout, "the producer sees the timeout when it waits next")
			}
			for range dishes {
				assert.NoError(t, sleep.For(t.Context(), time.Hour), "the body has another ctx")
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}

func TestGoLines(t *testing.T) {
	const menu = "soup\nfish\ncake" // without a newline at the end
	t.Run("a Scanner takes the newline away (AF7)", func(t *testing.T) {
		var lines []string
		for s := bufio.NewScanner(strings.NewReader(menu)); s.Scan(); {
			lines = append(lines, s.Text())
		}
		assert.Equal(t, []string{"soup", "fish", "cake"}, lines)
	})
	t.Run("ReadString keeps the newline, and the last line comes with io.EOF (AF7)", func(t *testing.T) {
		r := bufio.NewReader(strings.NewReader(menu))
		for range 2 {
			line, err := r.ReadString('\n')
			assert.NoError(t, err)
			assert.Equal(t, "\n", line[len(line)-1:])
		}
		line, err := r.ReadString('\n')
		assert.Equal(t, "cake", line)
		assert.Equal(t, io.EOF, err)
	})
}
