package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gosyncio/lessons/internal/python"
)

//go:embed slide.py
var slide string

// python has slide.py measure the same load, if there is somebody who can.
func (l load) python(ctx context.Context) (result, error) {
	text, err := python.Output(ctx, "-c", slide, strconv.Itoa(l.jobs), strconv.Itoa(l.rounds))
	if err != nil {
		return nil, err
	}
	return parse(text)
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
