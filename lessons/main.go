// Lessons walks a class through the lessons:
//
//	go run ./lessons
//
// It asks a question, shows the code, runs the program live, draws its picture
// and says where Go differs from Python. It has more commands:
//
//	go run ./lessons -h
package main

import (
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
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM, hangup)
	go func() { end(errors.New("ended by a signal: " + (<-terminated).String())) }()
	signal.Ignore(brokenPipe) // then it is an error of Write, and there is time to clean up

	app := walk.Walk{
		Screen:     walk.Screen{Writer: guarded{os.Stdout, end}},
		Interrupts: interrupts,
	}
	var keyboard tty
	if term.IsTerminal(int(os.Stdout.Fd())) {
		app.Live, app.Colour = true, colourful(os.Getenv, runtime.GOOS)
		app.Size = terminalSize
		if term.IsTerminal(int(os.Stdin.Fd())) {
			app.Keys, app.Echo, app.Resumed = readLines(os.Stdin), keyboard.echo, keyboard.watch()
		}
	}
	code := run(ctx, app, os.Args[1:], os.Stderr)
	keyboard.echo(true)
	os.Exit(code)
}

// terminalSize is 0, 0 if it is unknown.
func terminalSize() (columns, rows int) {
	columns, rows, _ = term.GetSize(int(os.Stdout.Fd()))
	return columns, rows
}

// A guarded writer ends the program when it cannot write any more.
type guarded struct {
	io.Writer
	end context.CancelCauseFunc
}

func (g guarded) Write(p []byte) (int, error) {
	n, err := g.Writer.Write(p)
	if err != nil {
		g.end(err)
	}
	return n, err
}

// colourful reports whether colours are wanted, and understood.
func colourful(env func(key string) string, system string) bool {
	switch {
	case env("NO_COLOR") != "", env("TERM") == "dumb":
		return false
	case system == "windows": // its old console prints them as text
		return env("WT_SESSION") != "" || env("TERM") != ""
	default:
		return true
	}
}

// run does what the arguments say, and returns the exit code.
func run(ctx context.Context, app walk.Walk, args []string, problems io.Writer) int {
	cmd, err := parse(args, os.Getenv)
	app.ASCII = cmd.ascii
	problems = walk.Screen{Writer: problems, ASCII: cmd.ascii}
	if errors.Is(err, errHelp) {
		fmt.Fprint(app, usage)
		err = nil
	} else if err == nil {
		err = open(ctx, app, cmd, problems)
	}
	if isClosedPipe(context.Cause(ctx)) {
		return 0 // as in | head: the reader has all that it wants
	}
	if cmd.command == "serve" && err == nil {
		return 0 // a signal is how it ends
	}
	if err = cmp.Or(err, context.Cause(ctx)); err == nil {
		return 0
	}
	fmt.Fprintln(problems, "lessons:", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return 2
	}
	if errors.Is(err, walk.ErrStopped) {
		return 130 // as in a shell, for a program that Ctrl-C ended
	}
	return 1
}

// open finds the lessons and runs the command.
func open(ctx context.Context, app walk.Walk, cmd commandLine, problems io.Writer) error {
	app.Python, app.Events = cmd.python, cmd.events
	if cmd.command == "picture" {
		return interruptible(ctx, app.Interrupts, func() error { return cmd.picture(app) })
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
		fmt.Fprintf(problems, "lessons: left out, because a file needs work: %v\n", err)
	}
	programs, err := os.MkdirTemp("", "gosyncio")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	app.Lessons = all
	app.Build = func(ctx context.Context, l lesson.Lesson) (string, error) { return l.Build(ctx, programs) }
	app.Play = cmd.play
	return cmd.run(ctx, app)
}

// interruptible returns when f does, or before that when Ctrl-C is pressed or
// ctx ends: reading a file can block for any time.
func interruptible(ctx context.Context, interrupts <-chan os.Signal, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-interrupts:
		return walk.ErrStopped
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
