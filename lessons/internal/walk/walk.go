// Package walk leads a class through the lessons, stop by stop: the question,
// the code, the run, the picture with the answer, and why it is so.
package walk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/task"
)

// ErrStopped ends a walk: Ctrl-C was pressed at a prompt, or a second time while
// a lesson ran, or while it ran and nobody can be asked how to go on.
var ErrStopped = errors.New("stopped by Ctrl-C")

// errInterrupted is the cause that stops a lesson, but not the walk.
var errInterrupted = errors.New("interrupted")

// A Walk goes through the lessons.
type Walk struct {
	Screen
	Lessons []lesson.Lesson
	Python  bool // show the Python core as well

	// Keys receives the lines that are typed. It is nil if nobody types, and
	// closed at the end of the input.
	Keys <-chan string

	// Echo switches the echo of typed keys: it is off while a lesson runs, or
	// they would be printed into the clock. It may be nil.
	Echo func(on bool)

	Interrupts <-chan os.Signal // Ctrl-C
	Resumed    <-chan os.Signal // the walk goes on after Ctrl-Z

	// Build compiles a lesson. Play runs the program to its end, or kills it
	// when ctx ends, and calls line for each line at once. If only the picture
	// is missing, the error is a NoPicture.
	Build func(ctx context.Context, l lesson.Lesson) (program string, err error)
	Play  func(ctx context.Context, program string, line func(at time.Duration, text string)) (picture.Picture, error)
}

// From goes from lesson to lesson, beginning at the index here: as the keys say,
// or to the end if there are none.
func (w *Walk) From(ctx context.Context, here int) (err error) {
	for here < len(w.Lessons) {
		if here, err = w.visit(ctx, here); err != nil || here == away {
			return err
		}
	}
	if w.Keys != nil {
		fmt.Fprintln(w, "That was the last lesson.")
	}
	return nil
}

// Run runs the lessons at these indexes and shows a picture of each run.
func (w *Walk) Run(ctx context.Context, indexes []int) (runs []layout.Run, err error) {
	for _, i := range indexes {
		run, err := w.run(ctx, w.Lessons[i])
		if err != nil {
			return nil, err
		}
		w.Draw(run)
		fmt.Fprintln(w)
		runs = append(runs, run)
	}
	return runs, nil
}

// Compare runs two lessons and shows both in one picture.
func (w *Walk) Compare(ctx context.Context, before, after int) (runs []layout.Run, err error) {
	for _, i := range []int{before, after} {
		run, err := w.run(ctx, w.Lessons[i])
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(w)
		runs = append(runs, run)
	}
	return runs, w.DrawBoth(runs[0], runs[1])
}

func (w *Walk) run(ctx context.Context, l lesson.Lesson) (layout.Run, error) {
	fmt.Fprintln(w, w.head(l.Number, l.Name, l.Pair))
	if w.Python {
		fmt.Fprintf(w, "\n%s\n\n", tight(w.cores(l, true)))
	}
	seen, err := w.perform(ctx, l, w.compile(ctx, l))
	return titled(l, seen), walkError(err)
}

// titled gives a picture the name and the title of its lesson.
func titled(l lesson.Lesson, p picture.Picture) layout.Run {
	return layout.Run{Title: l.Name, Subtitle: strings.ToLower(l.Title), Picture: p}
}

// A visit is a walk in one lesson.
type visit struct {
	*Walk
	here   int
	lesson lesson.Lesson
	built  *task.Task[string]
	guess  int // the index of an answer, or none
	seen   picture.Picture
	err    error // of the last run
}

// visit shows the lesson at the index here, stop by stop, and returns the index
// of the next.
func (w *Walk) visit(ctx context.Context, here int) (next int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	v := &visit{Walk: w, here: here, lesson: w.Lessons[here], guess: none}
	v.built = w.compile(ctx, v.lesson) // while the class reads
	defer func() {
		cancel()
		v.built.Await(ctx) // its error does not matter if nobody runs it
	}()
	for at := question; ; {
		m, err := v.show(ctx, at)
		if err != nil || m.leave {
			return m.lesson, err
		}
		at = m.stop
	}
}

// show shows a stop, and returns where the class goes next.
func (v *visit) show(ctx context.Context, at stop) (move, error) {
	var blocks []string
	switch l := v.lesson; at {
	case question:
		v.guess = none
		blocks = v.question(l)
	case code:
		blocks = v.cores(l, v.Python)
	case run:
		if err := v.rerun(ctx); err != nil {
			return move{lesson: away}, err
		}
		if v.Keys == nil {
			return move{stop: answer}, nil
		}
	case answer:
		v.Draw(titled(l, v.seen))
		blocks = []string{v.verdict(l, v.guess)}
		fmt.Fprintln(v)
	case why:
		blocks = append(v.why(l), v.pointers()...)
	}
	for {
		key, err := v.present(ctx, blocks, v.hint(at))
		if err != nil {
			return move{lesson: away}, err
		}
		if m, ok := v.decide(key, at); ok {
			return m, nil
		}
		blocks = v.reply(key, at)
	}
}

// rerun runs the lesson. It fails if that ends the walk; any other error is
// shown.
func (v *visit) rerun(ctx context.Context) error {
	if v.built.Err() != nil { // the file may have been corrected, or Ctrl-C had stopped the compiler
		v.built = v.compile(ctx, v.lesson)
	}
	v.seen, v.err = v.perform(ctx, v.lesson, v.built)
	switch {
	case v.err == nil:
	case v.Keys == nil, ctx.Err() != nil, errors.Is(v.err, ErrStopped):
		return walkError(v.err)
	default:
		fmt.Fprintf(v, "\n%v\n", v.err)
	}
	if v.Keys != nil {
		fmt.Fprintln(v)
	}
	return nil
}

// walkError turns the error that stopped a lesson into the one that ends the walk.
func walkError(err error) error {
	if errors.Is(err, errInterrupted) {
		return ErrStopped
	}
	return err
}

func (w *Walk) compile(ctx context.Context, l lesson.Lesson) *task.Task[string] {
	return task.Named(ctx, "compiler", func(ctx context.Context) (string, error) {
		return w.Build(ctx, l)
	})
}
