// Turn by turn.
//
// An event loop has a queue of ready coroutines, a heap of timers and
// a selector for the sockets. One coroutine runs up to its next wait,
// then the next one: never two at once. This is one turn of our loop.
package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"gosyncio/lessons/internal/talk"
)

// turn is the heart of the loop. The rest is in loop.go.
func (l *Loop) turn(ctx context.Context) error {
	// --- core
	// Is nothing ready? Wait for a socket or a timer.
	polled, err := l.poll(ctx)
	if err != nil {
		return err
	}
	due := l.timers.due(time.Now())
	l.trace(polled, due)

	// Each ready coroutine runs up to its next wait. If it
	// makes others ready, they run in the next turn.
	for range len(l.ready) {
		co := l.ready[0]
		l.ready = l.ready[1:]
		if _, waits := co.next(); !waits {
			l.finish(co)
		}
	}
	l.ready = slices.Concat(l.ready, polled, due)
	// --- end
	return nil
}

// kitchen runs a generator, and then coroutines on a loop.
func kitchen(ctx context.Context, out io.Writer) error {
	generator(out)
	return coroutines(ctx, out)
}

// coroutines runs three of them. The third one blocks the loop.
func coroutines(ctx context.Context, out io.Writer) error {
	loop := &Loop{Trace: stepOutput(out)}
	return loop.Run(ctx, func(co *Coroutine) error {
		hello := loop.Spawn("hello",
			sayAfter(out, 1*time.Second, "hello"))
		world := loop.Spawn("world",
			sayAfter(out, 2*time.Second, "world"))
		loop.Spawn("busy", func(*Coroutine) error {
			time.Sleep(1500 * time.Millisecond) // not co.Sleep
			return nil
		})
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
