package talk

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"gosyncio/task"
)

const usage = `Usage: %s [flags]

Without -addr it plays a scene with itself, and ends.

`

// example is what a flag may be given, if it takes something.
var example = map[string]string{"addr": " 127.0.0.1:8888"}

// Main is the main function of a lesson with sockets. Without arguments it
// runs the kitchen, with -addr it serves. What goes wrong is said in one
// sentence; the exit code is 2 if it was the command line, else 1. Ctrl-C is
// the end of a server, but goes wrong in a kitchen. A lesson may have flags of
// its own, made with package flag.
func Main(kitchen func(ctx context.Context, out io.Writer) error, serve Serve) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	addr, err := parse(flag.CommandLine, os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Printf(usage, name)
		flag.VisitAll(func(f *flag.Flag) { fmt.Printf("  -%-21s %s\n", f.Name+example[f.Name], f.Usage) })
		return
	case err != nil:
		fmt.Fprintf(os.Stderr, "%s: %v; -h says what there is.\n", name, err)
		os.Exit(2)
	}
	err = run(func(ctx context.Context) error {
		if addr != "" {
			return serve(ctx, addr, os.Stdout)
		}
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v.\n", name, err)
		os.Exit(1)
	}
}

// run says in a word that it was Ctrl-C that stopped program, and of a port
// what to do.
func run(program func(ctx context.Context) error) error {
	interrupted := false
	err := task.Main(func(ctx context.Context) error {
		defer func() { interrupted = ctx.Err() != nil }() // nothing else ends it before
		return program(ctx)
	})
	failed, ok := errors.AsType[*net.OpError](err)
	switch {
	case interrupted && errors.Is(err, context.Canceled):
		return errors.New("interrupted")
	case ok && failed.Op == "listen":
		return fmt.Errorf("%w; take another port, 0 is whichever is free", err)
	default:
		return err
	}
}

// parse returns the address that the arguments ask for, if any.
func parse(flags *flag.FlagSet, args []string) (addr string, err error) {
	flags.Init("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&addr, "addr", "", "serve there until Ctrl-C; port 0 is whichever is free")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		return "", fmt.Errorf("nobody knows what to do with %q", flags.Arg(0))
	}
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "addr" })
	if !given {
		return "", nil
	}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return "", fmt.Errorf("-addr should look like 127.0.0.1:8888, not %q", addr)
	}
	return addr, nil
}
