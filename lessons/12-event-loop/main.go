// Turn by turn.
//
// An event loop is a queue of those who are ready, a heap of timers
// and a question to the sockets. A coroutine runs until it waits, then
// the next one does: never two at once. This is one turn of ours.
package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"gosyncio/lessons/internal/talk"
)

// turn is the heart of the loop: loop.go has the rest.
func (l *Loop) turn(ctx context.Context) error {
	// --- core
	// Is nobody ready? Rest, until a socket or timer is.
	stirred, err := l.poll(ctx)
	if err != nil {
		return err
	}
	due := l.timers.due(time.Now())
	l.trace(stirred, due)

	// They run one by one, each up to its next wait. Whoever
	// they make ready has to wait for the next turn.
	for range len(l.ready) {
		co := l.ready[0]
		l.ready = l.ready[1:]
		if _, waits := co.next(); !waits {
			l.end(co)
		}
	}
	l.ready = slices.Concat(l.ready, stirred, due)
	// --- end
	return nil
}

// kitchen says hello and world on a loop of its own.
func kitchen(ctx context.Context, out io.Writer) error {
	loop := &Loop{Trace: steps(out)}
	return loop.Run(ctx, func(co *Coroutine) error {
		hello := loop.Spawn("hello",
			sayAfter(out, 1*time.Second, "hello"))
		world := loop.Spawn("world",
			sayAfter(out, 2*time.Second, "world"))
		if err := co.Await(hello); err != nil {
			return err
		}
		if err := co.Await(world); err != nil {
			return err
		}
		fmt.Fprintln(out, loop.turns, "turns")
		return nil
	})
}

func sayAfter(out io.Writer, d time.Duration, what string) Func {
	return func(co *Coroutine) error {
		if err := co.Sleep(d); err != nil {
			return err
		}
		fmt.Fprintln(out, what)
		return nil
	}
}

func main() { talk.Main(kitchen, serve) }
