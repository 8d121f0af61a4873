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

// A measurer measures a load, as measuring does.
type measurer = func(ctx context.Context, l load, tell teller) error

// command measures as the flags say, and returns the exit code.
func command(args []string, measuring measurer, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("13-when", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("svg", "", "also draw the bars into this `file`")
	l := usual
	flags.IntVar(&l.rounds, "rounds", l.rounds, "measure so many times; the best one counts")
	err := flags.Parse(args)
	if err == nil && (flags.NArg() > 0 || l.rounds < 1) {
		err = errors.New("it takes flags only, and at least one round")
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(stdout)
		flags.Usage()
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "13-when: %v; -h says what there is.\n", err)
		return 2
	}
	if err := run(l, measuring, stdout, *file); err != nil {
		fmt.Fprintln(stderr, "13-when:", err)
		return 1
	}
	return 0
}

// run measures and tells, and draws the bars into the file, if there is to be
// one. If nothing can be written there, it says so before it measures.
func run(l load, measuring measurer, stdout io.Writer, file string) error {
	if file != "" {
		if err := writable(file); err != nil {
			return err
		}
	}
	return task.Main(func(ctx context.Context) error {
		return measuring(ctx, l, func(r result, missing error) error {
			if err := telling(stdout)(r, missing); err != nil || file == "" {
				return err
			}
			return r.draw(file)
		})
	})
}

// writable tries whether file can be written. What is there stays.
func writable(file string) error {
	_, gone := os.Lstat(file)
	opened, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	err = opened.Close()
	if errors.Is(gone, fs.ErrNotExist) {
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
