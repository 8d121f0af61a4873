// Load measures the chat beside the same chat in Python:
//
//	go run ./lessons/15-chat/load
//
// Four guests talk as fast as they can, 200 listen, and each line that one of
// them hears is checked. In each round all servers are measured, one right after
// the other, and the table shows the median of the rounds: seconds differ from
// machine to machine, and from minute to minute on a shared one, ratios less.
//
// A server in Python that is not installed is "not measured", and does not pass.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	o, err := parse(os.Args[1:], os.Stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintf(os.Stderr, "load: %v; -h lists the flags.\n", err)
		os.Exit(2)
	}
	if err := run(o); err != nil {
		fmt.Fprintf(os.Stderr, "load: %v.\n", err)
		os.Exit(1)
	}
}

// options are those of the command line.
type options struct {
	plan               plan
	stall              time.Duration
	rounds, idle, deaf int
	exercise           bool
}

// parse reads the command line. Asked for help, it writes that to out.
func parse(args []string, out io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 5, "how many `times` to measure; the median counts")
	flags.DurationVar(&o.plan.span, "time", 2*time.Second, "how `long` they talk in one round")
	flags.IntVar(&o.plan.receivers, "receivers", 200, "how `many` listen")
	flags.IntVar(&o.plan.senders, "senders", 4, "how `many` talk, at most 10")
	flags.DurationVar(&o.stall, "stall", 20*time.Second, "how `long` they talk while one more guest does not read")
	flags.IntVar(&o.idle, "idle", 500, "how `many` silent guests join as many others, when memory is measured")
	flags.IntVar(&o.deaf, "deaf", 300, "how `many` guests do not read, when memory is measured")
	flags.BoolVar(&o.exercise, "exercise", false, "measure the solution in exercise.go")
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
	case err != nil:
	case flags.NArg() > 0:
		err = fmt.Errorf("unknown argument %q: want flags only", flags.Arg(0))
	case o.rounds < 1 || o.idle < 1 || o.deaf < 1 || o.plan.span <= 0 || o.stall <= 0 || o.plan.receivers < 1:
		err = errors.New("a number or a time is 0 or less: want more than 0")
	case o.plan.senders < 1 || o.plan.senders > 10:
		err = fmt.Errorf("-senders is %d: want 1 to 10", o.plan.senders)
	}
	return o, err
}

func run(o options) error {
	dir, err := os.MkdirTemp("", "chat")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers, err := findServers(dir, o.exercise)
	if err != nil {
		return err
	}
	var taken []round
	for i := range o.rounds {
		r, err := takeRound(o, servers)
		if err != nil {
			return err
		}
		taken = append(taken, r)
		fmt.Fprintf(os.Stderr, "round %d of %d: %.1f million lines/s\n", i+1, o.rounds, r["Go"].rate()/1e6)
	}
	if !report(os.Stdout, taken) {
		return errors.New("not every row passes; on a busy machine measure again, with more -rounds")
	}
	return nil
}

// A round is one measurement of each server, by name.
type round map[string]figures

// stalled is the server in Go with one guest more, which joins and does not read.
const stalled = "Go, one stalled"

func takeRound(o options, servers []server) (round, error) {
	taken := round{}
	for _, s := range servers {
		f, err := o.plan.measure(s.command)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		if s.name == "Go" {
			if f.idle, err = idleMemory(s.command, o.idle); err != nil {
				return nil, err
			}
			if f.deaf, err = deafMemory(s.command, o.deaf); err != nil {
				return nil, err
			}
			withStalled := o.plan
			withStalled.stalled, withStalled.span = true, o.stall
			if taken[stalled], err = withStalled.measure(s.command); err != nil {
				return nil, fmt.Errorf("%s: %w", stalled, err)
			}
		}
		taken[s.name] = f
	}
	return taken, nil
}
