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
	"fmt"
	"io"
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
)

func main() {
	if probing() {
		return
	}
	measure.Main("peers", parse, run)
}

const usage = `usage: go run . [flags], in the folder lessons/internal/ratios/peers

It measures gosyncio and its peers, tries how they behave, and prints one table.

`

func parse(args []string, out io.Writer) (measure.Options, error) {
	o := measure.Options{Rounds: 5, Span: 100 * time.Millisecond}
	err := o.Parse(o.Flags("peers", "; 0 only tries how they behave"), args, usage, out)
	switch {
	case err != nil:
		return o, err
	case o.Rounds < 0:
		return o, fmt.Errorf("-rounds is %d: want 0 or more", o.Rounds)
	case o.Write != "" && (o.Rounds == 0 || o.Busy):
		return o, errors.New("-write replaces the whole table: want at least 1 in -rounds, and no -busy")
	}
	return o, nil
}

// run measures, tries and prints. It writes only if nothing failed.
func run(ctx context.Context, o measure.Options, out, progress io.Writer) error {
	page := measure.Page{File: o.Write, Name: "peers"}
	if err := page.Check(); err != nil {
		return err
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
	if strings.Contains(table, noFigure) {
		return errors.New("a benchmark has no figure, so nothing is written: run it by itself with go test -bench")
	}
	return page.Replace(table)
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

func measureAll(ctx context.Context, o measure.Options, progress io.Writer) ([]measure.Figures, error) {
	if o.Rounds == 0 {
		return nil, nil
	}
	plan := o.Plan("..", progress)
	for _, r := range rows {
		for _, p := range peers {
			if r.has(p) {
				plan.Benchmarks = append(plan.Benchmarks, r.of(p))
			}
		}
	}
	return plan.Run(ctx)
}
