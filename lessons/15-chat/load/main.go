// Load measures the chat beside the same chat in Python:
//
//	go run ./lessons/15-chat/load [-rounds 5] [-write lessons/15-chat/TASK.md]
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
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
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
	write              string
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
	flags.StringVar(&o.write, "write", "", "replace the table in `file`; nothing is written if a row does not pass")
	err = flags.Parse(args)
	others := false // flags that would measure something else than the table says
	flags.Visit(func(f *flag.Flag) { others = others || f.Name != "rounds" && f.Name != "write" })
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
	case o.write != "" && others:
		err = errors.New("-write replaces the table: leave out all other flags but -rounds")
	}
	return o, err
}

func run(o options) error {
	page := measure.Page{File: o.write, Name: "load"}
	if o.write != "" {
		if err := page.Check(); err != nil {
			return err
		}
	}
	taken, err := takeRounds(o)
	if err != nil {
		return err
	}
	return publish(os.Stdout, taken, page)
}

// publish writes the table to out, and to the page if there is one and every row
// passes.
func publish(out io.Writer, taken []round, page measure.Page) error {
	var table strings.Builder
	pass := report(&table, taken)
	fmt.Fprint(out, table.String())
	switch {
	case !pass && page.File != "":
		return fmt.Errorf("not every row passes, so %s is unchanged; on a busy machine measure again, with more -rounds", page.File)
	case !pass:
		return errors.New("not every row passes; on a busy machine measure again, with more -rounds")
	case page.File != "":
		return page.Replace(table.String())
	default:
		return nil
	}
}

func takeRounds(o options) (taken []round, err error) {
	dir, err := os.MkdirTemp("", "chat")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	servers, err := findServers(dir, o.exercise)
	if err != nil {
		return nil, err
	}
	for i := range o.rounds {
		r, err := takeRound(o, servers)
		if err != nil {
			return nil, err
		}
		taken = append(taken, r)
		fmt.Fprintf(os.Stderr, "round %d of %d: %.1f million lines/s\n", i+1, o.rounds, r["Go"].rate()/1e6)
	}
	return taken, nil
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
