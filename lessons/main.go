// Lessons walks a class through the lessons:
//
//	go run ./lessons
//
// It shows what each is about, asks for a prediction, runs the program live
// and tells where Go differs from Python. There is more that it can do:
//
//	go run ./lessons -h
package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/term"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

func main() {
	ctx, end := context.WithCancelCause(context.Background())
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	dismissed := make(chan os.Signal, 1)
	signal.Notify(dismissed, syscall.SIGTERM, hangup)
	go func() { end(errors.New("ended by a signal: " + (<-dismissed).String())) }()
	signal.Ignore(brokenPipe) // it's an error of writing then, and we clean up

	desk := walk.Walk{
		Screen:     walk.Screen{Writer: fragile{os.Stdout, end}},
		Interrupts: interrupts,
	}
	if term.IsTerminal(int(os.Stdout.Fd())) {
		desk.Live, desk.Colour = true, colourful(os.Getenv, runtime.GOOS)
		desk.Width, _, _ = term.GetSize(int(os.Stdout.Fd()))
		if term.IsTerminal(int(os.Stdin.Fd())) {
			desk.Keys = lines(os.Stdin)
		}
	}
	os.Exit(run(ctx, desk, os.Args[1:], os.Stderr))
}

// A fragile writer gives everything up when nobody reads it any more.
type fragile struct {
	io.Writer
	end context.CancelCauseFunc
}

func (f fragile) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	if err != nil {
		f.end(err)
	}
	return n, err
}

// colourful reports whether colours are wanted, and understood.
func colourful(env func(key string) string, system string) bool {
	switch {
	case env("NO_COLOR") != "", env("TERM") == "dumb":
		return false
	case system == "windows": // whose old console shows them as they are
		return env("WT_SESSION") != "" || env("TERM") != ""
	default:
		return true
	}
}

// lines hands on what is typed, line by line.
func lines(r io.Reader) <-chan string {
	typed := make(chan string)
	go func() {
		defer close(typed)
		for s := bufio.NewScanner(r); s.Scan(); {
			typed <- s.Text()
		}
	}()
	return typed
}

// run does what the arguments say, and returns the exit code.
func run(ctx context.Context, desk walk.Walk, args []string, problems io.Writer) int {
	todo, err := parse(args)
	if errors.Is(err, errHelp) {
		fmt.Fprint(desk, usage)
		err = nil
	} else if err == nil {
		err = open(ctx, desk, todo, problems)
	}
	if err = cmp.Or(err, context.Cause(ctx)); err == nil {
		return 0
	}
	fmt.Fprintln(problems, "lessons:", err)
	if _, misused := errors.AsType[misuse](err); misused {
		return 2
	}
	if errors.Is(err, walk.ErrStopped) {
		return 130 // what a shell says of a program that Ctrl-C ended
	}
	return 1
}

// open finds the lessons and gets to work.
func open(ctx context.Context, desk walk.Walk, todo order, problems io.Writer) error {
	desk.Python, desk.Events, desk.ASCII = todo.python, todo.events, todo.ascii
	if todo.command == "picture" {
		return todo.picture(desk)
	}
	home, err := lesson.Home(ctx)
	if err != nil {
		return err
	}
	all, err := lesson.All(home)
	if len(all) == 0 {
		return err
	}
	if err != nil {
		fmt.Fprintf(problems, "lessons: left out, because it isn't whole: %v\n", err)
	}
	programs, err := os.MkdirTemp("", "gosyncio")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	desk.Lessons = all
	desk.Build = func(ctx context.Context, l lesson.Lesson) (string, error) { return l.Build(ctx, programs) }
	desk.Play = traced
	return todo.do(ctx, desk)
}
