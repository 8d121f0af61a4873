package twin

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

//go:embed virtual.py
var virtual string

// timeLimit is for the whole run of a Python program, in real time.
const timeLimit = 60 * time.Second

// run runs the program in the file slide on virtual.py's clock.
func run(ctx context.Context, interpreter, slide string) (Transcript, error) {
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
		return t, fmt.Errorf("%s: %w\n%s", slide, failed, t.stderrText())
	}
	return t, err
}

// decode reads what virtual.py writes: microseconds, a tab, the line.
func decode(stdout string) (Transcript, error) {
	t := Transcript{Language: "Python"}
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
