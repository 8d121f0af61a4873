package walk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gosyncio/lessons/internal/lesson"
)

// A choice is what somebody wants next: to run this lesson, or to go to another.
type choice struct {
	run   bool
	guess int // the place of an answer, or none
	to    int // the place of a lesson, or away
}

const (
	none = -1
	away = -1
)

const help = `Enter        run it; after that, go on
i, ii, …     your guess, and run it
r            run it again
c            the whole program in Go
y            the whole program in Python
n, p         the next lesson, the one before
6 or gather  the lesson of that number or name
l            the list of all lessons
q            leave
`

// choose asks until it knows what is wanted. Who is alone gets each lesson
// once, in order.
func (w *Walk) choose(ctx context.Context, here int, ran bool) (choice, error) {
	if w.Keys == nil {
		return choice{run: !ran, guess: none, to: here + 1}, nil
	}
	for {
		key, err := w.ask(ctx, here, ran)
		if err != nil {
			return choice{to: away}, err
		}
		if choice, ok := w.decide(key, here, ran); ok {
			return choice, nil
		}
		w.answer(key, w.Lessons[here])
	}
}

func (w *Walk) ask(ctx context.Context, here int, ran bool) (key string, err error) {
	keys := "Enter: run it · c: whole file · ?: all keys"
	if guesses := labels[:len(w.Lessons[here].Prediction.Answers)]; len(guesses) > 0 {
		keys = strings.Join(guesses, ", ") + ": your guess · " + keys
	}
	if ran {
		keys = "Enter: go on · r: run it again · ?: all keys"
	}
	fmt.Fprintf(w, "%s\n> ", paint(w.Colour).in(dim, keys))
	select {
	case key, open := <-w.Keys:
		if !open {
			key = "q"
			fmt.Fprintln(w)
		}
		return strings.TrimSpace(key), nil
	case <-w.Interrupts:
		fmt.Fprintln(w)
		return "", ErrStopped
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// decide knows the keys that lead on. ok is false for all others.
func (w *Walk) decide(key string, here int, ran bool) (_ choice, ok bool) {
	switch {
	case key == "" && !ran, key == "r":
		return choice{run: true, guess: none}, true
	case key == "", key == "n":
		return choice{to: here + 1}, true
	case key == "p" && here > 0:
		return choice{to: here - 1}, true
	case key == "q":
		return choice{to: away}, true
	}
	if guess := slices.Index(labels[:len(w.Lessons[here].Prediction.Answers)], key); guess >= 0 {
		return choice{run: true, guess: guess}, true
	}
	to, err := lesson.Find(w.Lessons, key)
	return choice{to: to}, err == nil
}

// answer knows the keys after which one is asked again.
func (w *Walk) answer(key string, l lesson.Lesson) {
	switch key {
	case "c":
		w.file(l, "main.go")
	case "y":
		w.file(l, "slide.py")
	case "l":
		fmt.Fprintln(w)
		w.List(w.Lessons)
		fmt.Fprintln(w)
	case "?", "h", "help":
		fmt.Fprintf(w, "\n%s\n", help)
	case "p":
		fmt.Fprint(w, "This is the first lesson.\n\n")
	default:
		_, err := lesson.Find(w.Lessons, key)
		fmt.Fprintf(w, "%v; ? shows the keys\n\n", err)
	}
}

func (w *Walk) file(l lesson.Lesson, name string) {
	text, err := os.ReadFile(filepath.Join(l.Dir, name))
	if err != nil {
		fmt.Fprintf(w, "%v\n\n", err)
		return
	}
	w.File(filepath.Join(l.String(), name), strings.ReplaceAll(string(text), "\r\n", "\n"))
}
