package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

//go:embed slide.py
var slide string

var errNoPython = errors.New("no python3 ≥ 3.11 on PATH runs")

// python has slide.py measure the same load, if there is somebody who can.
func (l load) python(ctx context.Context) (result, error) {
	const modern = "import sys; sys.exit(sys.version_info < (3, 11))"
	if exec.CommandContext(ctx, "python3", "-c", modern).Run() != nil {
		return nil, errNoPython
	}
	cmd := exec.CommandContext(ctx, "python3", "-c", slide, strconv.Itoa(l.jobs), strconv.Itoa(l.rounds))
	cmd.Env = append(os.Environ(), "PYTHONUTF8=1")
	cmd.Stderr = os.Stderr
	cmd.WaitDelay = time.Second
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("slide.py: %w", err)
	}
	return parse(string(text))
}

// parse reads a figure from each line: way, boil, knead, with tabs in between.
func parse(text string) (r result, err error) {
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("it said %q", line)
		}
		boil, err1 := time.ParseDuration(fields[1] + "s")
		knead, err2 := time.ParseDuration(fields[2] + "s")
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		r = append(r, figure{"Python", fields[0], boil, knead})
	}
	return r, nil
}
