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

// inPython are the ways of slide.py, in this order.
var inPython = []string{"in sequence", "asyncio", "threads"}

// parse reads who has measured, such as Python 3.11.7, and then a figure from
// each line.
func parse(text string) (r result, err error) {
	who, rows, _ := strings.Cut(text, "\n")
	if who = strings.TrimSpace(who); !strings.HasPrefix(who, "Python ") {
		return nil, fmt.Errorf("it said %q", who)
	}
	for line := range strings.Lines(rows) {
		f, err := parseFigure(line)
		if err != nil {
			return nil, err
		}
		if len(r) == len(inPython) || f.way != inPython[len(r)] {
			return nil, fmt.Errorf("it said %q", line)
		}
		f.who = who
		r = append(r, f)
	}
	if len(r) < len(inPython) {
		return nil, errors.New("it didn't measure all")
	}
	return r, nil
}

// parseFigure reads a line: way, boil, knead, with tabs in between.
func parseFigure(line string) (f figure, err error) {
	fields := strings.Split(strings.TrimSpace(line), "\t")
	if len(fields) != 3 {
		return f, fmt.Errorf("it said %q", line)
	}
	boil, err1 := time.ParseDuration(fields[1] + "s")
	knead, err2 := time.ParseDuration(fields[2] + "s")
	if err1 != nil || err2 != nil || min(boil, knead) <= 0 {
		return f, fmt.Errorf("it said %q", line)
	}
	return figure{way: fields[0], boil: boil, knead: knead}, nil
}
