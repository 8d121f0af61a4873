package walk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
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
		Answers:  []string{"at 1 s", "at 2 s"},
		Right:    1,
	},
	Differs: "- It [burns](https://example.com).",
}

var tea = lesson.Lesson{
	Number: 3,
	Name:   "tea",
	Dir:    "lessons/03-tea",
	Pair:   "tea() → Tea",
	Title:  "Pour it",
	Claim:  "Tea, too.",
	Core:   "pour()\n",
	Python: "await pour()\n",
	Prediction: lesson.Prediction{
		Question: "Hot?",
		Answers:  []string{"yes", "no"},
		Right:    0,
	},
	Differs: "- It steams.",
}

func burn(context.Context, string, func(time.Duration, string)) (picture.Picture, error) {
	return picture.Picture{}, errBurnt
}

var (
	errBurnt = errors.New("burnt")
	pressed  = os.Interrupt
)

// A hand is what somebody does: it types a line at the next prompt, or presses
// Ctrl-C some time after the last thing it did.
type hand struct {
	types  string
	ctrlC  bool
	after  time.Duration
	leaves bool // the line is closed
}

// A wall is what everybody sees: the walk writes on it, and so does whoever
// types.
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

// kitchen is a walk whose lessons take two seconds each, and whose tea burns.
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

// walked lets hands walk through the kitchen and returns what they saw, and
// how it ended.
func walked(t *testing.T, prepare func(w *walk.Walk), hands ...hand) (out string, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var shown wall
		w := kitchen(&shown)
		keys, interrupts := make(chan string), make(chan os.Signal, 1)
		w.Keys, w.Interrupts = keys, interrupts
		prepare(w)
		go func() {
			for _, hand := range hands {
				time.Sleep(hand.after)
				for hand.after == 0 && !strings.HasSuffix(shown.String(), "> ") {
					synctest.Wait()
					time.Sleep(time.Millisecond)
				}
				switch {
				case hand.ctrlC:
					interrupts <- pressed
				case hand.leaves:
					close(keys)
				default:
					fmt.Fprintln(&shown, hand.types) // as a terminal shows it
					keys <- hand.types
				}
			}
		}()
		err = w.From(t.Context(), 0)
		out = shown.String()
	})
	return out, err
}

