package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// trace says what a turn has found.
func (l *Loop) trace(stirred, due []*Coroutine) {
	l.turns++
	if l.Trace != nil {
		fmt.Fprintf(l.Trace, "turn %d: ready %v, poller %v, due %v\n",
			l.turns, l.ready, stirred, due)
	}
}

func (co *Coroutine) String() string { return co.name }

// deadlock says who waits for whom, when nobody is left to wake them.
func (l *Loop) deadlock() error {
	var all []string
	for _, co := range l.alive {
		var missed []string
		for _, other := range co.waits {
			if !other.done {
				missed = append(missed, other.name)
			}
		}
		all = append(all, co.name+" waits for "+strings.Join(missed, " and "))
	}
	return errors.New("deadlock: " + strings.Join(all, ", "))
}

var step = flag.Bool("step", false, "print each turn of the loop")

// steps is where the loop's turns are written, if anybody wants to see them.
func steps(out io.Writer) io.Writer {
	if *step {
		return out
	}
	return nil
}
