package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/wait"
	"gosyncio/waitfor"
	"gosyncio/with"
	"strconv"
	"strings"
	"time"
)

var ops map[string]func(a *actor, n *Node) (string, error)

func init() {
	ops = map[string]func(a *actor, n *Node) (string, error){
		"leaf": (*actor).leaf, "cancel": (*actor).cancel, "seq": (*actor).seq, "spawn": (*actor).spawn,
		"gather": (*actor).gather, "waitfor": (*actor).waitfor, "wait": (*actor).wait,
		"shield": (*actor).shield, "completed": (*actor).completed, "with": (*actor).with, "try": (*actor).try,
		"run": (*actor).run, "start": (*actor).start, "rollback": (*actor).rollback,
	}
}

func (a *actor) leaf(n *Node) (string, error) {
	err := sleep.For(a.ctx(), units(n.D))
	switch {
	case err == nil:
		return end(n, n.End, "")
	case n.Grace == 0:
		return "", err
	}
	a.log(n, "deaf")
	time.Sleep(units(n.Grace))
	if n.Then == "cancel" {
		return "", err
	}
	return end(n, n.Then, "late")
}

func end(n *Node, how, mark string) (string, error) {
	if how == "error" {
		return "", boom(fmt.Sprintf("e%d%s", n.ID, mark))
	}
	return fmt.Sprintf("%d%s", n.ID, mark), nil
}

func (a *actor) cancel(n *Node) (string, error) {
	if err := sleep.For(a.ctx(), units(n.D)); err != nil {
		return "", err
	}
	<-a.group.ready
	hit := a.group.tasks[n.Target].Cancel(nil)
	return strconv.FormatBool(hit), sleep.For(a.ctx(), units(n.Grace))
}

func (a *actor) seq(n *Node) (string, error) {
	var values []string
	for _, kid := range n.Kids {
		value, err := a.eval(kid)
		if err != nil {
			return "", err
		}
		values = append(values, value)
	}
	return strings.Join(values, ","), nil
}

func (a *actor) spawn(n *Node) (string, error) {
	g := a.tasks(n)
	var values []string
	for _, i := range n.Order {
		value, err := a.consume(g.tasks[i].Await(a.ctx()))
		if err != nil {
			return "", err
		}
		values = append(values, value)
	}
	return strings.Join(values, ","), nil
}

func (a *actor) gather(n *Node) (string, error) {
	fs := a.kids(n)
	if n.Handles {
		fs = task.Each(a.tasks(n).tasks, func(ctx context.Context, t handle) (string, error) { return t.Await(ctx) })
	}
	ctx := a.ctx()
	if n.D > 0 {
		ctx = detached(ctx, n.D)
	}
	if n.Mode == "all" {
		values, err := gather.All(ctx, fs...)
		return strings.Join(values, ","), err
	}
	outcomes, err := gather.Outcomes(ctx, fs...)
	var values []string
	for _, o := range outcomes {
		if o.Err != nil {
			o.Value = label(o.Err)
		}
		values = append(values, o.Value)
	}
	return strings.Join(values, ","), err
}

func (a *actor) waitfor(n *Node) (string, error) {
	return waitfor.AtMost(a.ctx(), units(n.D), func(ctx context.Context) (string, error) {
		outer, stop := a.outlive(a.ctx(), ctx)
		defer stop()
		return a.within(outer, n.Kids[0])
	})
}

// limit is a ctx for a wait with a timeout, which is no timeout of the tasks.
func (a *actor) limit(n *Node) (context.Context, context.CancelFunc) {
	if n.D == 0 {
		return a.ctx(), func() {}
	}
	return context.WithTimeout(a.ctx(), units(n.D))
}

func (a *actor) wait(n *Node) (string, error) {
	g := a.tasks(n)
	ctx, cancel := a.limit(n)
	defer cancel()
	modes := map[string]func(context.Context, ...handle) (done, pending []handle){
		"first": wait.First[handle], "error": wait.FirstError[handle], "all": wait.All[handle],
	}
	done, pending := modes[n.Mode](ctx, g.tasks...)
	settle()
	if a.ctx().Err() != nil {
		return "", sleep.For(a.ctx(), 0)
	}
	text := strings.Repeat(".", len(g.tasks))
	for i, t := range g.tasks {
		if len(done) > 0 && t == done[0] {
			text, done = text[:i]+"x"+text[i+1:], done[1:]
		}
	}
	if n.Then == "cancel" {
		for _, t := range pending {
			t.Cancel(nil)
		}
		wait.All(a.ctx(), pending...)
	}
	return text, sleep.For(a.ctx(), 0)
}

func (a *actor) shield(n *Node) (string, error) {
	parent := a.root
	if n.D > 0 {
		parent = detached(parent, n.D)
	}
	return a.task(parent, n.Kids[0], nil).Shield(a.ctx())
}

func (a *actor) completed(n *Node) (string, error) {
	g := a.tasks(n)
	ctx, cancel := a.limit(n)
	defer cancel()
	var order []string
	enough := cmp.Or(n.Stop, len(g.tasks))
	for t := range wait.Completions(ctx, g.tasks...) {
		for i := range g.tasks {
			if g.tasks[i] == t {
				order = append(order, strconv.Itoa(i))
			}
		}
		if len(order) == enough {
			break
		}
	}
	settle()
	switch {
	case a.ctx().Err() != nil:
		return "", sleep.For(a.ctx(), 0)
	case len(order) < min(enough, len(g.tasks)):
		order = append(order, "timeout") // A4
	}
	return strings.Join(order, " "), nil
}

func (a *actor) with(n *Node) (string, error) {
	value := "suppressed"
	err := with.Do(a.ctx(), &manager{n}, func(ctx context.Context, _ string) (err error) {
		v, err := a.eval(n.Kids[0])
		if err == nil {
			value = v
		}
		return err
	})
	return value, err
}

type manager struct{ n *Node }

func (m *manager) Enter(ctx context.Context) (string, error) {
	if err := sleep.For(ctx, units(m.n.D)); err != nil {
		return "", err
	}
	return end(m.n, m.n.End, "enter")
}

func (m *manager) Exit(ctx context.Context, err error) error {
	sleep.For(ctx, units(m.n.Grace))
	switch m.n.Then {
	case "error":
		return boom(fmt.Sprintf("e%dexit", m.n.ID))
	case "suppress":
		return with.Suppress
	case "replace":
		return errors.Join(with.Suppress, boom(fmt.Sprintf("e%dexit", m.n.ID)))
	default:
		return nil
	}
}

func (a *actor) try(n *Node) (string, error) {
	value, err := a.eval(n.Kids[0])
	if err == nil || !catches(n.Mode, err) {
		return value, err
	}
	settle()
	a.scope.caught()
	return a.eval(n.Kids[1])
}

// settle lets all other goroutines finish what this instant brings: a
// cancellation reaches many contexts one by one, in asyncio in one turn.
func settle() { time.Sleep(time.Nanosecond) }

func catches(mode string, err error) bool {
	kind := "error"
	switch label(err) {
	case "cancelled":
		kind = "cancel"
	case "timeout":
		kind = "timeout"
	}
	return mode == "any" || mode == kind
}
