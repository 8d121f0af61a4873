package walk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/task"
)

// perform runs a lesson, and says so if there is no picture.
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
	r := runner{lines: make(chan line), began: make(chan time.Time, 1)}
	played := task.Named(ctx, l.Name, r.play(w, built))
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	defer w.hideClock()
	if w.Echo != nil {
		w.Echo(false)
		defer w.Echo(true)
	}
	var (
		keys    = w.Keys
		start   time.Time
		presses interruption
	)
	for {
		select {
		case line := <-r.lines:
			w.Line(line.at, line.text)
		case start = <-r.began:
		case now := <-tick.C:
			w.clock(start, now)
		case _, open := <-keys: // typed before the prompt: it does not answer it
			if !open {
				keys = nil
			}
		case <-w.Resumed: // the clock is drawn again anyway
		case <-w.Interrupts:
			presses.add(kill)
		case <-played.Done():
			seen, err := played.Result()
			return seen, w.outcome(ctx, l, err, presses)
		}
	}
}

// An interruption counts how often Ctrl-C was pressed.
type interruption int

// patience is how long an interrupted program may take to clean up.
const patience = 3 * time.Second

// add counts one. The terminal has sent the first Ctrl-C to the program as well,
// so the program has time to clean up. The second one kills it.
func (i *interruption) add(kill context.CancelCauseFunc) {
	*i++
	if *i > 1 {
		kill(ErrStopped)
		return
	}
	time.AfterFunc(patience, func() { kill(errInterrupted) })
}

// outcome returns how a lesson ended. An interrupted one may have ended in any
// way.
func (w *Walk) outcome(ctx context.Context, l lesson.Lesson, err error, presses interruption) error {
	if err != nil && presses == 0 {
		select { // the signal may have reached the program first
		case <-w.Resumed: // the clock is drawn again anyway
		case <-w.Interrupts:
			presses++
		case <-time.After(100 * time.Millisecond):
		}
	}
	switch cause := context.Cause(ctx); {
	case cause != nil && !errors.Is(cause, errInterrupted):
		return cause
	case presses > 0:
		return fmt.Errorf("%s was %w", l, errInterrupted)
	case errors.As(err, new(notBuilt)), errors.As(err, new(NoPicture)):
		return err
	case err != nil:
		return fmt.Errorf("%s did not end well: %w", l, err)
	}
	return nil
}

// A runner passes on what a program writes at any time to the screen, which
// shows one thing at a time.
type runner struct {
	lines chan line
	began chan time.Time
}

type line struct {
	at   time.Duration
	text string
}

func (r runner) play(w *Walk, built *task.Task[string]) task.Func[picture.Picture] {
	return func(ctx context.Context) (picture.Picture, error) {
		program, err := built.Await(ctx)
		if err != nil {
			return picture.Picture{}, notBuilt{err}
		}
		r.began <- time.Now()
		return w.Play(ctx, program, func(at time.Duration, text string) { r.lines <- line{at, text} })
	}
}

// notBuilt is an error of the compiler: it needs no further words.
type notBuilt struct{ error }

func (n notBuilt) Unwrap() error { return n.error }
