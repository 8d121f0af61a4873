package conformance

import (
	"context"
	"fmt"
	"strconv"

	"gosyncio/sleep"
	"gosyncio/task"
)

// run evaluates its kid under a Run of its own, which may panic at the end. The
// tasks of that Run are detached from its ctx: as in asyncio, the cancellation
// of the caller reaches only what the kid waits for (SH7, R4).
func (a *actor) run(n *Node) (value string, err error) {
	defer func() {
		if p := recover(); p != nil {
			own, ok := p.(boom)
			if !ok {
				panic(p)
			}
			value, err = "", own
		}
	}()
	return task.Run(a.ctx(), func(ctx context.Context) (string, error) {
		inner := &actor{
			&player{a.journal, context.WithoutCancel(ctx)},
			&scope{parent: a.scope, ctx: ctx, run: true},
			a.group,
		}
		value, err := inner.eval(n.Kids[0])
		if n.Then == "panic" {
			panic(boom(fmt.Sprintf("e%dpanic", n.ID)))
		}
		return value, err
	})
}

// start starts its kid without a handle and sleeps; it does not wait for the kid.
func (a *actor) start(n *Node) (string, error) {
	ctx, kid := a.root, n.Kids[0]
	if n.D > 0 {
		ctx = detached(ctx, n.D)
	}
	task.Start(ctx, strconv.Itoa(kid.ID), func(ctx context.Context) {
		if ctx.Err() != nil { // Start calls it all the same; asyncio doesn't (K2)
			a.log(kid, "task cancelled")
			return
		}
		value, err := (&actor{a.player, &scope{ctx: ctx}, nil}).eval(kid)
		a.log(kid, verdict(value, err))
	})
	return "started", sleep.For(a.ctx(), units(n.Grace))
}

// rollback says something about the error of its kid, or adds one of its own.
func (a *actor) rollback(n *Node) (string, error) {
	value, err := a.eval(n.Kids[0])
	switch {
	case err == nil:
		return value, nil
	case n.Then == "error":
		return "", beside(n.Wrap, err, boom(fmt.Sprintf("e%dback", n.ID)))
	default:
		return "", annotated(n.Wrap, err)
	}
}
