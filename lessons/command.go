package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/walk"
)

const usage = `Usage: go run ./lessons [command] [lesson …] [flags]

  walk             go through all lessons, stop by stop: the question,
                   the code, the run, the picture with the answer, and
                   why it is so; this is the command if you give none
  walk gather      the same, beginning at this lesson
  list             the name, the minutes, Python and Go of each lesson,
                   and a path for 90 minutes
  run gather 7     only run these programs; run all runs all of them
  compare 4 5      run two programs, and show both in one picture
  picture a.trace  show the trace of any program of yours; - is stdin:
                   TASKTRACE=a.trace go run ./mine
  serve            open the classroom in your browser: each lesson runs,
                   is edited and draws itself there
  export DIR       write the classroom into a folder, for a web server

A lesson is named 06-gather, gather or 6.

  -python=false    walk without the code in Python
  -python          run and compare with the code in both languages
  -events          write each event as a sentence below a picture
  -ascii           print nothing but ASCII; LANG=C does the same
  -lanes 30        show up to 30 lanes in a picture; -lanes all: all
  -svg file.svg    also write the picture of one run into a file
  -addr IP:PORT    serve there; 0.0.0.0:3999 opens it to your network
  -open=false      serve without opening the browser
  -h               show this text

A single lesson is a program of its own: go run ./lessons/06-gather
`

// A commandLine is what the user asks for.
type commandLine struct {
	command string
	names   []string // of lessons, or of a file
	python  bool
	events  bool
	ascii   bool
	lanes   int    // at most so many; 0 if not given
	svg     string // a file's name
	addr    string // where to serve; empty if not given
	open    bool   // the browser
}

// A usageError is an error in a command line: the exit code is 2.
type usageError string

func (e usageError) Error() string { return string(e) }

