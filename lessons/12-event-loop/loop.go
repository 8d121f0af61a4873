package main

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"time"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
	"gosyncio/sleep"
)

// A Loop is an event loop, to read and not to use. Its turn is in main.go.
type Loop struct {
	Poller Poller    // of the sockets; nil if there are none
	Trace  io.Writer // gets a line for each turn, unless it is nil

	turns   int
	ready   []*Coroutine // run in the next turn, in this order
	timers  timers       // a heap: the earliest deadline is first
	sockets int          // how many coroutines wait for a socket
	alive   []*Coroutine // have not ended yet; the oldest is first
}

// A Poller knows which sockets are ready, as lesson 01's selector does.
type Poller interface {
	Register(fd int, events selector.Events, data any) error
	Unregister(fd int) error
	Select(timeout time.Duration) ([]selector.Ready, error)
	Wake() // makes Select return
}

// Run runs main and what main spawns, until main or ctx ends. Then it stops
// the coroutines that are left. If one of them panics, Run panics.
func (l *Loop) Run(ctx context.Context, main Func) error {
	defer l.stopAll()
	if l.Poller != nil {
		defer context.AfterFunc(ctx, l.Poller.Wake)()
	}
	first, err := l.Spawn("main", main), error(nil)
	for err == nil && !first.done {
		err = l.turn(ctx)
	}
	return cmp.Or(err, first.err)
}

// poll returns the coroutines whose sockets are ready. If nothing else is
// ready, it waits for a socket or until the next timer is due.
func (l *Loop) poll(ctx context.Context) (polled []*Coroutine, err error) {
	timeout := time.Duration(-1) // wait as long as it takes
	switch {
	case len(l.ready) > 0:
		timeout = 0
	case len(l.timers) > 0:
		timeout = max(0, time.Until(l.timers[0].deadline))
	case l.sockets == 0:
		return nil, l.deadlock()
	}
	if l.Poller == nil {
		return nil, sleep.For(ctx, timeout)
	}
	events, err := l.Poller.Select(timeout)
	polled, failed := l.processEvents(events)
	return polled, cmp.Or(err, failed, context.Cause(ctx))
}

// processEvents returns the coroutines that wait for these sockets. Each
// registers its socket again when it waits again.
func (l *Loop) processEvents(
	events []selector.Ready,
) (polled []*Coroutine, err error) {
	for _, event := range events {
		polled = append(polled, event.Data.(*Coroutine))
		err = cmp.Or(err, l.Poller.Unregister(event.FD))
	}
	l.sockets -= len(events)
	return polled, err
}

// finish makes the coroutines ready that await co.
func (l *Loop) finish(co *Coroutine) {
	co.done = true
	at := slices.Index(l.alive, co)
	l.alive = slices.Delete(l.alive, at, at+1)
	l.ready = append(l.ready, co.waiters...)
}

// stopAll stops the youngest coroutine and then, even if that panics, the others.
func (l *Loop) stopAll() {
	if last := len(l.alive) - 1; last >= 0 {
		co := l.alive[last]
		l.alive = l.alive[:last]
		defer l.stopAll()
		co.stop()
	}
}

// A Func is Python's async def: only a function that gets a co can wait.
type Func func(co *Coroutine) error

// A Coroutine stops where it waits, and goes on from there. Any coroutine may
// await it; its other methods are for its own Func.
type Coroutine struct {
	loop     *Loop
	name     string
	next     func() (_ struct{}, waits bool) // runs it up to its next wait
	stop     func()                          // makes its waits fail
	yield    func(struct{}) bool             // returns to the loop
	deadline time.Time                       // of its sleep
	waitsFor []*Coroutine                    // if it waits for coroutines
	waiters  []*Coroutine                    // ready when it has ended
	done     bool
	err      error
}

// Spawn makes f a coroutine. It runs after those that are ready already.
func (l *Loop) Spawn(name string, f Func) *Coroutine {
	co := &Coroutine{loop: l, name: name}
	co.next, co.stop = iter.Pull(func(yield func(struct{}) bool) {
		co.yield = yield
		co.err = f(co)
	})
	l.alive = append(l.alive, co)
	co.makeReady()
	return co
}

// makeReady puts co at the end of the queue.
func (co *Coroutine) makeReady() { co.loop.ready = append(co.loop.ready, co) }

