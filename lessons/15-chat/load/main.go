// Load measures the chat beside the same chat in Python:
//
//	go run ./lessons/15-chat/load
//
// Four talk as fast as they can, 200 listen, and every line that any of them
// hears is checked. In each round every server is measured, one right after
// the other, and the table tells the median of the rounds: seconds differ from
// machine to machine, and from minute to minute on a shared one, ratios less.
//
// A server in Python that can't be had is "not measured", which is no pass.
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
		fmt.Fprintf(os.Stderr, "load: %v; -h says what there is.\n", err)
		os.Exit(2)
	}
	if err := run(o.plan, o.rounds, o.idle, o.exercise); err != nil {
		fmt.Fprintf(os.Stderr, "load: %v.\n", err)
		os.Exit(1)
	}
}

// An order is what the command line asks for.
type order struct {
	plan         plan
	rounds, idle int
	exercise     bool
}

// parse reads the command line. Asked for help, it writes that to out.
func parse(args []string, out io.Writer) (o order, err error) {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 5, "how many `times` to measure; the median counts")
	flags.DurationVar(&o.plan.span, "time", 2*time.Second, "how `long` they talk in one round")
	flags.IntVar(&o.plan.receivers, "receivers", 200, "how `many` listen")
	flags.IntVar(&o.plan.senders, "senders", 4, "how `many` talk, at most 10")
	flags.IntVar(&o.idle, "idle", 500, "how `many` silent guests join as many others, when memory is measured")
	flags.BoolVar(&o.exercise, "exercise", false, "measure the solution in exercise.go")
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
	case err != nil:
	case flags.NArg() > 0:
		err = fmt.Errorf("nobody knows what to do with %q", flags.Arg(0))
	case o.rounds < 1 || o.idle < 1 || o.plan.span <= 0 || o.plan.receivers < 1:
		err = errors.New("rounds, guests and time are more than 0")
	case o.plan.senders < 1 || o.plan.senders > 10:
		err = fmt.Errorf("there are 1 to 10 senders, not %d", o.plan.senders)
	}
	return o, err
}

func run(plan plan, rounds, idle int, exercise bool) error {
	dir, err := os.MkdirTemp("", "chat")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers, err := findServers(dir, exercise)
	if err != nil {
		return err
	}
	var taken []round
	for i := range rounds {
		r, err := takeRound(plan, idle, servers)
		if err != nil {
			return err
		}
		taken = append(taken, r)
		fmt.Fprintf(os.Stderr, "round %d of %d: %.1f million lines/s\n", i+1, rounds, r["Go"].rate()/1e6)
	}
	if !report(os.Stdout, taken) {
		return errors.New("not all of that is a pass; on a busy machine measure again, with more -rounds")
	}
	return nil
}

// A round is one measurement of each server that there is, by name.
type round map[string]figures

// stalled is the server in Go, and one guest more, who joins and reads nothing.
const stalled = "Go, one stalled"

func takeRound(plan plan, idle int, servers []server) (round, error) {
	taken := round{}
	for _, s := range servers {
		f, err := plan.measure(s.command)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		if s.name == "Go" {
			if f.idle, err = idleMemory(s.command, idle); err != nil {
				return nil, err
			}
			withStalled := plan
			withStalled.stalled = true
			if taken[stalled], err = withStalled.measure(s.command); err != nil {
				return nil, fmt.Errorf("%s: %w", stalled, err)
			}
		}
		taken[s.name] = f
	}
	return taken, nil
}
