// Peers compares gosyncio with other ways to run functions side by side: their
// cost, and their behaviour when a function fails, exits or panics, or when the
// caller is cancelled. It prints one table.
//
//	go run . [-rounds 5] [-time 100ms] [-busy] [-write ../../../../README.md]
//
// The costs are ratios to goroutines, a WaitGroup and channels: medians of
// rounds, in each of which a benchmark runs once, in a process of its own. The
// behaviour is found by running it, in a process of its own too. gosyncio runs
// under task.Run.
//
// It is a module of its own, so that no student has to download the peers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
)

func main() {
	if probing() {
		return
	}
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // so a second Ctrl-C ends the process
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	rounds int
	span   time.Duration
	busy   bool
	write  string
}

const usage = `usage: go run . [flags], in the folder lessons/internal/ratios/peers

It measures gosyncio and its peers, tries how they behave, and prints one table.

`

func parse(args []string, out io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 5, "how many times to measure; the table has the medians; 0 only tries how they behave")
	flags.DurationVar(&o.span, "time", 100*time.Millisecond, "how long one benchmark runs in one round")
	flags.BoolVar(&o.busy, "busy", false, "compare the time on processors, for a machine that others use too")
	flags.StringVar(&o.write, "write", "", "replace the table in `file`; nothing is written if something fails")
	err = flags.Parse(args)
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
	case o.rounds < 0:
		return o, fmt.Errorf("-rounds is %d: want 0 or more", o.rounds)
	case o.span <= 0:
		return o, fmt.Errorf("-time is %v: want more than 0s", o.span)
	case o.write != "" && (o.rounds == 0 || o.busy):
		return o, errors.New("-write replaces the whole table: want at least 1 in -rounds, and no -busy")
	}
	return o, nil
}

// run measures, tries and prints. It writes only if nothing failed.
func run(ctx context.Context, o options, out, progress io.Writer) error {
	page := measure.Page{File: o.write, Name: "peers"}
	if o.write != "" {
		if err := page.Check(); err != nil {
			return err
		}
	}
	found, err := tryAll(ctx, progress)
	if err != nil {
		return err
	}
	rounds, err := measureAll(ctx, o, progress)
	if err != nil {
		return err
	}
	table := render(rounds, found)
	fmt.Fprint(out, table)
	switch {
	case strings.Contains(table, noFigure):
		return errors.New("a benchmark has no figure, so nothing is written: run it by itself with go test -bench")
	case o.write != "":
		return page.Replace(table)
	}
	return nil
}

func tryAll(ctx context.Context, progress io.Writer) (map[string]string, error) {
	fmt.Fprintf(progress, "%d probes of %d peers take about a minute, then the costs are measured\n", len(probes), len(peers))
	found := map[string]string{}
	for _, pr := range probes {
		for _, p := range peers {
			did, err := pr.ask(ctx, p)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", pr.name, p.name, err)
			}
			found[pr.name+"/"+p.name] = did
		}
	}
	return found, nil
}

func measureAll(ctx context.Context, o options, progress io.Writer) ([]measure.Figures, error) {
	if o.rounds == 0 {
		return nil, nil
	}
	plan := measure.Plan{Root: "..", Rounds: o.rounds, Span: o.span, Busy: o.busy, Progress: progress}
	for _, r := range rows {
		for _, p := range peers {
			if r.has(p) {
				plan.Benchmarks = append(plan.Benchmarks, r.of(p))
			}
		}
	}
	return plan.Run(ctx)
}
