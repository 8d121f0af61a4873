// Package python finds a Python that is new enough for the lessons' twins. It
// needs no test, so programs can use it as well.
package python

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// ErrNone is what [Find] returns where no Python is new enough.
var ErrNone = errors.New("no python3 ≥ 3.11 on PATH runs")

const (
	answerTimeout = 10 * time.Second // how long a Python may take to say its version
	waitDelay     = time.Second      // how long to read on when a child of a dead program holds its stdout
)

// Find returns the first Python on path that is new enough. A file of
// that name is not enough: pyenv, for example, leaves commands on PATH that only
// print advice. A command that prints nothing for 10 s is skipped.
func Find(ctx context.Context, path string) (string, error) {
	if known, ok := found.Load(path); ok {
		return known.(string), nil
	}
	interpreter, err := find(ctx, path, answerTimeout)
	if err == nil {
		found.Store(path, interpreter)
	}
	return interpreter, err
}

// found caches the Pythons by path: to ask one takes longer than a small program.
var found sync.Map

func find(ctx context.Context, path string, answerTimeout time.Duration) (string, error) {
	names := []string{"python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"}
	for _, name := range names {
		for _, dir := range filepath.SplitList(path) {
			file, err := exec.LookPath(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			if interpreter, ok := recent(ctx, file, answerTimeout); ok {
				return interpreter, nil
			}
		}
	}
	return "", cmp.Or(ctx.Err(), ErrNone)
}

// Output runs a program with the first Python on PATH that is new enough, and
// returns what it prints, with \n at the end of each line. args are those of
// the python3 command. It fails with [ErrNone] if there is none, with
// ctx's error if ctx ends, and with the last line on stderr if the program
// fails; the whole of it is in the [exec.ExitError].
func Output(ctx context.Context, args ...string) (string, error) {
	interpreter, err := Find(ctx, os.Getenv("PATH"))
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, interpreter, args...)
	cmd.Env = append(os.Environ(), "PYTHONUTF8=1", "PYTHONDONTWRITEBYTECODE=1")
	cmd.WaitDelay = waitDelay
	printed, err := cmd.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", cmp.Or(ctx.Err(), lastLine(failed))
	}
	return strings.ReplaceAll(string(printed), "\r\n", "\n"), err
}

// lastLine says in one line why the program failed: a traceback ends with it.
func lastLine(failed *exec.ExitError) error {
	lines := strings.Split(strings.TrimSpace(string(failed.Stderr)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return fmt.Errorf("python3: %w: %s", failed, last)
	}
	return fmt.Errorf("python3: %w", failed)
}

// recent asks file whether it is Python ≥ 3.11 and where its interpreter
// really is, which saves going through a slow wrapper a second time.
func recent(ctx context.Context, file string, answerTimeout time.Duration) (interpreter string, ok bool) {
	const program = "import sys; print(sys.version_info >= (3, 11)); print(sys.executable)"
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, "-c", program)
	cmd.WaitDelay = waitDelay
	answer, err := cmd.Output()
	is, where, _ := strings.Cut(string(answer), "\n")
	if err != nil || strings.TrimSpace(is) != "True" {
		return "", false
	}
	if where = strings.TrimSpace(where); where == "" {
		return file, true
	}
	return where, true
}
