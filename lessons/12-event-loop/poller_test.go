package main

import (
	"cmp"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// A fakePoller is a Poller in memory. Its descriptors are ready at once, each as
// often as newFakePoller got it.
type fakePoller struct {
	ready      []int
	registered map[int]any
	woken      chan struct{}
}

// client is a descriptor for a fakePoller.
const client = 100

func newFakePoller(ready ...int) *fakePoller {
	return &fakePoller{ready: ready, registered: map[int]any{}, woken: make(chan struct{}, 1)}
}

func (f *fakePoller) Register(fd int, _ selector.Events, data any) error {
	f.registered[fd] = data
	return nil
}

func (f *fakePoller) Unregister(fd int) error {
	delete(f.registered, fd)
	return nil
}

// Select waits until the timeout or Wake, unless a descriptor is ready.
func (f *fakePoller) Select(timeout time.Duration) (found []selector.Ready, err error) {
	for i := 0; i < len(f.ready); {
		fd := f.ready[i]
		data, ok := f.registered[fd]
		if !ok || slices.ContainsFunc(found, func(r selector.Ready) bool { return r.FD == fd }) {
			i++
			continue
		}
		f.ready = slices.Delete(f.ready, i, i+1)
		found = append(found, selector.Ready{FD: fd, Data: data})
	}
	var timedOut <-chan time.Time // nil blocks forever
	if timeout >= 0 {
		timedOut = time.After(timeout)
	}
	if len(found) == 0 {
		select {
		case <-timedOut:
		case <-f.woken:
		}
	}
	return found, nil
}

func (f *fakePoller) Wake() { f.woken <- struct{}{} }

// First run the coroutines that another one has made ready, then those whose
// socket is ready, then those whose timer is due.
func TestTheOrderWithinATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		loop := &Loop{Poller: newFakePoller(client)}
		err := loop.Run(t.Context(), func(co *Coroutine) error {
			due := loop.Spawn("due", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				return co.Sleep(time.Second)
			})
			polled := loop.Spawn("polled", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				if err := co.Sleep(0); err != nil {
					return err
				}
				_, err := co.whenReady(client, selector.Read, func() (int, error) { return 0, nil })
				return err
			})
			ready := loop.Spawn("ready", func(co *Coroutine) error {
				defer func() { order = append(order, co.name) }()
				return cmp.Or(co.Sleep(0), co.Sleep(0), co.Sleep(0))
			})
			if err := cmp.Or(co.Sleep(0), co.Sleep(0)); err != nil {
				return err
			}
			time.Sleep(2 * time.Second) // so all three are ready after the next turn
			return co.Gather(due, polled, ready)
		})
		require.NoError(t, err)
		assert.Equal(t, []string{"ready", "polled", "due"}, order)
	})
}

// A socket that is ready and then would block: the coroutine waits again.
func TestASocketThatWouldBlockIsWaitedForAgain(t *testing.T) {
	calls := 0
	loop := &Loop{Poller: newFakePoller(client, client, client)}
	err := loop.Run(t.Context(), func(co *Coroutine) error {
		n, err := co.whenReady(client, selector.Read, func() (int, error) {
			if calls++; calls < 3 {
				return 0, socket.ErrAgain
			}
			return 7, nil
		})
		assert.Equal(t, 7, n)
		return err
	})
	require.NoError(t, err)
	assert.Equal(t, 3, calls)
}

// A timer whose deadline has passed is due at once: the loop does not wait.
func TestATimerMayBeOverdue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		loop := &Loop{Poller: newFakePoller()}
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

func TestASocketNeedsAPoller(t *testing.T) {
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		_, err := co.Read(0, nil)
		return err
	})
	assert.EqualError(t, err, "the loop has no Poller: set one before a coroutine uses a socket")
}
