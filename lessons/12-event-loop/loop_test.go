package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
)

// The loop stays small enough to read: loop.go has at most 250 lines, and its
// turn is in main.go. Blank lines do not count.
func TestTheLoopIsShort(t *testing.T) {
	lines := 0
	for line := range strings.Lines(readText(t, "loop.go")) {
		if strings.TrimSpace(line) != "" {
			lines++
		}
	}
	require.LessOrEqual(t, lines, 250)
}

// Each coroutine is a goroutine, and no lock guards what they share. Under -race
// this fails if two run at the same time, or if one does not see what another
// has written.
func TestOnlyOneCoroutineRunsAtATime(t *testing.T) {
	const cooks, dishes = 50, 200
	var running atomic.Int32
	made := 0
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		var all []*Coroutine
		for range cooks {
			all = append(all, co.loop.Spawn("cook", func(co *Coroutine) error {
				for range dishes {
					if n := running.Add(1); n != 1 {
						return fmt.Errorf("%d run at the same time", n)
					}
					before := made
					runtime.Gosched() // another one could run now
					made = before + 1
					running.Add(-1)
					if err := co.Sleep(0); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		return co.Gather(all...)
	})
	require.NoError(t, err)
	require.Equal(t, cooks*dishes, made)
}

// If every coroutine waits for another one, Run does not hang: it returns an
// error that lists them. No coroutine waits for a socket, so a poller makes no
// difference.
func TestDeadlock(t *testing.T) {
	for _, tc := range []struct {
		name string
		main Func
		want string
	}{
		{
			name: "a coroutine awaits itself",
			main: func(co *Coroutine) error { return co.Await(co) },
			want: "deadlock: main waits for main",
		},
		{
			name: "two coroutines await each other",
			main: func(co *Coroutine) error {
				return co.Await(co.loop.Spawn("toast", func(toast *Coroutine) error {
					return toast.Await(co)
				}))
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
		{
			name: "two await each other, and main gathers both",
			main: func(co *Coroutine) error {
				var tea, toast *Coroutine
				tea = co.loop.Spawn("tea", func(co *Coroutine) error { return co.Await(toast) })
				toast = co.loop.Spawn("toast", func(co *Coroutine) error { return co.Await(tea) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for tea and toast, tea waits for toast, toast waits for tea",
		},
		{
			name: "Gather waits for the coroutine that has not ended",
			main: func(co *Coroutine) error {
				tea := co.loop.Spawn("tea", func(*Coroutine) error { return nil })
				toast := co.loop.Spawn("toast", func(toast *Coroutine) error { return toast.Await(co) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.EqualError(t, new(Loop).Run(t.Context(), tc.main), tc.want)
		})
		t.Run(tc.name+", with a poller", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.EqualError(t, (&Loop{Poller: newFakePoller()}).Run(t.Context(), tc.main), tc.want)
			})
		})
		t.Run(tc.name+", after a socket", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.EqualError(t, (&Loop{Poller: newFakePoller(client)}).Run(t.Context(), func(co *Coroutine) error {
					_, err := co.whenReady(client, selector.Read, func() (int, error) { return 0, nil })
					return cmp.Or(err, tc.main(co))
				}), tc.want)
			})
		})
	}
}

// A panic in a coroutine makes Run panic, after the others have been stopped. A
// Goexit, such as t.FailNow, ends the goroutine of Run.
func TestPanic(t *testing.T) {
	for _, tc := range []struct {
		name      string
		leave     func()
		recovered any
	}{
		{name: "panic", leave: func() { panic("fire") }, recovered: "fire"},
		{name: "Goexit", leave: runtime.Goexit},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var recovered any
			var stopped []string
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				defer func() { recovered = recover() }()
				new(Loop).Run(t.Context(), func(co *Coroutine) error {
					for _, dish := range []string{"tea", "toast"} {
						co.loop.Spawn(dish, func(co *Coroutine) error {
							defer func() { stopped = append(stopped, dish) }()
							return co.Sleep(time.Hour)
						})
					}
					if err := co.Sleep(0); err != nil {
						return err
					}
					tc.leave()
					return nil
				})
				stopped = append(stopped, "main goes on")
			}()
			<-ended
			assert.Equal(t, []string{"toast", "tea"}, stopped)
			assert.Equal(t, tc.recovered, recovered)
		})
	}
}

// A coroutine that panics while it is stopped: the others are stopped too.
func TestPanicWhileStopping(t *testing.T) {
	teaStopped := false
	assert.PanicsWithValue(t, "fire", func() {
		new(Loop).Run(t.Context(), func(co *Coroutine) error {
			co.loop.Spawn("tea", func(co *Coroutine) error {
				defer func() { teaStopped = true }()
				return co.Sleep(time.Hour)
			})
			co.loop.Spawn("toast", func(co *Coroutine) error {
				co.Sleep(time.Hour)
				panic("fire")
			})
			return co.Sleep(0)
		})
	})
	assert.True(t, teaStopped)
}

func TestRunEndsWhenItsContextEnds(t *testing.T) {
	errFire := errors.New("fire")
	for _, tc := range []struct {
		name   string
		d      time.Duration
		poller bool
	}{
		{name: "while it waits for a timer", d: time.Hour},
		{name: "while coroutines are ready"},
		{name: "while it waits for the poller", d: time.Hour, poller: true},
		{name: "while coroutines are ready, with a poller", poller: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				start, got := time.Now(), error(nil)
				loop := new(Loop)
				if tc.poller {
					loop.Poller = newFakePoller() // of this bubble
				}
				err := loop.Run(ctx, func(co *Coroutine) error {
					co.loop.Spawn("alarm", func(co *Coroutine) error {
						err := co.Sleep(time.Second / 2)
						go func() {
							time.Sleep(time.Second / 2)
							cancel(errFire)
						}()
						return err
					})
					for got == nil {
						got = co.Sleep(tc.d)
						if tc.d == 0 {
							time.Sleep(time.Millisecond) // work, for the clock
						}
					}
					return got
				})
				require.ErrorIs(t, err, errFire)
				assert.Equal(t, ErrStopped, got)
				assert.InDelta(t, time.Second, time.Since(start), float64(10*time.Millisecond))
			})
		})
	}
}
