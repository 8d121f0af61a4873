// Ratios measures what the packages cost beside the code that a program needs
// without them, without and with a task.Run around it, and prints the table
// that stands in the README.
//
//	go run ./lessons/internal/ratios [-rounds 9] [-time 200ms] [-cpu 2,4,8] [-busy] [-only gather] [-write README.md]
//
// Seconds mean little on a shared machine; a ratio between two measurements
// taken one right after the other means more. So each round takes every
// benchmark once, in a process of its own, the baseline next to its contender,
// and the table has the median of the rounds' ratios. Rows that come out above
// their bounds are measured for as many rounds again, since that can be noise; a
// row whose median is above its bound after them is reported. The folder peers compares
// the packages with other modules.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"gosyncio/lessons/internal/ratios/measure"
)

func main() { measure.Main("ratios", parse, run) }

// options are what the command line says.
type options struct {
	measure.Options
	cpus []int // 0 is as many as there are
	rows []row
}

const usage = `usage: go run ./lessons/internal/ratios [flags], from the module's root

It measures each row of the README's table and prints the table. It exits with 1
if a figure is above its bound, or if something fails.

`

func parse(args []string, out io.Writer) (options, error) {
	o := options{Options: measure.Options{Rounds: 9, Span: 200 * time.Millisecond}, cpus: []int{0}, rows: rows}
	flags := o.Flags("ratios", "")
	cpu := flags.String("cpu", "", "measure at these values of GOMAXPROCS: 2,4,8 gives three tables")
	only := flags.String("only", "", "measure only the rows whose benchmark's name contains `text`: gather, Drain")
	err := o.Parse(flags, args, usage, out)
	switch {
	case err != nil:
		return o, err
	case o.Rounds < 1:
		return o, fmt.Errorf("-rounds is %d: want at least 1", o.Rounds)
	case o.Write != "" && (*only != "" || *cpu != "" || o.Busy):
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
	page := measure.Page{File: o.Write, Name: "ratios"}
	if err := page.Check(); err != nil {
		return err
	}
	plan := o.Plan(".", progress)
	var table string
	var found []string
	for _, cpu := range o.cpus {
		if plan.CPU = cpu; cpu > 0 {
			fmt.Fprintf(out, "\nGOMAXPROCS=%d\n\n", cpu)
		}
		rounds, err := measureRows(ctx, plan, o, progress)
		if err != nil {
			return err
		}
		table = render(o.rows, rounds)
		fmt.Fprint(out, table)
		found = append(found, faults(o.rows, rounds, o.Write != "")...)
	}
	if len(found) > 0 {
		found = append(found, "on a busy machine measure again, with more -rounds or with -busy")
		if o.Write != "" {
			found = append(found, o.Write+" is unchanged")
		}
		return errors.New(strings.Join(found, "\n"))
	}
	return page.Replace(table)
}

// measureRows measures every row, and then again those that have a fault.
func measureRows(ctx context.Context, plan measure.Plan, o options, progress io.Writer) ([]measure.Figures, error) {
	plan.Benchmarks = benchmarks(o.rows)
	rounds, err := plan.Run(ctx)
	if err != nil {
		return nil, err
	}
	doubtful := slices.DeleteFunc(slices.Clone(o.rows), func(r row) bool {
		return len(faults([]row{r}, rounds, o.Write != "")) == 0
	})
	if len(doubtful) == 0 {
		return rounds, nil
	}
	fmt.Fprintf(progress, "%d of %d rows are above their bounds or have no figure: they are measured again\n", len(doubtful), len(o.rows))
	plan.Benchmarks = benchmarks(doubtful)
	again, err := plan.Run(ctx)
	return append(rounds, again...), err
}
