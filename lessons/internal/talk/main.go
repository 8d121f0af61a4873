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

const usage = `Usage: %s [-addr HOST:PORT]

Without -addr it plays a conversation with itself, and ends.

  -addr 127.0.0.1:8888   serve there until Ctrl-C; port 0 is whichever is free
`

// Main is the main function of a lesson with sockets. Without arguments it
// runs the kitchen, with -addr it serves. What goes wrong is said in one
// sentence; the exit code is 2 if it was the command line, else 1.
func Main(kitchen func(out io.Writer) task.Func[task.None], serve Serve) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	addr, err := parse(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Printf(usage, name)
		return
	case err != nil:
		fmt.Fprintf(os.Stderr, "%s: %v; -h says what there is.\n", name, err)
		os.Exit(2)
	}
	program := kitchen(os.Stdout)
	if addr != "" {
		program = serve(addr, os.Stdout)
	}
	if _, err := task.Run(context.Background(), program); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v.\n", name, err)
		os.Exit(1)
	}
}

// parse returns the address that the arguments ask for, if any.
func parse(args []string) (addr string, err error) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&addr, "addr", "", "")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		return "", fmt.Errorf("nobody knows what to do with %q", flags.Arg(0))
	}
	given := false
	flags.Visit(func(*flag.Flag) { given = true })
	if !given {
		return "", nil
	}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return "", fmt.Errorf("-addr should look like 127.0.0.1:8888, not %q", addr)
	}
	return addr, nil
}
