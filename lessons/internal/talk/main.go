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
	"syscall"

	"gosyncio/task"
)

const usage = `Usage: %s [flags]

Without -addr it plays a scripted conversation with itself, and ends.

`

// example is a flag's value in the help text, if it takes one.
var example = map[string]string{"addr": " 127.0.0.1:8888"}

// Main is the main function of a lesson with sockets. Without arguments it runs
// the kitchen, with -addr it serves. It prints an error as one sentence; the exit
// code is 2 if the command line is wrong, else 1. Ctrl-C and SIGTERM end a server
// without an error, and a kitchen with one. What a server writes to out is lost
// where nobody reads it, and delays nobody. A lesson may have flags of its own,
// made with package flag.
func Main(kitchen func(ctx context.Context, out io.Writer) error, serve Serve) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	addr, err := parse(flag.CommandLine, os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Printf(usage, name)
		flag.VisitAll(func(f *flag.Flag) { fmt.Printf("  -%-21s %s\n", f.Name+example[f.Name], f.Usage) })
		return
	case err != nil:
		fmt.Fprintf(os.Stderr, "%s: %v; -h lists the flags.\n", name, err)
		os.Exit(2)
	}
	err = run(func(ctx context.Context) error {
		if addr != "" {
			log := newLossyLog(os.Stdout)
			defer log.close()
			return serve(ctx, addr, log)
		}
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v.\n", name, err)
		os.Exit(1)
	}
}

// run says in a word that Ctrl-C stopped program, and what to do where a port is
// the problem.
func run(program func(ctx context.Context) error) error {
	interrupted := false
	err := task.Main(func(ctx context.Context) error {
		defer func() { interrupted = ctx.Err() != nil }() // nothing else ends it before
		return program(ctx)
	})
	if interrupted && errors.Is(err, context.Canceled) {
		return errors.New("interrupted")
	}
	return advise(err)
}

// advise adds what to do where another port would help: one that is taken, and
// one that needs more rights. Any other address that is wrong stays wrong.
func advise(err error) error {
	failed, ok := errors.AsType[*net.OpError](err)
	if !ok || failed.Op != "listen" {
		return err
	}
	for _, port := range []error{
		syscall.EADDRINUSE, syscall.EACCES,
		syscall.Errno(10048), syscall.Errno(10013), // as Windows calls them
	} {
		if errors.Is(err, port) {
			return fmt.Errorf("%w; take another port, or port 0, which means any free one", err)
		}
	}
	return err
}

// parse returns the address that the arguments ask for, if any.
func parse(flags *flag.FlagSet, args []string) (addr string, err error) {
	flags.Init("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&addr, "addr", "", "serve there until Ctrl-C; port 0 means any free one")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		return "", fmt.Errorf("unknown argument %q: want flags only", flags.Arg(0))
	}
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "addr" })
	if !given {
		return "", nil
	}
	if err := CheckAddr(addr); err != nil {
		return "", err
	}
	return addr, nil
}

// CheckAddr returns an error if addr, which was given as -addr, is not HOST:PORT.
func CheckAddr(addr string) error {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return fmt.Errorf("-addr is %q: want HOST:PORT, such as 127.0.0.1:8888", addr)
	}
	return nil
}
