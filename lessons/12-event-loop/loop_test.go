package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// An event loop of our own in 250 lines; its turn is in main.go.
func TestItIsShort(t *testing.T) {
	text, err := os.ReadFile("loop.go")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the source isn't here")
	}
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(text), "\n"), 250)
}

// Each coroutine is a goroutine, and nothing guards what they share: under
// -race this would fail if two ran at once, or if one couldn't see what the
// others did.
func TestOnlyOneRunsAtATime(t *testing.T) {
	const cooks, dishes = 50, 200
	var atWork atomic.Int32
	made := 0
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		var all []*Coroutine
		for range cooks {
			all = append(all, co.loop.Spawn("cook", func(co *Coroutine) error {
				for range dishes {
					if n := atWork.Add(1); n != 1 {
						return fmt.Errorf("%d at once", n)
					}
					before := made
					runtime.Gosched() // whoever could run would run now
					made = before + 1
					atWork.Add(-1)
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

// Nobody is left to wake anybody: then Run says who waits for whom, and
// doesn't hang. Nobody waits for a socket, so a poller doesn't change that.
func TestDeadlock(t *testing.T) {
	for name, tc := range map[string]struct {
		main Func
		want string
	}{
		"who awaits itself": {
			main: func(co *Coroutine) error { return co.Await(co) },
			want: "deadlock: main waits for main",
		},
		"two await each other": {
			main: func(co *Coroutine) error {
				return co.Await(co.loop.Spawn("toast", func(toast *Coroutine) error {
					return toast.Await(co)
				}))
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
		"a ring, and a bystander who gathers": {
			main: func(co *Coroutine) error {
				var tea, toast *Coroutine
				tea = co.loop.Spawn("tea", func(co *Coroutine) error { return co.Await(toast) })
				toast = co.loop.Spawn("toast", func(co *Coroutine) error { return co.Await(tea) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for tea and toast, tea waits for toast, toast waits for tea",
		},
		"Gather waits for those who haven't ended": {
			main: func(co *Coroutine) error {
				tea := co.loop.Spawn("tea", func(*Coroutine) error { return nil })
				toast := co.loop.Spawn("toast", func(toast *Coroutine) error { return toast.Await(co) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, new(Loop).Run(t.Context(), tc.main), tc.want)
		})
		t.Run(name+", with a poller", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.EqualError(t, (&Loop{Poller: newFake()}).Run(t.Context(), tc.main), tc.want)
			})
		})
		t.Run(name+", after a socket", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.EqualError(t, (&Loop{Poller: newFake(door)}).Run(t.Context(), func(co *Coroutine) error {
					_, err := co.when(door, selector.Read, func() (int, error) { return 0, nil })
					return cmp.Or(err, tc.main(co))
				}), tc.want)
			})
		})
	}
}

// A panic comes out of Run, when the others have cleaned up. So does Goexit,
// which is how t.FailNow leaves.
func TestPanic(t *testing.T) {
	for name, leave := range map[string]func(){
		"panic":  func() { panic("fire") },
		"Goexit": runtime.Goexit,
	} {
		t.Run(name, func(t *testing.T) {
			var heard any
			var cleaned []string
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				defer func() { heard = recover() }()
				new(Loop).Run(t.Context(), func(co *Coroutine) error {
					for _, dish := range []string{"tea", "toast"} {
						co.loop.Spawn(dish, func(co *Coroutine) error {
							defer func() { cleaned = append(cleaned, dish) }()
							return co.Sleep(time.Hour)
						})
					}
					if err := co.Sleep(0); err != nil {
						return err
					}
					leave()
					return nil
				})
				cleaned = append(cleaned, "main goes on")
			}()
			<-ended
			assert.Equal(t, []string{"toast", "tea"}, cleaned)
			if name == "panic" {
				assert.Equal(t, "fire", heard)
			}
		})
	}
}

// One who panics when it is stopped doesn't keep the others from stopping.
func TestPanicWhileStopping(t *testing.T) {
	tea := false
	assert.PanicsWithValue(t, "fire", func() {
		new(Loop).Run(t.Context(), func(co *Coroutine) error {
			co.loop.Spawn("tea", func(co *Coroutine) error {
				defer func() { tea = true }()
				return co.Sleep(time.Hour)
			})
			co.loop.Spawn("toast", func(co *Coroutine) error {
				co.Sleep(time.Hour)
				panic("fire")
			})
			return co.Sleep(0)
		})
	})
	assert.True(t, tea, "tea was stopped, too")
}

// When ctx ends, the loop ends: while it rests, and while it is busy.
func TestCalledOff(t *testing.T) {
	errFire := errors.New("fire")
	for name, tc := range map[string]struct {
		d      time.Duration
		poller bool
	}{
		"rests":                  {d: time.Hour},
		"is busy":                {},
		"rests, with a poller":   {d: time.Hour, poller: true},
		"is busy, with a poller": {poller: true},
	} {
		t.Run("while it "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				start, told := time.Now(), error(nil)
				loop := new(Loop)
				if tc.poller {
					loop.Poller = newFake() // of this bubble
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
					for told == nil {
						told = co.Sleep(tc.d)
						if tc.d == 0 {
							time.Sleep(time.Millisecond) // work, for the clock
						}
					}
					return told
				})
				require.ErrorIs(t, err, errFire)
				assert.Equal(t, ErrStopped, told)
				assert.InDelta(t, time.Second, time.Since(start), float64(10*time.Millisecond))
			})
		})
	}
}

// A fake is a Poller in memory: its sockets are ready at once, each as often
// as it was given.
type fake struct {
	ready   []int
	waiting map[int]any
	woken   chan struct{}
}

// door is a descriptor for a fake.
const door = 100

func newFake(ready ...int) *fake {
	return &fake{ready: ready, waiting: map[int]any{}, woken: make(chan struct{}, 1)}
}

func (f *fake) Register(fd int, _ selector.Events, data any) error {
	f.waiting[fd] = data
	return nil
}

func (f *fake) Unregister(fd int) error {
	delete(f.waiting, fd)
	return nil
}

// Select rests, unless somebody is ready. A Wake comes before.
func (f *fake) Select(timeout time.Duration) (found []selector.Ready, err error) {
	for i := 0; i < len(f.ready); {
		fd := f.ready[i]
		data, waits := f.waiting[fd]
		if !waits || slices.ContainsFunc(found, func(r selector.Ready) bool { return r.FD == fd }) {
			i++
			continue
		}
		f.ready = slices.Delete(f.ready, i, i+1)
		found = append(found, selector.Ready{FD: fd, Data: data})
	}
	var over <-chan time.Time // never
	if timeout >= 0 {
		over = time.After(timeout)
	}
	if len(found) == 0 {
		select {
		case <-over:
		case <-f.woken:
		}
	}
	return found, nil
}

func (f *fake) Wake() { f.woken <- struct{}{} }

// Whoever is made ready in a turn comes first, then whose socket is, then whose
// time has come.
func TestTheOrderWithinATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		loop := &Loop{Poller: newFake(door)}
		err := loop.Run(t.Context(), func(co *Coroutine) error {
			due := loop.Spawn("due", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				return co.Sleep(time.Second)
			})
			stirred := loop.Spawn("stirred", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				if err := co.Sleep(0); err != nil {
					return err
				}
				_, err := co.when(door, selector.Read, func() (int, error) { return 0, nil })
				return err
			})
			ready := loop.Spawn("ready", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				return cmp.Or(co.Sleep(0), co.Sleep(0), co.Sleep(0))
			})
			if err := cmp.Or(co.Sleep(0), co.Sleep(0)); err != nil {
				return err
			}
			time.Sleep(2 * time.Second) // and so they all are, after the next turn
			return co.Gather(due, stirred, ready)
		})
		require.NoError(t, err)
		assert.Equal(t, []string{"ready", "stirred", "due"}, order)
	})
}