func TestTheWalk(t *testing.T) {
	var (
		enter = hand{types: ""}
		ctrlC = hand{ctrlC: true}
		quit  = hand{types: "q"}
	)
	types := func(line string) hand { return hand{types: line} }
	for name, tc := range map[string]struct {
		hands   []hand
		prepare func(w *walk.Walk)
		want    []string // in this order
		not     []string
		err     error
		why     string
	}{
		"Enter leads through everything": {
			hands: []hand{enter, enter, enter, enter},
			want: []string{
				"02  toast", "Toast takes time.", "When is", "toast()", "> ", "2.0s  toast ready",
				"The answer is:\n\n   ii  at 2 s\n", "Where Go differs", "It burns.", "> ",
				"03  tea", "2.0s  tea ready", "That was the last lesson.",
			},
			not: []string{"await"},
		},
		"a right guess": {
			hands: []hand{types("ii"), quit},
			want:  []string{"i, ii: your guess", "toast ready", "You are right:\n\n   ii  at 2 s\n"},
		},
		"a wrong guess": {
			hands: []hand{types(" i "), quit},
			want:  []string{"toast ready", "You said i. The answer is:\n\n   ii  at 2 s\n"},
		},
		"a guess that isn't among the answers": {
			hands: []hand{types("iii"), quit},
			want:  []string{`there is no lesson "iii"`, "? shows the keys"},
			not:   []string{"toast ready"},
		},
		"n skips, p returns": {
			hands: []hand{types("n"), types("p"), types("p"), quit},
			want:  []string{"02  toast", "03  tea", "02  toast", "This is the first lesson."},
			not:   []string{"toast ready"},
		},
		"n after the last lesson is the end": {
			hands: []hand{types("n"), types("n")},
			want:  []string{"03  tea", "That was the last lesson."},
		},
		"a number and a name lead to their lesson": {
			hands: []hand{types("3"), types("toast"), types("03-tea"), quit},
			want:  []string{"02  toast", "03  tea", "02  toast", "03  tea"},
		},
		"an unknown name tells the nearest": {
			hands: []hand{types("coffee"), quit},
			want:  []string{`there is no lesson "coffee"; the nearest is`, "? shows the keys", "> "},
		},
		"r runs it once more": {
			hands: []hand{enter, types("r"), quit},
			want:  []string{"toast ready", "Where Go differs", "toast ready", "Where Go differs"},
		},
		"l lists": {
			hands: []hand{types("l"), quit},
			want:  []string{"> l", "02  Toast it  toast() → Toast\n03  Pour it   tea() → Tea\n", "> "},
		},
		"? tells the keys": {
			hands: []hand{types("?"), quit},
			want:  []string{"r            run it again"},
		},
		"with -python both cores are shown": {
			hands:   []hand{quit},
			prepare: func(w *walk.Walk) { w.Python = true },
			want:    []string{"Python", "    await toast()", "Go", "    toast()"},
		},
		"who leaves, leaves": {
			hands: []hand{enter, {leaves: true}},
			want:  []string{"toast ready"},
			not:   []string{"03  tea"},
		},
		"who leaves while it runs, sees its end": {
			hands: []hand{enter, {after: time.Second, leaves: true}},
			want:  []string{"toast ready", "Where Go differs"},
			not:   []string{"03  tea"},
		},
		"what is typed while it runs is no answer to what comes after": {
			hands: []hand{enter, {after: time.Second, types: "q"}, enter, quit},
			want:  []string{"toast ready", "03  tea"},
		},
		"Ctrl-C stops the lesson and returns to the walk": {
			hands: []hand{enter, {after: time.Second, ctrlC: true}, enter, quit},
			want:  []string{"toast ready", "02-toast was interrupted", "Enter: go on", "03  tea"},
			not:   []string{"Where Go differs"},
		},
		"an interrupted lesson may be run again": {
			hands: []hand{enter, {after: time.Second, ctrlC: true}, types("r"), quit},
			want:  []string{"02-toast was interrupted", "toast ready", "Where Go differs"},
		},
		"a lesson that doesn't hear Ctrl-C has three seconds": {
			hands: []hand{enter, {after: time.Second, ctrlC: true}, quit},
			prepare: func(w *walk.Walk) {
				w.Play = func(ctx context.Context, _ string, line func(time.Duration, string)) (p picture.Picture, _ error) {
					select {
					case <-time.After(time.Hour):
						return p, nil
					case <-ctx.Done():
						line(4*time.Second, "killed")
						return p, ctx.Err()
					}
				}
			},
			want: []string{"4.0s  killed", "02-toast was interrupted", "> q"},
		},
		"a lesson may die of Ctrl-C before the walk has heard of it": {
			hands: []hand{enter, {after: time.Second + time.Millisecond, ctrlC: true}, quit},
			prepare: func(w *walk.Walk) {
				w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
					time.Sleep(time.Second)
					return burn(ctx, program, line)
				}
			},
			want: []string{"02-toast was interrupted", "> q"},
			why:  "one Ctrl-C isn't two",
		},
		"a second Ctrl-C leaves, while the lesson still cleans up": {
			hands: []hand{enter, {after: time.Second, ctrlC: true}, {after: time.Millisecond, ctrlC: true}},
			not:   []string{"toast ready"},
			err:   walk.ErrStopped,
		},
		"a second Ctrl-C leaves, when the lesson has ended": {
			hands: []hand{enter, {after: time.Second, ctrlC: true}, ctrlC},
			want:  []string{"02-toast was interrupted", "> \n"},
			err:   walk.ErrStopped,
		},
		"a lesson that fails doesn't end the walk": {
			hands: []hand{enter, enter, quit},
			prepare: func(w *walk.Walk) {
				w.Play = burn
			},
			want: []string{"02-toast did not end well: burnt", "Enter: go on", "03  tea"},
			not:  []string{"Where Go differs"},
		},
		"a lesson that doesn't compile is compiled anew when it's run again": {
			hands: []hand{enter, types("r"), quit},
			prepare: func(w *walk.Walk) {
				build := w.Build
				w.Build = func(ctx context.Context, l lesson.Lesson) (string, error) {
					if !strings.Contains(w.Writer.(*wall).String(), "burnt") {
						return "", errBurnt // until somebody has read it, and mends it
					}
					return build(ctx, l)
				}
			},
			want: []string{"\nburnt\n", "toast ready"},
		},
		"who leaves doesn't leave the compiler behind": {
			hands: []hand{{after: time.Second, types: "q"}}, // when it's at work
			prepare: func(w *walk.Walk) {
				w.Build = func(ctx context.Context, _ lesson.Lesson) (string, error) {
					<-ctx.Done()
					time.Sleep(time.Second) // its own cleaning up
					fmt.Fprintln(w, "the compiler goes home")
					return "", ctx.Err()
				}
			},
			want: []string{"> q", "the compiler goes home"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.prepare == nil {
				tc.prepare = func(*walk.Walk) {}
			}
			out, err := walked(t, tc.prepare, tc.hands...)
			assert.Equal(t, tc.err, err, tc.why)
			rest := out
			for _, want := range tc.want {
				_, after, found := strings.Cut(rest, want)
				require.True(t, found, "%q should be in:\n%s", want, rest)
				rest = after
			}
			for _, not := range tc.not {
				assert.NotContains(t, out, not)
			}
		})
	}
}

