// Package python finds a Python that is new enough for the lessons' twins. It
// needs no test, so a program can ask as well.
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
	"time"
)

// ErrNone is what [Find] returns where there is nobody to ask.
var ErrNone = errors.New("no python3 ≥ 3.11 on PATH runs")

// Find returns the first Python on path that is new enough. Being there is not
// enough: pyenv, for one, leaves commands on PATH that only print advice.
func Find(ctx context.Context, path string) (string, error) {
	names := []string{"python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"}
	for _, name := range names {
		for _, dir := range filepath.SplitList(path) {
			file, err := exec.LookPath(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			if interpreter, ok := modern(ctx, file); ok {
				return interpreter, nil
			}
		}
	}
	return "", cmp.Or(ctx.Err(), ErrNone)
}

// Output runs a program with the first Python on PATH that is new enough, and
// returns what it prints, with \n at the end of each line. args are those of
// the python3 command. It fails with [ErrNone] if there is nobody to ask, and
// with what the program said on stderr if the program fails.
func Output(ctx context.Context, args ...string) (string, error) {
	interpreter, err := Find(ctx, os.Getenv("PATH"))
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, interpreter, args...)
	cmd.Env = append(os.Environ(), "PYTHONUTF8=1", "PYTHONDONTWRITEBYTECODE=1")
	cmd.WaitDelay = time.Second
	printed, err := cmd.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", fmt.Errorf("python3: %w\n%s", failed, failed.Stderr)
	}
	return strings.ReplaceAll(string(printed), "\r\n", "\n"), err
}

// modern asks file whether it is Python ≥ 3.11 and where its interpreter
// really is, which saves going through a slow wrapper a second time.
func modern(ctx context.Context, file string) (interpreter string, ok bool) {
	const question = "import sys; print(sys.version_info >= (3, 11)); print(sys.executable)"
	answer, err := exec.CommandContext(ctx, file, "-c", question).Output()
	is, where, _ := strings.Cut(string(answer), "\n")
	if err != nil || strings.TrimSpace(is) != "True" {
		return "", false
	}
	if where = strings.TrimSpace(where); where == "" {
		return file, true
	}
	return where, true
}
