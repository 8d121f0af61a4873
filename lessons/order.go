package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

const usage = `Usage: go run ./lessons [command] [lesson …] [flags]

  walk          go through the lessons, one after the other: what each
                is about, your prediction, the code, the program, live,
                and where Go differs; so does no command at all
  walk gather   the same, beginning there
  list          number, title, Python and Go of each lesson
  run gather 7  only run these programs; run all runs them all

A lesson is named 06-gather, gather or 6.

  -python       show the code in Python, too
  -h            this text

A single lesson is a program of its own: go run ./lessons/06-gather
`

// An order is what the command line asks for.
type order struct {
	command string
	names   []string // of lessons
	python  bool
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
	var words []string
	for rest := args; ; {
		switch err := flags.Parse(rest); {
		case errors.Is(err, flag.ErrHelp):
			return todo, errHelp
		case err != nil:
			return todo, misusef("%v; there are -python and -h", err)
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

var commands = []string{"walk", "list", "run"}

// check finds what is wrong before anything is read.
func (o order) check() error {
	switch n := len(o.names); {
	case o.command == "list" && n > 0:
		return misusef("list takes no names, but got %q", o.names[0])
	case o.command == "list" && o.python:
		return misusef("list takes no -python")
	case o.command == "walk" && n > 1:
		return misusef("walk begins at one lesson, but got %q as well", o.names[1])
	case o.command == "run" && n == 0:
		return misusef("run wants to know what: run gather, or run all")
	}
	return nil
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
	switch o.command {
	case "list":
		desk.List(desk.Lessons)
		return nil
	case "run":
		return desk.Run(ctx, places)
	default:
		here := 0
		if len(places) > 0 {
			here = places[0]
		}
		return desk.From(ctx, here)
	}
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
