package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

// serve runs an echo server at addr until ctx ends, on a loop of its own.
func serve(ctx context.Context, addr string, out io.Writer) error {
	poller, err := selector.New()
	if err != nil {
		return err
	}
	defer poller.Close()
	listener, at, err := socket.Listen(addr)
	if err != nil {
		return err
	}
	defer socket.Close(listener)
	fmt.Fprintln(out, "listening on", at)

	loop := &Loop{Poller: poller, Trace: stepOutput(out)}
	err = loop.Run(ctx, loop.accept(listener))
	if ctx.Err() != nil {
		return nil // Ctrl-C is the normal end of a server
	}
	return err
}

// acceptPause is how long accept waits when there is no descriptor left.
const acceptPause = time.Second / 10

// accept gives each client a coroutine. All of them share the map, without a
// lock: while one of them runs, no other does.
func (l *Loop) accept(listener int) Func {
	return func(co *Coroutine) error {
		clients := map[int]bool{} // by descriptor
		disconnect := func(fd int) {
			delete(clients, fd)
			socket.Close(fd)
		}
		defer func() {
			for fd := range clients { // their coroutines have not run yet
				disconnect(fd)
			}
		}()
		for n := 1; ; n++ {
			fd, err := co.Accept(listener)
			if errors.Is(err, socket.ErrFull) {
				if err := co.Sleep(acceptPause); err != nil {
					return err
				}
				continue
			}
			if err != nil {
				return err
			}
			clients[fd] = true
			l.Spawn(fmt.Sprint("client ", n), func(co *Coroutine) error {
				defer disconnect(fd)
				return echo(co, fd)
			})
		}
	}
}

// echo writes back what it reads, up to the end. It never reads more than it can
// hold: a client that reads nothing is not read from.
func echo(co *Coroutine, fd int) error {
	buf := make([]byte, 4096)
	for {
		n, err := co.Read(fd, buf)
		if err != nil || n == 0 {
			return err
		}
		if err := co.Write(fd, buf[:n]); err != nil {
			return err
		}
	}
}
