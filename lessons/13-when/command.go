package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"gosyncio/task"
)

// command measures as the flags say, and returns the exit code.
func command(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("13-when", flag.ContinueOnError)
	flags.SetOutput(stderr)
	file := flags.String("svg", "", "also draw the bars into this `file`")
	l := load{jobs: jobs}
	flags.IntVar(&l.rounds, "rounds", 3, "measure so many times; the best one counts")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err == nil && (flags.NArg() > 0 || l.rounds < 1):
		fmt.Fprintln(stderr, "13-when: takes flags only, and at least one round; see -h")
		return 2
	case err != nil:
		return 2
	}
	var measured result
	_, err := task.Run(context.Background(), measuring(l, func(r result, missing error) {
		measured = r
		measured.table(stdout, missing)
		measured.conclude(stdout)
	}))
	if err == nil && *file != "" {
		var drawn bytes.Buffer
		err = errors.Join(measured.svg(&drawn), os.WriteFile(*file, drawn.Bytes(), 0o644))
	}
	if err != nil {
		fmt.Fprintln(stderr, "13-when:", err)
		return 1
	}
	return 0
}
