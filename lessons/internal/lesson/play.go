package lesson

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/stopwatch"
)

// grace is how long somebody who was told to stop may take.
const grace = time.Second

// Home finds the folder of all lessons, from wherever in the module one is.
func Home(ctx context.Context) (string, error) {
	dir, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", "gosyncio")
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		why := string(bytes.TrimSpace(failed.Stderr))
		if strings.Contains(why, "go.mod file not found") || strings.Contains(why, "not a known dependency") {
			why = "this isn't the gosyncio folder; cd into it first"
		}
		err = errors.New(why)
	}
	return filepath.Join(strings.TrimSpace(dir), "lessons"), err
}

// Build compiles the lesson into the folder dir and returns the program's path.
func (l Lesson) Build(ctx context.Context, dir string) (program string, err error) {
	program = filepath.Join(dir, l.String()+".exe")                               // Windows insists, others don't mind
	_, err = goCommand(ctx, l.Dir, "build", "-ldflags=-s -w", "-o", program, ".") // linked sooner
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("%s doesn't compile:\n%s", l, bytes.TrimSpace(failed.Stderr))
	}
	return program, err
}

// goCommand returns what the go command writes to stdout; if it fails, its
// stderr is in the [exec.ExitError]. When ctx ends, the command may clean up.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	stdout, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		err = errors.New("there is no go command on PATH; Go comes from https://go.dev/dl")
	}
	return string(stdout), err
}

// Play runs a built lesson to its end, or kills it when ctx ends. line gets
// every line that it writes, to stdout or stderr, at once and with the time
// since its start. A trace of the run is in the file trace then.
func Play(ctx context.Context, program, trace string, line func(at time.Duration, text string)) error {
	out := stopwatch.Start(line)
	defer out.Stop()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), "TASKTRACE="+trace)
	cmd.Stdout, cmd.Stderr = out, out // one pipe, so in one order
	cmd.WaitDelay = grace             // for somebody whom the program has started, and who holds the pipe
	return cmd.Run()
}