func usageErrorf(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

var errHelp = flag.ErrHelp

// parse accepts flags before, between and after the names.
func parse(args []string, env func(key string) string) (commandLine, error) {
	var cmd commandLine
	flags := flag.NewFlagSet("lessons", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&cmd.python, "python", false, "")
	flags.BoolVar(&cmd.events, "events", false, "")
	flags.BoolVar(&cmd.ascii, "ascii", asciiLocale(env), "")
	flags.StringVar(&cmd.svg, "svg", "", "")
	flags.StringVar(&cmd.addr, "addr", "", "")
	flags.BoolVar(&cmd.open, "open", true, "")
	flags.Func("lanes", "", func(value string) (err error) {
		cmd.lanes, err = parseLanes(value)
		return err
	})
	var words []string
	for rest := args; ; {
		if err := flags.Parse(rest); err != nil {
			return cmd, flagError(err)
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
		return cmd, errHelp
	}
	cmd.command, cmd.names = words[0], words[1:]
	cmd.open = cmd.open && cmd.command == "serve"
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	err := cmd.check(given)
	if !given["python"] {
		cmd.python = cmd.command == "walk"
	}
	return cmd, err
}

// flagError says in our words what package flag found.
func flagError(err error) error {
	const want = "want -python, -events, -ascii, -lanes, -svg, -addr, -open or -h"
	if errors.Is(err, flag.ErrHelp) {
		return errHelp
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: "); ok {
		return usageErrorf("unknown flag %s: %s", name, want)
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag needs an argument: "); ok {
		return usageErrorf("%s has no value: want %s", name, map[string]string{"-svg": "-svg file.svg", "-lanes": "-lanes 30, or all", "-addr": "-addr 127.0.0.1:3999"}[name])
	}
	return usageError(err.Error())
}

// asciiLocale reports whether the environment names a locale without UTF-8. The
// first of three variables that is set counts.
func asciiLocale(env func(key string) string) bool {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale != "" && !strings.Contains(strings.ReplaceAll(locale, "-", ""), "utf8")
}

func parseLanes(value string) (int, error) {
	if value == "all" {
		return math.MaxInt, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, errors.New("want a number from 1 on, or all")
	}
	return n, nil
}

var commands = []string{"walk", "list", "run", "compare", "picture", "serve", "export"}

// check finds errors before anything is read. given has the flags that were
// given.
func (c commandLine) check(given map[string]bool) error {
	switch n := len(c.names); {
	case c.command == "serve" || c.command == "export":
		return c.checkClassroom(given)
	case given["addr"] || given["open"]:
		return usageErrorf("unexpected flag: only serve takes -addr and -open")
	case c.command == "list" && n > 0:
		return usageErrorf("unexpected argument %q: list takes no names", c.names[0])
	case c.command == "list" && (given["python"] || given["events"] || given["lanes"] || given["svg"]):
		return usageErrorf("unexpected flag: list takes only -ascii")
	case c.command == "walk" && n > 1:
		return usageErrorf("unexpected argument %q: walk begins at one lesson", c.names[1])
	case c.command == "run" && n == 0:
		return usageErrorf("missing lesson: want run gather, or run all")
	case c.command == "compare" && (n != 2 || slices.Contains(c.names, "all")):
		return usageErrorf("compare takes two lessons: want compare await create-task")
	case c.command == "picture" && n != 1:
		return usageErrorf("picture takes the file of one trace: want picture a.trace")
	case c.command == "picture" && given["python"]:
		return usageErrorf("unexpected flag -python: a trace has no code")
	case given["svg"] && !c.drawsOne():
		return usageErrorf("-svg writes the picture of one run: want run gather -svg gather.svg")
	case given["svg"] && c.svg == "":
		return usageErrorf("-svg has an empty value: want -svg file.svg")
	}
	return nil
}

// drawsOne reports whether the command draws one picture.
func (c commandLine) drawsOne() bool {
	switch c.command {
	case "compare", "picture":
		return true
	case "run":
		return len(c.names) == 1 && c.names[0] != "all"
	}
	return false
}

// run executes the command.
func (c commandLine) run(ctx context.Context, app walk.Walk) error {
	if !slices.Contains(commands, c.command) {
		return c.unknown(app.Lessons)
	}
	switch c.command {
	case "serve":
		return c.serve(ctx, app)
	case "export":
		return c.export(ctx, app)
	}
	indexes, err := find(app.Lessons, c.names)
	if err != nil {
		return err
	}
	var runs []layout.Run
	switch c.command {
	case "list":
		app.List(app.Lessons)
	case "walk":
		fmt.Fprintln(app, "The same in your browser, to run, edit and stop: go run ./lessons serve")
		return app.From(ctx, append(indexes, 0)[0]) // from the first, if no name is given
	case "run":
		runs, err = app.Run(ctx, indexes)
	case "compare":
		runs, err = app.Compare(ctx, indexes[0], indexes[1])
	}
	if err != nil {
		return err
	}
	return c.print(app, runs...)
}

// unknown says what may have been meant: a command, or a lesson.
func (c commandLine) unknown(lessons []lesson.Lesson) error {
	if i, err := lesson.Find(lessons, c.command); err == nil {
		name := lessons[i].Name
		return usageErrorf("unknown command %q: it is a lesson, so want walk %s or run %s", c.command, name, name)
	}
	meant := slices.Clone(commands)
	for _, l := range lessons {
		meant = append(meant, l.Name)
	}
	nearest := lesson.Nearest(c.command, meant)
	if !slices.Contains(commands, nearest) {
		nearest = "run " + nearest
	}
	return usageErrorf("unknown command %q: want walk, list, run, compare, picture, serve or export; the nearest is %s", c.command, nearest)
}

// find returns the indexes of the lessons with these names, in their order.
func find(lessons []lesson.Lesson, names []string) (indexes []int, err error) {
	for _, name := range names {
		if name == "all" {
			for i := range lessons {
				indexes = append(indexes, i)
			}
			continue
		}
		i, err := lesson.Find(lessons, name)
		if err != nil {
			return nil, usageError(err.Error())
		}
		indexes = append(indexes, i)
	}
	return indexes, nil
}
