//go:build unix && !aix

// Package selector waits until one of many descriptors is ready to be read or
// written. It is Python's selectors module in miniature, on poll(2).
//
//	sel, err := selector.New()
//	…
//	defer sel.Close()
//	err = sel.Register(listener, selector.Read, accept)
//	for {
//		ready, err := sel.Select(-1)
//		…
//		for _, r := range ready {
//			call := r.Data.(func(selector.Events))
//			call(r.Events)
//		}
//	}
//
// A Selector reports states, not changes: a descriptor that is not read is ready
// again the next time. Ready means that one call will not wait. It may fail: a
// connection that is broken, or closed by the other side, is ready for everything.
// All descriptors should be non-blocking nevertheless.
//
// One goroutine uses a Selector; only Wake may be called from others.
//
// **Python:** selectors.DefaultSelector: register, modify, unregister,
// select and close are methods here, too. EVENT_READ and EVENT_WRITE are Read
// and Write. To wake it up asyncio keeps a socket pair of its own, as Wake
// keeps a pipe.
package selector

import (
	"fmt"
	"math"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// Events says what a descriptor is ready for, or should be: Read, Write, both
// or, to hear nothing for a while, neither.
type Events int16

const (
	Read  Events = unix.POLLIN
	Write Events = unix.POLLOUT
)

// A Ready is one descriptor that is ready.
type Ready struct {
	FD     int
	Events Events // for which it is ready, of those that it was registered for
	Data   any    // what it was registered with
}

// A Selector holds descriptors. It closes none of them. After Close its methods
// fail with os.ErrClosed; only Wake does nothing.
type Selector struct {
	polled []unix.PollFd // what poll is given; the alarm is the first
	data   []any         // at the same places
	places map[int]int   // in polled, by descriptor; nil after Close

	alarm, bell *os.File // a pipe: a byte in bell makes alarm readable
	rung        atomic.Bool
}

// New returns a Selector with no descriptors.
func New() (*Selector, error) {
	alarm, bell, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s := &Selector{places: map[int]int{}, alarm: alarm, bell: bell}
	return s, s.Register(int(alarm.Fd()), Read, nil)
}

// Register adds a descriptor. data comes back with it from Select.
func (s *Selector) Register(fd int, events Events, data any) error {
	if s.places == nil {
		return os.ErrClosed
	}
	if _, ok := s.places[fd]; ok {
		return fmt.Errorf("selector: descriptor %d is registered already: use Modify", fd)
	}
	s.places[fd] = len(s.polled)
	s.polled = append(s.polled, unix.PollFd{})
	s.data = append(s.data, nil)
	return s.Modify(fd, events, data)
}

// Modify changes what a descriptor is watched for, and its data.
func (s *Selector) Modify(fd int, events Events, data any) error {
	place, ok := s.places[fd]
	if !ok {
		return s.unknown(fd)
	}
	watched := int32(fd)
	if events == 0 {
		watched = -1 - watched // poll skips it; otherwise it reports a hangup again and again
	}
	s.polled[place] = unix.PollFd{Fd: watched, Events: int16(events)}
	s.data[place] = data
	return nil
}

// Unregister removes a descriptor. Call it before you close the descriptor: its
// number may soon belong to another one.
func (s *Selector) Unregister(fd int) error {
	place, ok := s.places[fd]
	if !ok {
		return s.unknown(fd)
	}
	delete(s.places, fd)
	last := len(s.polled) - 1
	if place != last {
		s.polled[place], s.data[place] = s.polled[last], s.data[last]
		s.places[descriptor(s.polled[place])] = place
	}
	s.polled, s.data[last] = s.polled[:last], nil
	s.data = s.data[:last]
	return nil
}

func (s *Selector) unknown(fd int) error {
	if s.places == nil {
		return os.ErrClosed
	}
	return fmt.Errorf("selector: descriptor %d is not registered: use Register", fd)
}

// descriptor returns the descriptor of an entry, watched or not.
func descriptor(p unix.PollFd) int { return int(max(p.Fd, -1-p.Fd)) }

// Select waits until a descriptor is ready, and returns all that are. It also
// returns, with none, when the timeout is over and after a Wake. A timeout of
// 0 does not wait, a negative one waits as long as necessary.
//
// While you handle the result, a callback may unregister a descriptor that comes
// later in it: check that its owner is still there.
func (s *Selector) Select(timeout time.Duration) ([]Ready, error) {
	if s.places == nil {
		return nil, os.ErrClosed
	}
	deadline := time.Now().Add(timeout)
	for {
		n, err := unix.Poll(s.polled, milliseconds(timeout))
		switch {
		case err == unix.EINTR: // a signal that another part handles
			if timeout > 0 {
				timeout = max(0, time.Until(deadline))
			}
		case err != nil:
			return nil, os.NewSyscallError("poll", err)
		default:
			return s.collect(n), nil
		}
	}
}

// collect returns what is ready; n counts the alarm, too.
func (s *Selector) collect(n int) (ready []Ready) {
	if n > 0 && s.polled[0].Revents != 0 {
		s.rung.Store(false) // first: a Wake from here on writes again
		s.alarm.Read(make([]byte, 1))
	}
	for place, p := range s.polled[1:] {
		events := Events(p.Revents)
		if p.Revents&^(unix.POLLIN|unix.POLLOUT) != 0 {
			events = Read | Write // broken: the next call will report it
		}
		if events &= Events(p.Events); events != 0 {
			ready = append(ready, Ready{descriptor(p), events, s.data[place+1]})
		}
	}
	return ready
}

// milliseconds rounds up: a caller that wakes too early would wait again.
func milliseconds(d time.Duration) int {
	if d < 0 {
		return -1
	}
	return int(min((d+time.Millisecond-1)/time.Millisecond, math.MaxInt32))
}

// Wake makes the Select that waits return, or else the next one. It can be
// called from any goroutine, at any time; after Close it does nothing.
func (s *Selector) Wake() {
	if s.rung.CompareAndSwap(false, true) { // so the pipe is never full
		s.bell.Write([]byte{0})
	}
}

// Close frees what the Selector itself holds. Call it when no Select waits.
func (s *Selector) Close() error {
	if s.places == nil {
		return os.ErrClosed
	}
	s.polled, s.data, s.places = nil, nil, nil
	s.bell.Close()
	return s.alarm.Close()
}
