package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// trace counts the turn, and prints what it found.
func (l *Loop) trace(polled, due []*Coroutine) {
	l.turns++
	if l.Trace != nil {
		fmt.Fprintf(l.Trace, "turn %d: ready %v, from the poller %v, due %v\n",
			l.turns, l.ready, polled, due)
	}
}

func (co *Coroutine) String() string { return co.name }

// deadlock lists which coroutine waits for which, when none can go on.
func (l *Loop) deadlock() error {
	var all []string
	for _, co := range l.alive {
		var pending []string
		for _, other := range co.waitsFor {
			if !other.done {
				pending = append(pending, other.name)
			}
		}
		all = append(all, co.name+" waits for "+strings.Join(pending, " and "))
	}
	return errors.New("deadlock: " + strings.Join(all, ", "))
}

var step = flag.Bool("step", false, "print each turn of the loop")

// stepOutput is where the loop prints its turns: out with -step, else nowhere.
func stepOutput(out io.Writer) io.Writer {
	if *step {
		return out
	}
	return nil
}
