package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/svg"
	"gosyncio/lessons/internal/walk"
)

var (
	errNothing = errors.New("no picture: the trace has no goroutine of the program, " +
		"nor one of the standard library's or of golang.org/x")
	errNoTrace = errors.New("the program left no trace")
)

// options returns how many lanes a picture may have.
func (c commandLine) options() picture.Options { return picture.Options{Lanes: c.lanes} }

// play runs a lesson as a child process, and makes a picture of its trace.
func (c commandLine) play(ctx context.Context, program string, line func(at time.Duration, text string)) (picture.Picture, error) {
	var lines []string
	trace := program + ".trace"
	err := lesson.Play(ctx, program, trace, func(at time.Duration, text string) {
		lines = append(lines, text)
		line(at, text)
	})
	if err != nil {
		return picture.Picture{}, err // its trace breaks off
	}
	file, err := os.Open(trace)
	if errors.Is(err, fs.ErrNotExist) {
		return picture.Picture{}, walk.NoPicture{Why: errNoTrace}
	}
	if err != nil {
		return picture.Picture{}, walk.NoPicture{Why: err}
	}
	defer file.Close()
	seen, err := c.options().Read(file, lines...)
	if err != nil {
		return picture.Picture{}, walk.NoPicture{Why: err}
	}
	return seen, nil
}

// picture shows the trace of any program. It fails if there is no picture.
func (c commandLine) picture(app walk.Walk) error {
	name, title := c.names[0], c.names[0]
	file := os.Stdin
	if name == "-" {
		name, title = "standard input", "trace"
	} else {
		opened, err := os.Open(name)
		if err != nil {
			return err // it names the file
		}
		defer opened.Close()
		file = opened
	}
	seen, err := c.read(file, name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	base := filepath.Base(title)
	run := layout.Run{Title: strings.TrimSuffix(base, filepath.Ext(base)), Picture: seen}
	if err := app.Draw(run); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return c.print(app, run)
}

// read makes a picture of the trace in a file, and tells how far it is. If
// there is no goroutine of the program, those of the standard library and of
// golang.org/x count as the program.
func (c commandLine) read(file *os.File, name string) (picture.Picture, error) {
	info, err := file.Stat()
	if err != nil {
		return picture.Picture{}, err
	}
	if info.IsDir() {
		return picture.Picture{}, errors.New("this is a folder: want the file of a trace")
	}
	size := int64(0)
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	if size > picture.MaxSize {
		return picture.Picture{}, picture.ErrTooLarge
	}
	opts := c.options()
	seen, err := read(file, name, size, opts)
	if err == nil && len(seen.Lanes) == 0 && !opts.Std {
		opts.Std = true
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return seen, errNothing // a pipe can be read only once
		}
		seen, err = read(file, name, size, opts)
	}
	if err == nil && len(seen.Lanes) == 0 {
		err = errNothing
	}
	return seen, err
}

// large is the size of a trace that takes seconds.
const large = 20 << 20

func read(file io.Reader, name string, size int64, opts picture.Options) (picture.Picture, error) {
	counted := &counter{Reader: file}
	stop := counted.report(os.Stderr, name, size)
	defer stop()
	if size > large {
		defer debug.SetGCPercent(debug.SetGCPercent(300)) // it takes three times the trace's size, and a fifth less time
	}
	return opts.Read(counted)
}

// print writes an SVG of the runs, if the command line asks for one. Only a
// whole SVG replaces a file. A run without a picture is an error, also if no SVG
// is asked for.
func (c commandLine) print(app walk.Walk, runs ...layout.Run) error {
	missing := slices.ContainsFunc(runs, walk.Blank)
	switch {
	case c.svg == "" && missing:
		return errors.New("no picture of a run: the line above says why")
	case c.svg == "":
		return nil
	case missing || len(runs) == 0:
		return fmt.Errorf("%s isn't written: there is no picture", c.svg)
	}
	var drawn bytes.Buffer
	var err error
	if len(runs) == 1 {
		err = svg.Draw(&drawn, runs[0].Picture, svg.Options{Title: runs[0].Title, Subtitle: runs[0].Subtitle})
	} else {
		err = svg.Compare(&drawn, runs[0], runs[1], svg.Options{})
	}
	if err == nil {
		err = replace(c.svg, func(w io.Writer) error { _, err := w.Write(drawn.Bytes()); return err })
	}
	if err == nil {
		fmt.Fprintf(app, "%s is written\n", c.svg)
	}
	return err
}

// replace writes a file as a whole: if that fails, as on a full disk, what was
// there before is still there. What is no regular file, such as a terminal or a
// pipe, is written as it is.
func replace(name string, write func(w io.Writer) error) error {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if info, err := os.Stat(name); err == nil {
		if mode = info.Mode(); !mode.IsRegular() {
			return overwrite(name, write)
		}
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".*.svg")
	if err != nil {
		return explain(name, err)
	}
	err = errors.Join(write(file), file.Close(), os.Chmod(file.Name(), mode.Perm()))
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return explain(name, err)
}

func overwrite(name string, write func(w io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return explain(name, errors.Join(write(file), file.Close()))
}

// explain names the file that was asked for, not the temporary one.
func explain(name string, err error) error {
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		err = file.Err
	} else if link, ok := errors.AsType[*os.LinkError](err); ok {
		err = link.Err
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s isn't written: %w", name, err)
}
