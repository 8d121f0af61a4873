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
	Poller Poller    // of the sockets; nil if there will be none
	Trace  io.Writer // gets a line for each turn, unless it is nil

	turns   int
	ready   []*Coroutine // who goes on next, first come, first served
	timers  timers       // a heap: the next one comes first
	sockets int          // how many coroutines wait for one
	alive   []*Coroutine // who hasn't ended, the eldest first
}

// A Poller knows which sockets are ready, as lesson 01's selector does.
type Poller interface {
	Register(fd int, events selector.Events, data any) error
	Unregister(fd int) error
	Select(timeout time.Duration) ([]selector.Ready, error)
	Wake() // and Select returns
}

// Run runs main, and what main spawns, until main ends, or ctx does.
// Then it stops the others. If one of them panics, so does Run.
func (l *Loop) Run(ctx context.Context, main Func) error {
	defer l.close()
	if l.Poller != nil {
		defer context.AfterFunc(ctx, l.Poller.Wake)()
	}
	first, err := l.Spawn("main", main), error(nil)
	for err == nil && !first.done {
		err = l.turn(ctx)
	}
	return cmp.Or(err, first.err)
}

// poll rests, unless somebody is ready, and returns whose socket is.
func (l *Loop) poll(ctx context.Context) (stirred []*Coroutine, err error) {
	rest := time.Duration(-1) // for as long as it takes
	switch {
	case len(l.ready) > 0:
		rest = 0
	case len(l.timers) > 0:
		rest = max(0, time.Until(l.timers[0].at))
	case l.sockets == 0:
		return nil, l.deadlock()
	}
	if l.Poller == nil {
		return nil, sleep.For(ctx, rest)
	}
	found, err := l.Poller.Select(rest)
	for _, r := range found { // each is told once
		stirred = append(stirred, r.Data.(*Coroutine))
		err = cmp.Or(err, l.Poller.Unregister(r.FD))
	}
	l.sockets -= len(found)
	return stirred, cmp.Or(err, context.Cause(ctx))
}

// end makes those ready who wait for co.
func (l *Loop) end(co *Coroutine) {
	co.done = true
	at := slices.Index(l.alive, co)
	l.alive = slices.Delete(l.alive, at, at+1)
	l.ready = append(l.ready, co.onEnd...)
}

// close stops the youngest and then, even if that panics, the others.
func (l *Loop) close() {
	if last := len(l.alive) - 1; last >= 0 {
		co := l.alive[last]
		l.alive = l.alive[:last]
		defer l.close()
		co.stop()
	}
}

// A Func is Python's async def: only a function that is given co can wait.
type Func func(co *Coroutine) error

// A Coroutine stops where it waits, and goes on from there. Anybody
// may await it; its other methods are for its own Func.
type Coroutine struct {
	loop  *Loop
	name  string
	next  func() (_ struct{}, waits bool) // go on, up to a wait
	stop  func()                          // go home
	yield func(struct{}) bool             // wait
	at    time.Time                       // when its sleep is over
	waits []*Coroutine                    // for whom, if for others
	onEnd []*Coroutine                    // who is ready then
	done  bool
	err   error
}

// Spawn makes f a coroutine. Those who are ready already go first.
func (l *Loop) Spawn(name string, f Func) *Coroutine {
	co := &Coroutine{loop: l, name: name}
	co.next, co.stop = iter.Pull(func(yield func(struct{}) bool) {
		co.yield = yield
		co.err = f(co)
	})
	l.alive = append(l.alive, co)
	co.wake()
	return co
}

// wake puts co at the end of the queue.
func (co *Coroutine) wake() { co.loop.ready = append(co.loop.ready, co) }

// call is for the queue, too: nobody's turn, but a mere call of f.
func call(name string, f func()) *Coroutine {
	return &Coroutine{name: name, next: func() (_ struct{}, waits bool) { f(); return struct{}{}, true }}
}

