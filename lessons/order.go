package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/walk"
)

const usage = `Usage: go run ./lessons [command] [lesson …] [flags]

  walk             go through the lessons, one after the other: what
                   each is about, your prediction, the code, the
                   program, live, with a picture of its run, and where
                   Go differs; so does no command at all
  walk gather      the same, beginning there
  list             number, title, Python and Go of each lesson
  run gather 7     only run these programs; run all runs them all
  compare 4 5      run two, and show both in one picture
  picture a.trace  show the trace that any program of yours wrote:
                   TASKTRACE=a.trace go run ./mine

A lesson is named 06-gather, gather or 6.

  -python          show the code in Python, too
  -events          tell below each picture what happened, in sentences
  -ascii           draw pictures with plain characters
  -svg file.svg    write the picture of one run into a file, too
  -h               this text

A single lesson is a program of its own: go run ./lessons/06-gather
`

// An order is what the command line asks for.
type order struct {
	command string
	names   []string // of lessons, or of a file
	python  bool
	events  bool
	ascii   bool
	svg     string // a file's name
}

// A misuse is what is wrong with a command line: the exit code is 2 then.
type misuse string

func (m misuse) Error() string { return string(m) }

func misusef(format string, args ...any) error { return misuse(fmt.Sprintf(format, args...)) }

var errHelp = flag.ErrHelp

// parse takes flags before, between and after the names.
func parse(args []string) (order, error) {
	var todo order
	flags := flag.NewFlagSet("lessons", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&todo.python, "python", false, "")
	flags.BoolVar(&todo.events, "events", false, "")
	flags.BoolVar(&todo.ascii, "ascii", false, "")
	flags.StringVar(&todo.svg, "svg", "", "")
	var words []string
	for rest := args; ; {
		switch err := flags.Parse(rest); {
		case errors.Is(err, flag.ErrHelp):
			return todo, errHelp
		case err != nil:
			return todo, misusef("%v; there are -python, -events, -ascii, -svg and -h", err)
		}
		if flags.NArg() == 0 {
			break
		}
		words, rest = append(words, flags.Arg(0)), flags.Args()[1:]
	}
	switch {
	case len(words) == 0:
		words = []string{"walk"}
	case words[0] == "help":
		return todo, errHelp
	}
	todo.command, todo.names = words[0], words[1:]
	return todo, todo.check()
}

var commands = []string{"walk", "list", "run", "compare", "picture"}

// check finds what is wrong before anything is read.
func (o order) check() error {
	switch n := len(o.names); {
	case o.command == "list" && n > 0:
		return misusef("list takes no names, but got %q", o.names[0])
	case o.command == "list" && (o.python || o.events || o.ascii):
		return misusef("list takes no flags")
	case o.command == "walk" && n > 1:
		return misusef("walk begins at one lesson, but got %q as well", o.names[1])
	case o.command == "run" && n == 0:
		return misusef("run wants to know what: run gather, or run all")
	case o.command == "compare" && (n != 2 || slices.Contains(o.names, "all")):
		return misusef("compare takes two lessons: compare await create-task")
	case o.command == "picture" && n != 1:
		return misusef("picture takes the file of one trace: picture a.trace")
	case o.command == "picture" && o.python:
		return misusef("picture takes no -python: a trace is no lesson")
	case o.svg != "" && !o.drawsOne():
		return misusef("-svg writes the picture of one run: run gather -svg gather.svg")
	}
	return nil
}

// drawsOne reports whether one picture comes out, if all goes well.
func (o order) drawsOne() bool {
	switch o.command {
	case "compare", "picture":
		return true
	case "run":
		return len(o.names) == 1 && o.names[0] != "all"
	}
	return false
}

// do does what was ordered.
func (o order) do(ctx context.Context, desk walk.Walk) error {
	if !slices.Contains(commands, o.command) {
		return o.unknown(desk.Lessons)
	}
	places, err := find(desk.Lessons, o.names)
	if err != nil {
		return err
	}
	var runs []layout.Run
	switch o.command {
	case "list":
		desk.List(desk.Lessons)
	case "walk":
		return desk.From(ctx, append(places, 0)[0]) // from the first, if no name says otherwise
	case "run":
		runs, err = desk.Run(ctx, places)
	case "compare":
		runs, err = desk.Compare(ctx, places[0], places[1])
	}
	return cmp.Or(err, o.print(desk, runs...))
}

// unknown says what may have been meant, a command or a lesson.
func (o order) unknown(lessons []lesson.Lesson) error {
	meant := slices.Clone(commands)
	for _, l := range lessons {
		meant = append(meant, l.Name)
	}
	nearest := lesson.Nearest(o.command, meant)
	if place, err := lesson.Find(lessons, o.command); err == nil {
		nearest = lessons[place].Name
	}
	if !slices.Contains(commands, nearest) {
		nearest = "run " + nearest
	}
	return misusef("there is no command %q; the nearest is %s", o.command, nearest)
}

// find returns the places of the lessons that are meant, in the order of their
// names.
func find(lessons []lesson.Lesson, names []string) (places []int, err error) {
	for _, name := range names {
		if name == "all" {
			for place := range lessons {
				places = append(places, place)
			}
			continue
		}
		place, err := lesson.Find(lessons, name)
		if err != nil {
			return nil, misuse(err.Error())
		}
		places = append(places, place)
	}
	return places, nil
}