// callback is an entry for the queue that only calls f.
func callback(name string, f func()) *Coroutine {
	return &Coroutine{name: name, next: func() (_ struct{}, waits bool) { f(); return struct{}{}, true }}
}

// ErrStopped is what each wait returns when Run has ended.
var ErrStopped = errors.New("the loop has stopped")

// wait returns to the loop. It goes on when co runs again.
func (co *Coroutine) wait(others ...*Coroutine) error {
	co.waitsFor = others
	if !co.yield(struct{}{}) {
		return ErrStopped
	}
	return nil
}

// Sleep waits until d has passed. Sleep(0) waits for one turn.
func (co *Coroutine) Sleep(d time.Duration) error {
	if d > 0 {
		co.deadline = time.Now().Add(d)
		heap.Push(&co.loop.timers, co)
	} else {
		co.makeReady()
	}
	return co.wait()
}

// Await waits until other has ended, and returns its error.
func (co *Coroutine) Await(other *Coroutine) error {
	if other.done {
		return other.err
	}
	other.waiters = append(other.waiters, co)
	stopped := co.wait(other)
	return cmp.Or(stopped, other.err)
}

// Gather waits until all have ended or one has failed. It returns the first
// error, and the others go on. As in asyncio, its counting takes a turn.
func (co *Coroutine) Gather(others ...*Coroutine) (failed error) {
	left := 0
	for _, other := range others {
		if other.done {
			failed = cmp.Or(failed, other.err)
			continue
		}
		left++
		other.waiters = append(other.waiters, callback(co.name+"'s gather", func() {
			if left--; failed != nil {
				return // co is ready already
			}
			if failed = other.err; failed != nil || left == 0 {
				co.makeReady()
			}
		}))
	}
	if failed != nil || left == 0 {
		return failed
	}
	stopped := co.wait(others...)
	return cmp.Or(stopped, failed)
}

// Accept waits for a connection to the listener, and returns its descriptor.
func (co *Coroutine) Accept(listener int) (fd int, err error) {
	return co.whenReady(listener, selector.Read, func() (int, error) { return socket.Accept(listener) })
}

// Read waits for bytes and reads at most len(p) of them. After the last
// one it returns 0 without an error.
func (co *Coroutine) Read(fd int, p []byte) (n int, err error) {
	return co.whenReady(fd, selector.Read, func() (int, error) { return socket.Recv(fd, p) })
}

// Write waits until all of p is written.
func (co *Coroutine) Write(fd int, p []byte) error {
	for len(p) > 0 {
		n, err := co.whenReady(fd, selector.Write, func() (int, error) { return socket.Send(fd, p) })
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// whenReady waits until fd is ready, and calls do; if do would block, it waits
// again. It waits even if fd is ready now, so one client can't take all turns.
func (co *Coroutine) whenReady(fd int, events selector.Events, do func() (int, error)) (int, error) {
	for l := co.loop; l.Poller != nil; {
		if err := l.Poller.Register(fd, events, co); err != nil {
			return 0, err
		}
		l.sockets++
		if stopped := co.wait(); stopped != nil {
			l.Poller.Unregister(fd) // fails if fd has just become ready
			return 0, stopped
		}
		if n, err := do(); err != socket.ErrAgain {
			return n, err
		}
	}
	return 0, errors.New("the loop has no Poller: set one before a coroutine uses a socket")
}

type timers []*Coroutine

// due removes and returns the coroutines whose deadline has passed.
func (ts *timers) due(now time.Time) (due []*Coroutine) {
	for len(*ts) > 0 && !(*ts)[0].deadline.After(now) {
		due = append(due, heap.Pop(ts).(*Coroutine))
	}
	return due
}

func (ts timers) Len() int           { return len(ts) }
func (ts timers) Less(i, j int) bool { return ts[i].deadline.Before(ts[j].deadline) }
func (ts timers) Swap(i, j int)      { ts[i], ts[j] = ts[j], ts[i] }
func (ts *timers) Push(t any)        { *ts = append(*ts, t.(*Coroutine)) }
func (ts *timers) Pop() (last any) {
	last, *ts = (*ts)[len(*ts)-1], (*ts)[:len(*ts)-1]
	return last
}