// alone lets the walk go by itself.
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

func TestAloneItGoesToTheEnd(t *testing.T) {
	out, err := alone(t, func(*walk.Walk) {})
	require.NoError(t, err)
	assert.Equal(t, `02  toast                                                toast() → Toast
────────────────────────────────────────────────────────────────────────

Toast it

Toast takes time.

Predict first

When is `+"`toast`"+` ready?

    i  at 1 s
   ii  at 2 s

Go

        toast()

   2.0s  toast ready

toast  toast it
       0 s              0.5 s           1 s              1.5 s           2 s
toast  ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

The answer is:

   ii  at 2 s

Where Go differs

- It burns.

03  tea                                                      tea() → Tea
────────────────────────────────────────────────────────────────────────

Pour it

Tea, too.

Predict first

Hot?

    i  yes
   ii  no

Go

    pour()

   2.0s  tea ready

tea   pour it
      0 s              0.5 s            1 s             1.5 s            2 s
tea   ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

The answer is:

    i  yes

Where Go differs

- It steams.

`, out)
}

func TestAloneTheFirstFailureEndsIt(t *testing.T) {
	out, err := alone(t, func(w *walk.Walk) {
		w.Play = burn
	})
	assert.EqualError(t, err, "02-toast did not end well: burnt")
	assert.NotContains(t, out, "03  tea")
}

func TestAloneCtrlCEndsIt(t *testing.T) {
	out, err := alone(t, func(w *walk.Walk) {
		interrupts := make(chan os.Signal, 1)
		w.Interrupts = interrupts
		time.AfterFunc(time.Second, func() { interrupts <- pressed })
	})
	assert.Equal(t, walk.ErrStopped, err)
	assert.Contains(t, out, "toast ready", "it may end by itself")
	assert.NotContains(t, out, "03  tea")
}

func TestAloneItEndsWithItsContext(t *testing.T) {
	errGone := errors.New("nobody reads it")
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { end(errGone) })
		assert.Equal(t, errGone, kitchen(&shown).From(ctx, 0))
	})
	assert.NotContains(t, shown.String(), "toast ready")
}

func TestAPromptEndsWithItsContext(t *testing.T) {
	errGone := errors.New("nobody reads it")
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { end(errGone) })
		w := kitchen(&shown)
		w.Keys = make(chan string)
		assert.Equal(t, errGone, w.From(ctx, 0))
	})
	assert.True(t, strings.HasSuffix(shown.String(), "> "))
}

func TestRun(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		runs, err := kitchen(&shown).Run(t.Context(), []int{1, 0})
		assert.NoError(t, err)
		assert.Equal(t, []layout.Run{
			{Title: "tea", Subtitle: "pour it", Picture: slept("tea", 2*time.Second)},
			{Title: "toast", Subtitle: "toast it", Picture: slept("toast", 2*time.Second)},
		}, runs)
	})
	assert.Equal(t, `03  tea                                                      tea() → Tea
────────────────────────────────────────────────────────────────────────
   2.0s  tea ready

tea   pour it
      0 s              0.5 s            1 s             1.5 s            2 s
tea   ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

02  toast                                                toast() → Toast
────────────────────────────────────────────────────────────────────────
   2.0s  toast ready

toast  toast it
       0 s              0.5 s           1 s              1.5 s           2 s
toast  ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

`, shown.String())
}

func TestCompare(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		w := kitchen(&shown)
		w.Width, w.ASCII = 60, true
		runs, err := w.Compare(t.Context(), 1, 0)
		assert.NoError(t, err)
		assert.Len(t, runs, 2)
	})
	_, both, _ := strings.Cut(shown.String(), "toast ready\n\n")
	assert.Contains(t, both, "tea    pour it")
	assert.Contains(t, both, "toast  toast it")
	assert.Contains(t, both, "both take 2 s")
}

