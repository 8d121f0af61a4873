// Ratios measures what the packages cost beside the code that a program needs
// without them, without and with a task.Run around it, and prints the table
// that stands in the README.
//
//	go run ./lessons/internal/ratios [-rounds 9] [-time 200ms] [-cpu 2,4,8] [-busy] [-only gather] [-write README.md]
//
// Seconds mean little on a shared machine; a ratio between two measurements
// taken one right after the other means more. So each round takes every
// benchmark once, in a process of its own, the baseline next to its contender,
// and the table has the median of the rounds' ratios. The folder peers compares
// the packages with other modules.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
)

func main() {
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // so a second Ctrl-C ends the process
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	rounds int
	span   time.Duration
	cpus   []int // 0 is as many as there are
	busy   bool
	rows   []row
	write  string
}

const usage = `usage: go run ./lessons/internal/ratios [flags], from the module's root

It measures each row of the README's table and prints the table. It exits with 1
if a figure is above its bound, or if something fails.

`

func parse(args []string, out io.Writer) (options, error) {
	o := options{cpus: []int{0}, rows: rows}
	flags := flag.NewFlagSet("ratios", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 9, "how many times to measure; the table has the medians")
	flags.DurationVar(&o.span, "time", 200*time.Millisecond, "how long one benchmark runs in one round")
	cpu := flags.String("cpu", "", "measure at these values of GOMAXPROCS: 2,4,8 gives three tables")
	only := flags.String("only", "", "measure only the rows whose benchmark's name contains `text`: gather, Drain")
	flags.BoolVar(&o.busy, "busy", false, "compare the time on processors, for a machine that others use too")
	flags.StringVar(&o.write, "write", "", "replace the table in `file`; nothing is written if something fails")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		flags.SetOutput(out)
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, fmt.Errorf("%w: -h lists the flags", err)
	case flags.NArg() > 0:
		return o, fmt.Errorf("unknown argument %q: want only flags, -h lists them", flags.Arg(0))
	case o.rounds < 1:
		return o, fmt.Errorf("-rounds is %d: want at least 1", o.rounds)
	case o.span <= 0:
		return o, fmt.Errorf("-time is %v: want more than 0s", o.span)
	case o.write != "" && (*only != "" || *cpu != "" || o.busy):
		return o, errors.New("-write replaces the whole table: leave out -only, -cpu and -busy")
	}
	if o.rows = matching(*only); len(o.rows) == 0 {
		return o, fmt.Errorf("-only %q matches no row: want a part of a benchmark's name, such as gather or Drain", *only)
	}
	if *cpu != "" {
		o.cpus, err = integers(*cpu)
	}
	return o, err
}

// integers reads the value of -cpu.
func integers(list string) (ns []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-cpu has %q: want numbers above 0, such as 2,4,8", text)
		}
		ns = append(ns, n)
	}
	return ns, nil
}

// run measures and prints. It writes only if every row has its figure, and none
// is above its bound.
func run(ctx context.Context, o options, out, progress io.Writer) error {
	page := measure.Page{File: o.write, Name: "ratios"}
	if o.write != "" {
		if err := page.Check(); err != nil {
			return err
		}
	}
	plan := measure.Plan{Root: ".", Rounds: o.rounds, Span: o.span, Busy: o.busy, Progress: progress}
	for _, r := range o.rows {
		plan.Benchmarks = append(plan.Benchmarks, r.benchmarks()...)
	}
	var table string
	var found []string
	for _, cpu := range o.cpus {
		if plan.CPU = cpu; cpu > 0 {
			fmt.Fprintf(out, "\nGOMAXPROCS=%d\n\n", cpu)
		}
		rounds, err := plan.Run(ctx)
		if err != nil {
			return err
		}
		table = render(o.rows, rounds)
		fmt.Fprint(out, table)
		found = append(found, faults(o.rows, rounds, o.write != "")...)
	}
	if len(found) > 0 {
		found = append(found, "on a busy machine measure again, with more -rounds or with -busy")
		if o.write != "" {
			found = append(found, o.write+" is unchanged")
		}
		return errors.New(strings.Join(found, "\n"))
	}
	if o.write != "" {
		return page.Replace(table)
	}
	return nil
}
