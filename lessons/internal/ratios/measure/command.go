package measure

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// Main is the main function of a command: parse reads the command line, and run
// measures and prints. A command line that is wrong exits with 2, a failure with
// 1. The first Ctrl-C ends run's ctx, the second one ends the process.
func Main[O any](name string, parse func(args []string, out io.Writer) (O, error), run func(ctx context.Context, o O, out, progress io.Writer) error) {
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// Options are what each command lets the user choose.
type Options struct {
	Rounds int           // how many times to measure
	Span   time.Duration // how long one benchmark runs in one round
	Busy   bool          // compare the time on processors
	Write  string        // the file to write the table to
}

// Flags makes the flags of the options, which hold the defaults. rounds is added
// to the words about -rounds.
func (o *Options) Flags(name, rounds string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.Rounds, "rounds", o.Rounds, "how many times to measure; the table has the medians"+rounds)
	flags.DurationVar(&o.Span, "time", o.Span, "how long one benchmark runs in one round")
	flags.BoolVar(&o.Busy, "busy", o.Busy, "compare the time on processors, for a machine that others use too")
	flags.StringVar(&o.Write, "write", o.Write, "replace the table in `file`; nothing is written if something fails")
	return flags
}

// Parse reads the flags. The text of -h, which is usage and the list of the
// flags, goes to out.
func (o *Options) Parse(flags *flag.FlagSet, args []string, usage string, out io.Writer) error {
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		flags.SetOutput(out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return fmt.Errorf("%w: -h lists the flags", err)
	case flags.NArg() > 0:
		return fmt.Errorf("unknown argument %q: want only flags, -h lists them", flags.Arg(0))
	case o.Span <= 0:
		return fmt.Errorf("-time is %v: want more than 0s", o.Span)
	}
	return nil
}

// Plan is to measure benchmarks of packages in the folder root, as the options
// say.
func (o Options) Plan(root string, progress io.Writer) Plan {
	return Plan{Root: root, Rounds: o.Rounds, Span: o.Span, Busy: o.Busy, Progress: progress}
}
