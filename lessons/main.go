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
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"golang.org/x/term"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

func main() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	desk := walk.Walk{Screen: walk.Screen{Writer: os.Stdout}, Interrupts: interrupts}
	if term.IsTerminal(int(os.Stdout.Fd())) {
		desk.Live, desk.Colour = true, colourful()
		if term.IsTerminal(int(os.Stdin.Fd())) {
			desk.Keys = lines(os.Stdin)
		}
	}
	os.Exit(run(desk, os.Args[1:], os.Stderr))
}

// colourful reports whether colours are wanted, and understood.
func colourful() bool {
	switch {
	case os.Getenv("NO_COLOR") != "", os.Getenv("TERM") == "dumb":
		return false
	case runtime.GOOS == "windows":
		return os.Getenv("WT_SESSION") != "" || os.Getenv("TERM") != ""
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
func run(desk walk.Walk, args []string, problems io.Writer) int {
	todo, err := parse(args)
	switch {
	case errors.Is(err, errHelp):
		fmt.Fprint(desk, usage)
		return 0
	case err == nil:
		err = open(desk, todo)
	}
	misused := misuse("")
	switch {
	case err == nil:
		return 0
	case errors.Is(err, walk.ErrStopped):
		fmt.Fprintf(problems, "lessons: %v.\n", err)
		return 130 // what a shell says of a program that Ctrl-C ended
	case errors.As(err, &misused):
		fmt.Fprintf(problems, "lessons: %v.\n", err)
		return 2
	default:
		fmt.Fprintf(problems, "lessons: %v.\n", err)
		return 1
	}
}

// open finds the lessons and gets to work.
func open(desk walk.Walk, todo order) error {
	ctx := context.Background()
	home, err := lesson.Home(ctx)
	if err != nil {
		return err
	}
	all, err := lesson.All(home)
	if err != nil {
		return err
	}
	programs, err := os.MkdirTemp("", "gosyncio")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	desk.Lessons, desk.Python = all, todo.python
	desk.Build = func(ctx context.Context, l lesson.Lesson) (string, error) { return l.Build(ctx, programs) }
	desk.Play = lesson.Play
	return todo.do(ctx, desk)
}
