//go:build exercise

package main

import (
	"bufio"
	"context"
	"net"
)

// Serve is yours: TASK.md says what it should do. So far it is an echo: each
// guest hears what it says itself.
func Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		go echo(newOutbox(conn))
	}
}

func echo(guest *outbox) {
	defer guest.close()
	guest.send("* what's your name?\n") // a beginning
	in := bufio.NewReader(guest.conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		guest.send(line)
	}
}
