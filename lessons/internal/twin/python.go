package twin

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed virtual.py
var virtual string

// patience is for all of a Python program's run, in real time.
const patience = 60 * time.Second

// ErrNoPython is what [Find] returns where there is nobody to ask.
var ErrNoPython = errors.New("no python3 ≥ 3.11 on PATH runs, so nobody has asked Python")

// python runs the program in the file slide on virtual.py's clock.
func python(ctx context.Context, interpreter, slide string) (Transcript, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, interpreter, "-c", virtual, slide)
	cmd.Env = append(os.Environ(), "PYTHONUTF8=1")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second
	failed := cmd.Run()
	t, err := decode(stdout.String())
	t.Stderr = stderr.String()
	if failed != nil && ctx.Err() != nil {
		failed = fmt.Errorf("did not end in time: %w", ctx.Err())
	}
	if failed != nil {
		return t, fmt.Errorf("%s: %w\n%s", slide, failed, t.aside())
	}
	return t, err
}

// decode reads what virtual.py writes: microseconds, a tab, the line.
func decode(stdout string) (Transcript, error) {
	t := Transcript{Who: "Python"}
	for row := range strings.Lines(stdout) {
		micros, text, _ := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		at, err := strconv.ParseInt(micros, 10, 64)
		if err != nil {
			return t, fmt.Errorf("twin: Python wrote a line without its time: %q", row)
		}
		t.add(time.Duration(at)*time.Microsecond, text)
	}
	return t, nil
}

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
	return "", cmp.Or(ctx.Err(), ErrNoPython)
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
