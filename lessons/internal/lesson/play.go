package lesson

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/stopwatch"
)

// grace is how long a process may take to end after it was told to. The go
// command has files to remove: on a busy machine that takes longer.
const (
	grace   = time.Second
	goGrace = 10 * time.Second
)

// Home returns the folder of all lessons. It works in every folder of the
// module.
func Home(ctx context.Context) (string, error) {
	dir, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", "gosyncio")
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		why := string(bytes.TrimSpace(failed.Stderr))
		if strings.Contains(why, "go.mod file not found") || strings.Contains(why, "not a known dependency") {
			why = "this is not the gosyncio folder: cd into it first"
		}
		err = errors.New(why)
	}
	return filepath.Join(strings.TrimSpace(dir), "lessons"), err
}

// Build compiles the lesson into the folder dir and returns the program's path.
func (l Lesson) Build(ctx context.Context, dir string) (program string, err error) {
	program = filepath.Join(dir, l.String()+".exe") // Windows needs the suffix
	// Without symbols it links faster. With the VCS stamp the build would fail
	// in a clone that belongs to another user.
	_, err = goCommand(ctx, l.Dir, "build", "-buildvcs=false", "-ldflags=-s -w", "-o", program, ".")
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("%s does not compile:\n%s", l, bytes.TrimSpace(failed.Stderr))
	}
	return program, err
}

// ErrNoGo says that the go command could not be started.
var ErrNoGo = errors.New("there is no go command on PATH: install Go from https://go.dev/dl")

// goCommand runs the go command and returns its stdout; if it fails, its stderr
// is in the [exec.ExitError]. When ctx ends, the command has time to clean up.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = goGrace
	stdout, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		err = ErrNoGo
	}
	return string(stdout), err
}

// MaxOutput is how many bytes a program may print. A lesson prints a few
// hundred; without a limit an endless loop would fill the memory.
const MaxOutput = 1 << 20

var (
	errTooMuch   = fmt.Errorf("the program printed more than %d bytes and was stopped: look for an endless loop", MaxOutput)
	errLeftChild = errors.New("the program left behind a process that holds its output open; wait for it, or kill it, before main returns")
)

// Play runs a built lesson to its end, or kills it when ctx ends or when it
// prints more than [MaxOutput]. It calls line for each line that the program
// writes to stdout or stderr, at once, with the time since the start. After
// that the file trace holds a trace of the run.
func Play(ctx context.Context, program, trace string, line func(at time.Duration, text string)) error {
	ctx, kill := context.WithCancelCause(ctx)
	defer kill(nil)
	watch := stopwatch.Start(line)
	defer watch.Stop()
	out := &limited{w: watch, room: MaxOutput, full: func() { kill(errTooMuch) }}
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), "TASKTRACE="+trace)
	cmd.Stdout, cmd.Stderr = out, out // one pipe keeps the order
	cmd.WaitDelay = grace             // a process that the program left behind may hold the pipe
	err := cmd.Run()
	switch {
	case context.Cause(ctx) == errTooMuch:
		return errTooMuch
	case errors.Is(err, exec.ErrWaitDelay):
		return errLeftChild
	}
	return err
}

// A limited writer passes on so many bytes, then calls full and fails. Only one
// goroutine may write.
type limited struct {
	w    io.Writer
	room int
	full func()
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.room {
		l.w.Write(p[:l.room])
		l.room = 0
		l.full()
		return 0, errTooMuch
	}
	l.room -= len(p)
	return l.w.Write(p)
}