// ErrStopped is what each wait returns when Run is over: go home.
var ErrStopped = errors.New("the loop has stopped")

// wait goes back to the loop. It returns when somebody has woken co.
func (co *Coroutine) wait(others ...*Coroutine) error {
	co.waits = others
	if !co.yield(struct{}{}) {
		return ErrStopped
	}
	return nil
}

// Sleep waits for a while. Sleep(0) lets the others have their turn.
func (co *Coroutine) Sleep(d time.Duration) error {
	if d > 0 {
		co.at = time.Now().Add(d)
		heap.Push(&co.loop.timers, co)
	} else {
		co.wake()
	}
	return co.wait()
}

// Await waits until other has ended, and returns its error.
func (co *Coroutine) Await(other *Coroutine) error {
	if other.done {
		return other.err
	}
	other.onEnd = append(other.onEnd, co)
	stopped := co.wait(other)
	return cmp.Or(stopped, other.err)
}

// Gather waits until all have ended, or the first of them has failed: it returns
// that error, and the others run on. As in asyncio the counting costs a turn.
func (co *Coroutine) Gather(others ...*Coroutine) (failed error) {
	left := 0
	for _, other := range others {
		if other.done {
			failed = cmp.Or(failed, other.err)
			continue
		}
		left++
		other.onEnd = append(other.onEnd, call(co.name+"'s gather", func() {
			if left--; failed != nil {
				return // co knows enough
			}
			if failed = other.err; failed != nil || left == 0 {
				co.wake()
			}
		}))
	}
	if failed != nil || left == 0 {
		return failed
	}
	stopped := co.wait(others...)
	return cmp.Or(stopped, failed)
}

// Accept waits until somebody is at the door, and lets them in.
func (co *Coroutine) Accept(door int) (fd int, err error) {
	return co.when(door, selector.Read, func() (int, error) { return socket.Accept(door) })
}

// Read waits for bytes, and takes those that have come: at most len(p),
// and none, without an error, if there will be no more.
func (co *Coroutine) Read(fd int, p []byte) (n int, err error) {
	return co.when(fd, selector.Read, func() (int, error) { return socket.Recv(fd, p) })
}

// Write waits until there has been room for all of p.
func (co *Coroutine) Write(fd int, p []byte) error {
	for len(p) > 0 {
		n, err := co.when(fd, selector.Write, func() (int, error) { return socket.Send(fd, p) })
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// when waits until fd is ready, and does it; after a false alarm again. It
// never does it at once: a guest who talks and talks leaves others their turns.
func (co *Coroutine) when(fd int, ready selector.Events, do func() (int, error)) (int, error) {
	for l := co.loop; l.Poller != nil; {
		if err := l.Poller.Register(fd, ready, co); err != nil {
			return 0, err
		}
		l.sockets++
		if stopped := co.wait(); stopped != nil {
			l.Poller.Unregister(fd) // unless it was stirred just before
			return 0, stopped
		}
		if n, err := do(); err != socket.ErrAgain {
			return n, err
		}
	}
	return 0, errors.New("this loop has no poller, and so no sockets")
}

type timers []*Coroutine

// due takes out those whose time has come.
func (ts *timers) due(now time.Time) (due []*Coroutine) {
	for len(*ts) > 0 && !(*ts)[0].at.After(now) {
		due = append(due, heap.Pop(ts).(*Coroutine))
	}
	return due
}

func (ts timers) Len() int           { return len(ts) }
func (ts timers) Less(i, j int) bool { return ts[i].at.Before(ts[j].at) }
func (ts timers) Swap(i, j int)      { ts[i], ts[j] = ts[j], ts[i] }
func (ts *timers) Push(t any)        { *ts = append(*ts, t.(*Coroutine)) }
func (ts *timers) Pop() any {
	last := (*ts)[len(*ts)-1]
	*ts = (*ts)[:len(*ts)-1]
	return last
}
