package main

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gosyncio/lessons/internal/python"
)

//go:embed slide.py
var slide string

// python runs slide.py, which measures the same load in Python.
func (l load) python(ctx context.Context) (result, error) {
	text, err := python.Output(ctx, "-c", slide, strconv.Itoa(l.jobs), strconv.Itoa(l.rounds))
	if err != nil {
		return nil, err
	}
	return parse(text)
}

// pythonWays are the ways of slide.py, in order.
var pythonWays = []string{"in sequence", "asyncio", "threads"}

// parse reads the language, such as Python 3.11.7, and then a figure from each
// line.
func parse(text string) (r result, err error) {
	language, rows, _ := strings.Cut(text, "\n")
	if language = strings.TrimSpace(language); !strings.HasPrefix(language, "Python ") {
		return nil, unexpected(language)
	}
	for line := range strings.Lines(rows) {
		f, err := parseFigure(line)
		if err != nil {
			return nil, err
		}
		if len(r) == len(pythonWays) || f.way != pythonWays[len(r)] {
			return nil, unexpected(line)
		}
		f.language = language
		r = append(r, f)
	}
	if len(r) < len(pythonWays) {
		return nil, fmt.Errorf("slide.py printed %d of %d figures", len(r), len(pythonWays))
	}
	return r, nil
}

// parseFigure reads a line: way, kettles, doughs, with tabs in between.
func parseFigure(line string) (f figure, err error) {
	fields := strings.Split(strings.TrimSpace(line), "\t")
	if len(fields) != 3 {
		return f, unexpected(line)
	}
	kettles, err1 := time.ParseDuration(fields[1] + "s")
	doughs, err2 := time.ParseDuration(fields[2] + "s")
	if err1 != nil || err2 != nil || min(kettles, doughs) <= 0 {
		return f, unexpected(line)
	}
	return figure{way: fields[0], kettles: kettles, doughs: doughs}, nil
}

func unexpected(line string) error {
	return fmt.Errorf("slide.py printed an unexpected line: %q", line)
}