func TestWithoutATraceThereIsNoPicture(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"lost":  {walk.NoPicture{Why: errors.New("the trace is empty")}, "no picture: the trace is empty"},
		"empty": {nil, "no picture: nothing of the program's own ran"},
	} {
		lost := func(w *walk.Walk) {
			w.Play = func(context.Context, string, func(time.Duration, string)) (p picture.Picture, _ error) {
				return p, tc.err
			}
		}
		t.Run(name+" in run", func(t *testing.T) {
			var shown wall
			synctest.Test(t, func(t *testing.T) {
				w := kitchen(&shown)
				lost(w)
				runs, err := w.Run(t.Context(), []int{0})
				assert.NoError(t, err, "the program itself did well")
				assert.Empty(t, runs[0].Picture.Lanes)
			})
			assert.True(t, strings.HasSuffix(shown.String(), "─\n\n"+tc.want+"\n\n"), shown.String())
		})
		t.Run(name+" in compare", func(t *testing.T) {
			var shown wall
			synctest.Test(t, func(t *testing.T) {
				w := kitchen(&shown)
				lost(w)
				_, err := w.Compare(t.Context(), 0, 1)
				assert.NoError(t, err)
			})
			assert.Equal(t, 2, strings.Count(shown.String(), "\n"+tc.want+"\n"), shown.String())
			assert.NotContains(t, shown.String(), "both take")
		})
		t.Run(name+" in the walk", func(t *testing.T) {
			out, err := walked(t, lost, hand{types: "y"}, hand{types: ""}, hand{types: "q"})
			require.NoError(t, err)
			assert.Contains(t, out, "\n"+tc.want+"\n\nThe answer is:", "the walk goes on")
		})
	}
}

func TestWhatIsBlankIsNotDrawn(t *testing.T) {
	var shown wall
	s := walk.Screen{Writer: &shown}
	assert.EqualError(t, s.Draw(layout.Run{}), "no picture: nothing of the program's own ran")
	assert.NoError(t, s.DrawBoth(layout.Run{}, layout.Run{Picture: slept("tea", time.Second)}))
	assert.Empty(t, shown.String())
}

func TestOnATerminalTheClockRuns(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		w := kitchen(&shown)
		w.Live = true
		w.Build = func(context.Context, lesson.Lesson) (string, error) {
			time.Sleep(200 * time.Millisecond)
			return "toast", nil
		}
		play := w.Play
		w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
			seen, err := play(ctx, program, line)
			time.Sleep(time.Second) // with nothing more to say
			return seen, err
		}
		_, err := w.Run(t.Context(), []int{0})
		assert.NoError(t, err)
	})
	for _, want := range []string{"\rcompiling … ", "\r   0.5s", "\r   1.5s", "\r   2.0s  toast ready\n"} {
		assert.Contains(t, shown.String(), want)
	}
	// What a terminal shows in the end: the last thing written over each line.
	var seen []string
	for line := range strings.Lines(shown.String()) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\r")
		seen = append(seen, parts[len(parts)-1])
	}
	assert.Equal(t, []string{"   2.0s  toast ready", "", "toast  toast it"}, seen[2:5])
}

func TestTheWholeFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "02-toast")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\r\n\n\tfunc main() {}\n"), 0o600))
	out, err := walked(t, func(w *walk.Walk) { w.Lessons[0].Dir = dir }, hand{types: "c"}, hand{types: "y"}, hand{types: "q"})
	require.NoError(t, err)
	assert.Contains(t, out, "\npackage main\n\n    func main() {}\n")
	assert.Contains(t, out, filepath.Join("02-toast", "slide.py")+": ", "and why it can't be shown")
}

// What is shown of the real lessons fits the wall, their files too.
func TestTheLessonsFit(t *testing.T) {
	lessons, err := lesson.All(filepath.Join("..", ".."))
	require.NoError(t, err)
	for _, l := range lessons {
		var shown wall
		s := walk.Screen{Writer: &shown}
		s.Introduce(l, true)
		for guess := range len(l.Prediction.Answers) {
			s.Conclude(l, guess)
		}
		s.List(lessons)
		for _, name := range []string{"main.go", "slide.py"} {
			text, err := os.ReadFile(filepath.Join(l.Dir, name))
			require.NoError(t, err)
			s.File(filepath.Join(l.String(), name), string(text))
		}
		for line := range strings.Lines(shown.String()) {
			assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), walk.Columns, "%s: %s", l, line)
		}
	}
}

func TestColours(t *testing.T) {
	var shown wall
	s := walk.Screen{Writer: &shown, Colour: true}
	coloured := toast
	coloured.Core = "\treturn \"tea\" // hot\n"
	s.Introduce(coloured, false)
	s.Conclude(coloured, 0)
	for _, want := range []string{
		"02  \x1b[1mtoast\x1b[0m   ",
		"When is \x1b[36mtoast\x1b[0m \x1b[1mready\x1b[0m?",
		"        \x1b[34mreturn\x1b[0m \x1b[32m\"tea\"\x1b[0m \x1b[2m// hot\x1b[0m\n",
		"You said \x1b[31mi\x1b[0m.",
	} {
		assert.Contains(t, shown.String(), want)
	}
}
