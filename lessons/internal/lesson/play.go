package lesson

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/stopwatch"
)

// grace is how long an interrupted program may take to clean up.
const grace = 3 * time.Second

// Home finds the folder of all lessons, from wherever in the module one is.
func Home(ctx context.Context) (string, error) {
	dir, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", "gosyncio")
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		return "", errors.New("this isn't the gosyncio folder; cd into it first")
	}
	return filepath.Join(strings.TrimSpace(dir), "lessons"), err
}

// Build compiles the lesson into the folder dir and returns the program's path.
func (l Lesson) Build(ctx context.Context, dir string) (program string, err error) {
	program = filepath.Join(dir, l.String()+".exe") // Windows insists, others don't mind
	_, err = goCommand(ctx, l.Dir, "build", "-o", program, ".")
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("%s doesn't compile:\n%s", l, bytes.TrimSpace(failed.Stderr))
	}
	return program, err
}

// goCommand returns what the go command writes to stdout; if it fails, its
// stderr is in the [exec.ExitError].
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	stdout, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		err = errors.New("there is no go command on PATH; Go comes from https://go.dev/dl")
	}
	return string(stdout), err
}

// Play runs a built lesson to its end. line gets every line that it writes, to
// stdout or stderr, at once and with the time since its start.
//
// When ctx ends, Play waits for the program to end as well, and kills it only
// if that takes long. It does not tell the program: Ctrl-C in a terminal goes
// to everybody in it, and a second one would cut the program's clean-up short.
func Play(ctx context.Context, program string, line func(at time.Duration, text string)) error {
	out := stopwatch.Start(line)
	defer out.Stop()
	cmd := exec.CommandContext(ctx, program)
	cmd.Stdout, cmd.Stderr = out, out // one pipe, so in one order
	cmd.Cancel = func() error { return nil }
	cmd.WaitDelay = grace
	return cmd.Run()
}
