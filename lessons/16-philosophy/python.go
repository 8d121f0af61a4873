package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gosyncio/lessons/internal/python"
)

//go:embed slide.py firstlink.py measure.py
var programs embed.FS

// measurePython runs measure.py on the encyclopedia at base.
func measurePython(ctx context.Context, base string, c command) (r result, err error) {
	args := append([]string{base, c.plan.Goal, strconv.Itoa(c.plan.Limit), strconv.Itoa(c.plan.Workers)}, c.plan.Starts...)
	printed, err := runPython(ctx, "measure.py", args...)
	if err != nil {
		return r, err
	}
	into := map[string]*measurement{
		"one chain in sequence": &r.oneInSequence, "one chain concurrently": &r.oneAtOnce,
		"many chains in sequence": &r.manyInSequence, "many chains concurrently": &r.manyAtOnce,
	}
	for line := range strings.Lines(printed) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || into[fields[0]] == nil {
			return r, fmt.Errorf("measure.py printed %q: want a name, the reads and the seconds", line)
		}
		m := into[fields[0]]
		delete(into, fields[0])
		reads, err := strconv.Atoi(fields[1])
		seconds, err2 := strconv.ParseFloat(fields[2], 64)
		if err := errors.Join(err, err2); err != nil {
			return r, err
		}
		m.reads, m.took = reads, time.Duration(seconds*float64(time.Second))
	}
	if len(into) > 0 {
		return r, errors.New("measure.py printed too few lines: want four")
	}
	return r, nil
}

// runPython runs one of the Python programs here and returns what it prints.
func runPython(ctx context.Context, program string, args ...string) (string, error) {
	dir, err := os.MkdirTemp("", "gosyncio")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, fs.FS(programs)); err != nil {
		return "", err
	}
	return python.Output(ctx, append([]string{filepath.Join(dir, program)}, args...)...)
}
