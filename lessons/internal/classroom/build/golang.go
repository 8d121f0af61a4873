package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
)

// golang runs the go command in a folder, for js/wasm, and returns what it prints. The
// user's settings do not change what it makes.
func golang(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOEXPERIMENT=", "GOFLAGS=", "CGO_ENABLED=0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && len(failed.Stderr) > 0 {
		err = errors.New(string(bytes.TrimSpace(failed.Stderr)))
	}
	return out, err
}

// known are faults of the machine, by what the go command or the system says about
// them.
var known = []struct {
	said     []string
	sentence string
}{
	{
		[]string{exec.ErrNotFound.Error()},
		lesson.ErrNoGo.Error(),
	}, {
		[]string{"no space left on device", "not enough space on the disk", "disk quota exceeded"},
		"the disk is full: make room, and start again",
	}, {
		[]string{"module lookup disabled", "dial tcp", "no such host", "cannot find module providing", "no required module provides", "cannot query module"},
		"a module that the lessons need is not on this machine: run go mod download once, with a network",
	},
}

// explain says in one sentence what is wrong with the machine. What the compiler
// says about a program stays as it is.
func explain(err error) error {
	if err == nil {
		return nil
	}
	for _, fault := range known {
		for _, said := range fault.said {
			if strings.Contains(err.Error(), said) {
				return machineError{fault.sentence, err}
			}
		}
	}
	return err
}

// A machineError has one sentence, and the error that it is about.
type machineError struct {
	sentence string
	err      error
}

func (e machineError) Error() string { return e.sentence }
func (e machineError) Unwrap() error { return e.err }

// megabytes is a size as a person reads it.
func megabytes(n int) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
