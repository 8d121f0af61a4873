// Wait for many sockets at once.
//
// One goroutine serves all clients. The selector waits for all sockets
// and returns those that are ready. Each is registered with a callback,
// which does what it can do without waiting, and returns.
package main

import (
	"context"
	"fmt"
	"io"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
	"gosyncio/lessons/internal/talk"
)

type callback = func(selector.Events)

// serve is a chat: all the other clients hear what one says.
func serve(ctx context.Context, addr string, out io.Writer) error {
	sel, err := selector.New()
	if err != nil {
		return err
	}
	defer sel.Close()
	listener, at, err := socket.Listen(addr)
	if err != nil {
		return err
	}
	defer socket.Close(listener)
	fmt.Fprintln(out, "listening on", at)
	chat := newChat(sel, listener, out)
	defer chat.close()
	defer context.AfterFunc(ctx, sel.Wake)() // for Ctrl-C

	// --- core
	err = sel.Register(listener, selector.Read, chat.accept)
	if err != nil {
		return err
	}
	for chat.update(ctx) {
		ready, err := sel.Select(tick)
		if err != nil {
			return err
		}
		for _, r := range ready {
			call := r.Data.(callback)
			call(r.Events)
		}
	}
	return chat.err
	// --- end
}

// kitchen plays three clients. Eggs says good-bye in two pieces.
func kitchen(ctx context.Context, out io.Writer) error {
	return talk.Play(ctx, out, conversation, serve)
}

const conversation = `
	tea connects
	tea < Welcome!
	eggs connects
	eggs < Welcome!
	toast connects
	toast < Welcome!
	eggs >> good-
	tea > hello
	eggs < hello
	toast < hello
	eggs > bye
	tea < good-bye
	toast < good-bye
	eggs leaves
	toast > are they done?
	tea < are they done?
`

func main() { talk.Main(kitchen, serve) }
