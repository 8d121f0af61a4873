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

// measurePython has measure.py read the encyclopedia at base.
func measurePython(ctx context.Context, base string, o order) (r result, err error) {
	args := append([]string{base, o.plan.Goal, strconv.Itoa(o.plan.Limit), strconv.Itoa(o.plan.Workers)}, o.plan.Starts...)
	text, err := runPython(ctx, "measure.py", args...)
	if err != nil {
		return r, err
	}
	into := map[string]*figure{
		"one chain in sequence": &r.oneInSequence, "one chain concurrently": &r.oneAtOnce,
		"many chains in sequence": &r.manyInSequence, "many chains concurrently": &r.manyAtOnce,
	}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || into[fields[0]] == nil {
			return r, fmt.Errorf("it said %q", line)
		}
		f := into[fields[0]]
		delete(into, fields[0])
		reads, err := strconv.Atoi(fields[1])
		seconds, err2 := strconv.ParseFloat(fields[2], 64)
		if err := errors.Join(err, err2); err != nil {
			return r, err
		}
		f.reads, f.took = reads, time.Duration(seconds*float64(time.Second))
	}
	if len(into) > 0 {
		return r, errors.New("it didn't measure all")
	}
	return r, nil
}

// runPython runs one of our programs and returns what it prints.
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