// A false alarm is no alarm: one waits again.
func TestFalseAlarm(t *testing.T) {
	alarms := 0
	loop := &Loop{Poller: newFake(door, door, door)}
	err := loop.Run(t.Context(), func(co *Coroutine) error {
		n, err := co.when(door, selector.Read, func() (int, error) {
			if alarms++; alarms < 3 {
				return 0, socket.ErrAgain
			}
			return 7, nil
		})
		assert.Equal(t, 7, n)
		return err
	})
	require.NoError(t, err)
	assert.Equal(t, 3, alarms)
}

// A timer that is overdue when the loop comes to rest doesn't make it rest
// for ever.
func TestOverdue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		loop := &Loop{Poller: newFake()}
		require.NoError(t, loop.Run(t.Context(), func(co *Coroutine) error {
			loop.Spawn("busy", func(*Coroutine) error {
				time.Sleep(5 * time.Millisecond)
				return nil
			})
			return co.Sleep(time.Millisecond)
		}))
		assert.Equal(t, 5*time.Millisecond, time.Since(begin))
	})
}

// A coroutine's socket needs a poller.
func TestNoPoller(t *testing.T) {
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		_, err := co.Read(0, nil)
		return err
	})
	assert.EqualError(t, err, "this loop has no poller, and so no sockets")
}
