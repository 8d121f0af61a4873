package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
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
		all = append(all, co.name+" waits for "+strings.Join(co.waits, " and "))
	}
	return errors.New("deadlock: " + strings.Join(all, ", "))
}

const usage = `Usage: 12-event-loop [-step] [-addr HOST:PORT]

Without -addr it says hello and world, and ends.

  -addr 127.0.0.1:8888   echo there until Ctrl-C; port 0 is whichever is free
  -step                  print each turn of the loop
`

var step bool

// options reads the command line: the address at which to serve, if any.
func options() (addr string) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&addr, "addr", "", "")
	flags.BoolVar(&step, "step", false, "")
	err := flags.Parse(os.Args[1:])
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("what is %q?", flags.Arg(0))
	}
	if _, _, bad := net.SplitHostPort(addr); err == nil && addr != "" && bad != nil {
		err = fmt.Errorf("-addr should look like 127.0.0.1:8888, not %q", addr)
	}
	switch {
	case err == flag.ErrHelp:
		fmt.Print(usage)
		os.Exit(0)
	case err != nil:
		fmt.Fprintf(os.Stderr, "%v; -h says what there is\n", err)
		os.Exit(2)
	}
	return addr
}

// steps is where the loop's turns are written, if anybody wants to see them.
func steps(out io.Writer) io.Writer {
	if step {
		return out
	}
	return nil
}
