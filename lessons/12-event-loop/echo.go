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

// serve echoes at addr until ctx ends, on a loop of its own.
func serve(ctx context.Context, addr string, out io.Writer) error {
	poller, err := selector.New()
	if err != nil {
		return err
	}
	defer poller.Close()
	door, at, err := socket.Listen(addr)
	if err != nil {
		return err
	}
	defer socket.Close(door)
	fmt.Fprintln(out, "listening on", at)

	loop := &Loop{Poller: poller, Trace: steps(out)}
	err = loop.Run(ctx, loop.welcome(door))
	if ctx.Err() != nil {
		return nil // Ctrl-C is how a server ends
	}
	return err
}

// welcome gives each guest a coroutine. They all share the map, and
// need no lock: while one of them runs, no other does.
func (l *Loop) welcome(door int) Func {
	return func(co *Coroutine) error {
		guests := map[int]bool{} // by descriptor
		leave := func(fd int) {
			delete(guests, fd)
			socket.Close(fd)
		}
		defer func() {
			for fd := range guests { // who never had their first turn
				leave(fd)
			}
		}()
		for n := 1; ; n++ {
			fd, err := co.Accept(door)
			if errors.Is(err, socket.ErrFull) {
				if err := co.Sleep(time.Second / 10); err != nil {
					return err
				}
				continue // somebody may have left
			}
			if err != nil {
				return err
			}
			guests[fd] = true
			l.Spawn(fmt.Sprint("guest ", n), func(co *Coroutine) error {
				defer leave(fd)
				return echo(co, fd)
			})
		}
	}
}

// echo sends back whatever comes, until no more does. It reads only
// what it has room for: a guest who doesn't listen has to wait.
func echo(co *Coroutine, fd int) error {
	heard := make([]byte, 4096)
	for {
		n, err := co.Read(fd, heard)
		if err != nil || n == 0 {
			return err
		}
		if err := co.Write(fd, heard[:n]); err != nil {
			return err
		}
	}
}
