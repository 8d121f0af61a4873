package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"gosyncio/lessons/internal/machine"
	"gosyncio/task"
)

// A measurer measures a load, as measureAll does.
type measurer = func(ctx context.Context, l load, report reporter) error

const usage = `Usage: 13-io-or-cpu [flags]

It measures how much faster many waiting jobs (kettles) and many
computing jobs (doughs) are, in Go and in Python.

`

// command measures as the flags say, and returns the exit code.
func command(args []string, measure measurer, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("13-io-or-cpu", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("svg", "", "draw the bars into this `file`, too")
	l := usual
	flags.IntVar(&l.rounds, "rounds", l.rounds, "measure this `many` times; the best round counts")
	err := flags.Parse(args)
	switch {
	case err != nil: // the flag package says what is wrong
	case flags.NArg() > 0:
		err = fmt.Errorf("unknown argument %q: want flags only", flags.Arg(0))
	case l.rounds < 1:
		err = fmt.Errorf("-rounds is %d: want 1 or more", l.rounds)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "13-io-or-cpu: %v; -h lists the flags\n", err)
		return 2
	}
	if err := measureAndDraw(l, measure, stdout, *file); err != nil {
		fmt.Fprintln(stderr, "13-io-or-cpu:", err)
		return 1
	}
	return 0
}

// measureAndDraw reports the result and draws the bars into file, unless that
// is empty. It fails before it measures if file cannot be written.
func measureAndDraw(l load, measure measurer, stdout io.Writer, file string) error {
	if file != "" {
		if err := checkWritable(file); err != nil {
			return err
		}
	}
	return task.Main(func(ctx context.Context) error {
		return measure(ctx, l, func(r result, missing error) error {
			if err := reportTo(stdout)(r, missing); err != nil || file == "" {
				return err
			}
			return r.draw(file)
		})
	})
}

// checkWritable opens file for writing and changes nothing.
func checkWritable(file string) error {
	_, statErr := os.Lstat(file)
	opened, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	err = opened.Close()
	if errors.Is(statErr, fs.ErrNotExist) {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

func (r result) draw(file string) error {
	var drawn bytes.Buffer
	if err := r.svg(&drawn, machine.Label(cores)); err != nil {
		return err
	}
	return os.WriteFile(file, drawn.Bytes(), 0o644)
}
