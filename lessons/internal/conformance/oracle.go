package conformance

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"

	"gosyncio/lessons/internal/python"
)

//go:embed parts.py
var parts string

//go:embed oracle.py
var script string

// An oracle is a Python process that runs programs in asyncio.
type oracle struct {
	Version string
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// startOracle starts the first Python on PATH that is new enough.
func startOracle(ctx context.Context) (*oracle, error) {
	interpreter, err := python.Find(ctx, os.Getenv("PATH"))
	if err != nil {
		return nil, err
	}
	version, err := exec.CommandContext(ctx, interpreter, "-c", "import platform; print(platform.python_version(), end='')").Output()
	if err != nil {
		return nil, err
	}
	o := &oracle{Version: string(version), cmd: exec.CommandContext(ctx, interpreter, "-c", parts+script)}
	o.cmd.Stderr = os.Stderr
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.out = bufio.NewReader(out)
	return o, o.cmd.Start()
}

func (o *oracle) close() error {
	o.in.Close()
	return o.cmd.Wait()
}

// play runs p in asyncio.
func (o *oracle) play(p *Program) (Run, error) {
	if _, err := fmt.Fprintln(o.in, p); err != nil {
		return Run{}, err
	}
	line, err := o.out.ReadBytes('\n')
	if err != nil {
		return Run{}, fmt.Errorf("CPython has ended while it ran %s: %w", p, err)
	}
	var answer struct {
		Events, Hints [][3]any
		Tied          bool
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return Run{}, err
	}
	run := Run{Tied: answer.Tied}
	for _, e := range answer.Events {
		run.Events = append(run.Events, Event{int64(e[0].(float64)), int(e[1].(float64)), e[2].(string)})
	}
	for _, h := range answer.Hints {
		run.Hints = append(run.Hints, Hint{int64(h[0].(float64)), int(h[1].(float64)), h[2].(string)})
	}
	return run, nil
}
