// Package walk leads a class through the lessons: it shows what each is about,
// asks for a prediction, runs the program and tells where Go differs.
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

// ErrStopped is what ends a walk when Ctrl-C is pressed at a prompt, a second
// time while a lesson runs, or when there is nobody to ask how to go on.
var ErrStopped = errors.New("stopped by Ctrl-C")

// errInterrupted is the cause that stops a lesson, but not the walk.
var errInterrupted = errors.New("interrupted")

// A Walk goes through the lessons.
type Walk struct {
	Screen
	Lessons []lesson.Lesson
	Python  bool // show the Python core, too

	// Keys are the lines that somebody types. It is nil if there is nobody,
	// and closed when they have left.
	Keys <-chan string

	// Interrupts are the times somebody pressed Ctrl-C.
	Interrupts <-chan os.Signal

	// Build compiles a lesson. Play runs the program to its end, or kills it
	// when ctx ends, and hands on each line at once. If all goes well but for
	// the picture the error is a NoPicture.
	Build func(ctx context.Context, l lesson.Lesson) (program string, err error)
	Play  func(ctx context.Context, program string, line func(at time.Duration, text string)) (picture.Picture, error)
}

// From goes from lesson to lesson, beginning at the place here in Lessons: as
// somebody types, or to the end if there is nobody.
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

// Run runs the lessons at these places and shows each run as a picture, and
// little besides.
func (w *Walk) Run(ctx context.Context, places []int) (runs []layout.Run, err error) {
	for _, place := range places {
		run, err := w.run(ctx, w.Lessons[place])
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
	for _, place := range []int{before, after} {
		run, err := w.run(ctx, w.Lessons[place])
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(w)
		runs = append(runs, run)
	}
	return runs, w.DrawBoth(runs[0], runs[1])
}

func (w *Walk) run(ctx context.Context, l lesson.Lesson) (layout.Run, error) {
	w.Head(l)
	if w.Python {
		w.Cores(l, true)
		fmt.Fprintln(w)
	}
	seen, err := w.perform(ctx, l, w.compile(ctx, l))
	return headed(l, seen), final(err)
}

// headed gives a picture the lesson's headline.
func headed(l lesson.Lesson, p picture.Picture) layout.Run {
	return layout.Run{Title: l.Name, Subtitle: strings.ToLower(l.Title), Picture: p}
}

// visit shows one lesson and returns the place of the next.
func (w *Walk) visit(ctx context.Context, here int) (next int, err error) {
	l := w.Lessons[here]
	ctx, stop := context.WithCancel(ctx)
	built := w.compile(ctx, l) // while the class reads
	defer func() {
		stop()
		built.Await(ctx) // an error is none of ours, if nobody wants to run it
	}()
	w.Introduce(l, w.Python)
	for ran := false; ; ran = true {
		choice, err := w.choose(ctx, here, ran)
		if err != nil || !choice.run {
			return choice.to, err
		}
		if built.Err() != nil { // it may have been mended, or Ctrl-C had stopped the compiler
			built = w.compile(ctx, l)
		}
		seen, err := w.perform(ctx, l, built)
		switch {
		case err == nil:
			w.Draw(headed(l, seen))
			w.Conclude(l, choice.guess)
		case w.Keys == nil || ctx.Err() != nil || errors.Is(err, ErrStopped):
			return away, final(err)
		default:
			fmt.Fprintf(w, "\n%v\n\n", err)
		}
	}
}

// final turns what stopped a lesson into what stops everything.
func final(err error) error {
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

// perform runs a lesson and says so if its picture is blank.
func (w *Walk) perform(ctx context.Context, l lesson.Lesson, built *task.Task[string]) (picture.Picture, error) {
	seen, err := w.watch(ctx, l, built)
	if err == nil && len(seen.Lanes) == 0 {
		err = NoPicture{errNothing}
	}
	if lost, ok := errors.AsType[NoPicture](err); ok {
		fmt.Fprintf(w, "\n%v\n", lost)
		return picture.Picture{}, nil
	}
	return seen, err
}

// watch runs a lesson as soon as it is built, and shows what it writes, until
// the program has really ended.
func (w *Walk) watch(ctx context.Context, l lesson.Lesson, built *task.Task[string]) (picture.Picture, error) {
	ctx, kill := context.WithCancelCause(ctx)
	defer kill(nil)
	s := stage{lines: make(chan line), began: make(chan time.Time, 1)}
	played := task.Named(ctx, l.Name, s.play(w, built))
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	defer w.NoClock()
	var (
		keys  = w.Keys
		start time.Time
		heard interruption
	)
	for {
		select {
		case line := <-s.lines:
			w.Line(line.at, line.text)
		case start = <-s.began:
		case now := <-tick.C:
			w.Clock(start, now)
		case _, open := <-keys: // typed too early: it isn't the answer to what comes next
			if !open {
				keys = nil
			}
		case <-w.Interrupts:
			heard.again(kill)
		case <-played.Done():
			seen, err := played.Result()
			return seen, w.outcome(ctx, l, err, heard)
		}
	}
}

// An interruption is Ctrl-C, pressed once or several times.
type interruption int

// patience is how long an interrupted program may take to clean up.
const patience = 3 * time.Second

// again counts. The first Ctrl-C has gone to the program as well, as to all in
// the terminal: it has time to clean up. The second one ends it.
func (i *interruption) again(kill context.CancelCauseFunc) {
	*i++
	if *i > 1 {
		kill(ErrStopped)
		return
	}
	time.AfterFunc(patience, func() { kill(errInterrupted) })
}

// outcome says how a lesson ended. One that was interrupted may have ended in
// any way.
func (w *Walk) outcome(ctx context.Context, l lesson.Lesson, err error, heard interruption) error {
	if err != nil && heard == 0 {
		select { // it may have heard of Ctrl-C before us
		case <-w.Interrupts:
			heard++
		case <-time.After(100 * time.Millisecond):
		}
	}
	switch cause := context.Cause(ctx); {
	case cause != nil && !errors.Is(cause, errInterrupted):
		return cause
	case heard > 0:
		return fmt.Errorf("%s was %w", l, errInterrupted)
	case errors.As(err, new(notBuilt)), errors.As(err, new(NoPicture)):
		return err
	case err != nil:
		return fmt.Errorf("%s did not end well: %w", l, err)
	}
	return nil
}

// A stage is between a lesson's program, which writes when it likes, and the
// screen, which shows one thing at a time.
type stage struct {
	lines chan line
	began chan time.Time
}

type line struct {
	at   time.Duration
	text string
}

func (s stage) play(w *Walk, built *task.Task[string]) task.Func[picture.Picture] {
	return func(ctx context.Context) (picture.Picture, error) {
		program, err := built.Await(ctx)
		if err != nil {
			return picture.Picture{}, notBuilt{err}
		}
		s.began <- time.Now()
		return w.Play(ctx, program, func(at time.Duration, text string) { s.lines <- line{at, text} })
	}
}

// notBuilt is the compiler's error, which says enough.
type notBuilt struct{ error }

func (n notBuilt) Unwrap() error { return n.error }
