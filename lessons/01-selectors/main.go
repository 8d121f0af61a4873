// Ask who is ready.
//
// One goroutine serves everybody. The selector waits for all sockets at
// once and names those that are ready. Each brings its callback along,
// which does what can be done without waiting, and returns.
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

// serve is a chat: what one says, all the others hear.
func serve(ctx context.Context, addr string, out io.Writer) error {
	sel, err := selector.New()
	if err != nil {
		return err
	}
	defer sel.Close()
	door, at, err := socket.Listen(addr)
	if err != nil {
		return err
	}
	defer socket.Close(door)
	fmt.Fprintln(out, "listening on", at)
	chat := newChat(sel, door, out)
	defer chat.close()
	defer context.AfterFunc(ctx, sel.Wake)() // for Ctrl-C

	// --- core
	err = sel.Register(door, selector.Read, chat.welcome)
	if err != nil {
		return err
	}
	for chat.goesOn(ctx) {
		ready, err := sel.Select(tick)
		if err != nil {
			return err
		}
		for _, one := range ready {
			call := one.Data.(callback)
			call(one.Events)
		}
	}
	return chat.err
	// --- end
}

// kitchen is where three talk. Eggs says good-bye in two pieces.
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
