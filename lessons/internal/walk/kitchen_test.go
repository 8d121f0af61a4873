package walk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/walk"
)

var toast = lesson.Lesson{
	Number: 2,
	Name:   "toast",
	Dir:    "lessons/02-toast",
	Pair:   "toast() → Toast",
	Title:  "Toast it",
	Claim:  "Toast takes time.",
	Core:   "\ttoast()\n",
	Python: "await toast()\n",
	Prediction: lesson.Prediction{
		Question: "When is `toast` **ready**?",
		Answers:  []lesson.Answer{{Text: "at 1 s", Why: "Then the `toast` is pale."}, {Text: "at 2 s"}},
		Right:    1,
	},
	Goal:       "make toast.",
	Minutes:    10,
	Transcript: "2s  toast ready\n",
	Shown:      "- It is brown.",
	Differs:    "- It [burns](https://example.com).",
	AtWork:     "A toaster.",
	InShort:    []string{"Slice.", "Toast.", "Eat."},
	Teacher:    "- Ask for butter.",
}

var tea = lesson.Lesson{
	Number: 3,
	Name:   "tea",
	Dir:    "lessons/03-tea",
	Pair:   "tea() → Tea",
	Title:  "Pour it",
	Claim:  "Tea takes time.",
	Core:   "pour()\n",
	Python: "await pour()\n",
	Prediction: lesson.Prediction{
		Question: "Hot?",
		Answers:  []lesson.Answer{{Text: "yes"}, {Text: "no", Why: "It boiled."}},
		Right:    0,
	},
	Goal:     "make tea.",
	Minutes:  5,
	Differs:  "- It steams.",
	AtWork:   "A kettle.",
	Extra:    []lesson.Section{{Title: "Milk", Text: "Pour it in."}},
	InShort:  []string{"Boil.", "Pour.", "Drink."},
	Teacher:  "- Ask for sugar.",
	Exercise: true,
}

func burn(context.Context, string, func(time.Duration, string)) (picture.Picture, error) {
	return picture.Picture{}, errBurnt
}

var (
	errBurnt = errors.New("burnt")
	pressed  = os.Interrupt
)

// An action types a line at the next prompt, or does something else. With after
// it happens so long after the previous action, prompt or not.
type action struct {
	types   string
	ctrlC   bool
	after   time.Duration
	closes  bool // the end of the input
	resumes bool // as after Ctrl-Z and fg
}

// A wall is the terminal: the walk writes to it, and so does its echo.
type wall struct {
	mu    sync.Mutex
	shown strings.Builder
}

func (w *wall) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown.Write(p)
}

func (w *wall) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown.String()
}

// kitchen is a walk with two lessons of two seconds each.
func kitchen(out *wall) *walk.Walk {
	return &walk.Walk{
		Screen:  walk.Screen{Writer: out},
		Lessons: []lesson.Lesson{toast, tea},
		Build: func(ctx context.Context, l lesson.Lesson) (string, error) {
			return l.Name, nil
		},
		Play: func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
			select {
			case <-time.After(2 * time.Second):
				line(2*time.Second, program+" ready")
				return slept(program, 2*time.Second), nil
			case <-ctx.Done(): // killed
				return picture.Picture{}, ctx.Err()
			}
		},
	}
}

// slept is the picture of a program that slept.
func slept(program string, d time.Duration) picture.Picture {
	return picture.Picture{Length: d, Lanes: []picture.Lane{{
		Name:   program,
		Parent: -1,
		End:    d,
		Spans:  []picture.Span{{State: picture.Sleeping, To: d}},
		Ending: picture.Ending{How: picture.Returned},
	}}}
}

// walked walks through the kitchen with these actions, and returns what the
// wall shows and how the walk ended.
func walked(t *testing.T, prepare func(w *walk.Walk), actions ...action) (out string, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var shown wall
		w := kitchen(&shown)
		keys, interrupts, resumed := make(chan string), make(chan os.Signal, 1), make(chan os.Signal, 1)
		w.Keys, w.Interrupts, w.Resumed = keys, interrupts, resumed
		prepare(w)
		go func() {
			for _, a := range actions {
				time.Sleep(a.after)
				for a.after == 0 && !strings.HasSuffix(shown.String(), "> ") {
					synctest.Wait()
					time.Sleep(time.Millisecond)
				}
				switch {
				case a.ctrlC:
					interrupts <- pressed
				case a.resumes:
					resumed <- syscall.Signal(18)
				case a.closes:
					close(keys)
				default:
					fmt.Fprintln(&shown, a.types) // as a terminal shows it
					keys <- a.types
				}
			}
		}()
		err = w.From(t.Context(), 0)
		out = shown.String()
	})
	return out, err
}

var (
	enter = action{types: ""}
	ctrlC = action{ctrlC: true}
	quit  = action{types: "q"}
)

// types makes an action of each line.
func types(lines ...string) (actions []action) {
	for _, line := range lines {
		actions = append(actions, action{types: line})
	}
	return actions
}

// alone walks through the kitchen without keys.
func alone(t *testing.T, prepare func(w *walk.Walk)) (out string, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var shown wall
		w := kitchen(&shown)
		prepare(w)
		err = w.From(t.Context(), 0)
		out = shown.String()
	})
	return out, err
}

// inOrder asks for texts one after the other.
func inOrder(t *testing.T, out string, texts ...string) {
	t.Helper()
	rest := out
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("%q should be in:\n%s", text, rest)
		}
		rest = after
	}
}
