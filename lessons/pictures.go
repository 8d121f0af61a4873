package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/svg"
	"gosyncio/lessons/internal/walk"
)

// traced runs a lesson, as a child, and makes a picture of its trace.
func traced(ctx context.Context, program string, line func(at time.Duration, text string)) (picture.Picture, error) {
	var lines []string
	trace := program + ".trace"
	err := lesson.Play(ctx, program, trace, func(at time.Duration, text string) {
		lines = append(lines, text)
		line(at, text)
	})
	if err != nil {
		return picture.Picture{}, err // its trace is hardly whole
	}
	seen, err := read(trace, lines...)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = walk.NoPicture{Why: errors.New("the program left no trace")}
	case err != nil:
		err = walk.NoPicture{Why: err}
	}
	return seen, err
}

// read makes a picture of the trace in a file.
func read(name string, lines ...string) (picture.Picture, error) {
	file, err := os.Open(name)
	if err != nil {
		return picture.Picture{}, err
	}
	defer file.Close()
	return picture.Read(file, lines...)
}

// picture shows the trace of any program.
func (o order) picture(desk walk.Walk) error {
	name := o.names[0]
	seen, err := read(name)
	switch _, elsewhere := errors.AsType[*fs.PathError](err); {
	case elsewhere:
		return err // it names the file
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	}
	base := filepath.Base(name)
	run := layout.Run{Title: strings.TrimSuffix(base, filepath.Ext(base)), Picture: seen}
	switch err := desk.Draw(run); {
	case errors.As(err, new(walk.NoPicture)):
		fmt.Fprintln(desk, err)
	case err != nil:
		return err
	}
	return o.print(desk, run)
}

// print writes an SVG of the runs, if one was asked for. Only a whole one
// replaces what is there.
func (o order) print(desk walk.Walk, runs ...layout.Run) error {
	if o.svg == "" {
		return nil
	}
	if slices.ContainsFunc(runs, walk.Blank) {
		return fmt.Errorf("%s isn't written: there is no picture", o.svg)
	}
	var drawn bytes.Buffer
	var err error
	if len(runs) == 1 {
		err = svg.Draw(&drawn, runs[0].Picture, svg.Options{Title: runs[0].Title, Subtitle: runs[0].Subtitle})
	} else {
		err = svg.Compare(&drawn, runs[0], runs[1], svg.Options{})
	}
	if err == nil {
		err = os.WriteFile(o.svg, drawn.Bytes(), 0o644)
	}
	if err == nil {
		fmt.Fprintf(desk, "%s is written\n", o.svg)
	}
	return err
}
