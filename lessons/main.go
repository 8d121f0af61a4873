// Lessons plays the lessons, one after the other:
//
//	go run ./lessons
//
// For each it shows what it claims and the code that matters, then runs the
// program, live, each line with the seconds since its start.
package main

import (
	"context"
	"fmt"
	"go/doc/comment"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
)

const (
	width = 72
	usage = `Usage: go run ./lessons

Plays the lessons one after the other: what each claims, the code that
matters, then the program itself, live, with a clock. Ctrl-C stops.

A single one: go run ./lessons/06-gather
`
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code.
func run(ctx context.Context, args []string, out, problems io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "-h", "-help", "--help":
			fmt.Fprint(out, usage)
			return 0
		}
		fmt.Fprintf(problems, "lessons: I don't know what %q means; there is only -h.\n", args[0])
		return 2
	}
	err := playAll(ctx, out)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(problems, "lessons: stopped by Ctrl-C.")
		return 130 // what a shell says of a program that Ctrl-C ended
	case err != nil:
		fmt.Fprintln(problems, "lessons:", err)
		return 1
	}
	return 0
}

func playAll(ctx context.Context, out io.Writer) error {
	home, err := lesson.Home(ctx)
	if err != nil {
		return err
	}
	lessons, err := lesson.All(home)
	if err != nil {
		return err
	}
	programs, err := os.MkdirTemp("", "gosyncio")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	for _, l := range lessons {
		show(out, l)
		if err := play(ctx, out, l, programs); err != nil {
			return err
		}
	}
	return nil
}

// show prints what is known before the program runs.
func show(out io.Writer, l lesson.Lesson) {
	head := fmt.Sprintf("%02d  %s  ", l.Number, l.Name)
	fmt.Fprintf(out, "%s%*s\n", head, width-len(head), l.Pair)
	fmt.Fprintln(out, strings.Repeat("─", width))
	claim := comment.Printer{TextWidth: width}
	fmt.Fprintf(out, "%s\n\n%s\n", l.Title, claim.Text(new(comment.Parser).Parse(l.Claim)))
	code := strings.ReplaceAll(l.Core, "\t", "    ")
	for line := range strings.Lines(code) {
		if line != "\n" {
			line = "    " + line
		}
		fmt.Fprint(out, line)
	}
	fmt.Fprintln(out)
}

// play runs the lesson as a student would: as a program of its own.
func play(ctx context.Context, out io.Writer, l lesson.Lesson, programs string) error {
	program, err := l.Build(ctx, programs)
	if err != nil {
		return err
	}
	err = lesson.Play(ctx, program, func(at time.Duration, text string) {
		fmt.Fprintf(out, "%5.1fs  %s\n", at.Seconds(), text)
	})
	if err != nil {
		return fmt.Errorf("%s did not end well: %w", l, err)
	}
	fmt.Fprintln(out)
	return nil
}
