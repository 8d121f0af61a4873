package walk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/walk"
)

// A scenario is a walk with these actions.
type scenario struct {
	name    string
	actions []action
	prepare func(w *walk.Walk)
	want    []string // in this order
	not     []string
	err     error
	why     string
}

func (tc scenario) test(t *testing.T) {
	if tc.prepare == nil {
		tc.prepare = func(*walk.Walk) {}
	}
	out, err := walked(t, tc.prepare, tc.actions...)
	assert.Equal(t, tc.err, err, tc.why)
	inOrder(t, out, tc.want...)
	for _, not := range tc.not {
		assert.NotContains(t, out, not)
	}
}

func TestStops(t *testing.T) {
	for _, tc := range []scenario{
		{
			name:    "Enter leads from stop to stop, and to the next lesson",
			actions: types("", "", "", "", "", "", "", "", "", ""),
			want: []string{
				"02  toast", "Toast it", "Goal: make toast. (10 minutes)", "Predict first\nWhen is", "  1  at 1 s\n  2  at 2 s\n", "> ",
				"Go\n        toast()", "Enter: run it", "2.0s  toast ready", "Enter: the picture and the answer",
				"toast  toast it", "The answer is:\n  2  at 2 s\n\nEnter: why",
				"Toast takes time.", "Where Go differs\n- It burns.", "In short\n- Slice.\n- Toast.\n- Eat.", "Enter: the next lesson",
				"03  tea", "2.0s  tea ready", "x shows it", "That was the last lesson.",
			},
			not: []string{"await"},
		},
		{
			name:    "a right guess is praised below the picture",
			actions: types("2", "", "", "q"),
			want:    []string{"1–2: your guess", "toast ready", "toast  toast it", "You said 2, and that is right:\n  2  at 2 s\n\nEnter: why"},
		},
		{
			name:    "a wrong guess gets its sentence, then the right answer",
			actions: types(" 1 ", "", "", "q"),
			want:    []string{"toast  toast it", "You said 1. Then the `toast` is pale.\nThe answer is:\n  2  at 2 s\n\nEnter: why"},
		},
		{
			name:    "a second guess, made at the code, counts",
			actions: types("1", "2", "", "q"),
			want:    []string{"Enter: run it", "toast ready", "You said 2, and that is right:"},
		},
		{
			name:    "the picture with the answer comes last before the prompt",
			actions: types("", "", "", "q"),
			want:    []string{"returned\n\nThe answer is:\n  2  at 2 s\n\nEnter: why"},
		},
		{
			name:    "the claim would give the answer away, so it comes after the answer",
			actions: types("", "", "", "", "q"),
			want:    []string{"The answer is:", "Toast takes time."},
		},
		{
			name:    "r runs it once more, and the guess still counts",
			actions: types("1", "", "", "r", "", "q"),
			want:    []string{"toast ready", "You said 1.", "toast ready", "You said 1."},
		},
		{
			name:    "b goes back to the question",
			actions: types("1", "", "", "b", "2", "", "", "q"),
			want:    []string{"You said 1.", "Predict first", "You said 2, and"},
		},
		{
			name:    "n skips a lesson, p returns",
			actions: types("n", "p", "p", "q"),
			want:    []string{"02  toast", "03  tea", "02  toast", "This is the first lesson."},
			not:     []string{"toast ready"},
		},
		{
			name:    "n after the last lesson is the end",
			actions: types("n", "n"),
			want:    []string{"03  tea", "That was the last lesson."},
		},
		{
			name:    "with Python both cores are shown",
			actions: types("", "q"),
			prepare: func(w *walk.Walk) { w.Python = true },
			want:    []string{"Python             Go\n    await toast()          toast()"},
		},
		{
			name:    "an empty Python core is not shown",
			actions: types("", "q"),
			prepare: func(w *walk.Walk) { w.Python, w.Lessons[0].Python = true, "\n" },
			want:    []string{"Go\n        toast()"},
			not:     []string{"Python"},
		},
		{
			name:    "exercises and further sections are pointed to",
			actions: types("3-tea", "g 3", "", "", "", "", "q"),
			want:    []string{"There is an exercise, lessons/03-tea/TASK.md: x shows it.", "There is more, “Milk”: x shows it.", "x: exercise"},
		},
	} {
		t.Run(tc.name, tc.test)
	}
}

func TestWhileALessonRuns(t *testing.T) {
	during := func(after time.Duration, a action) action { a.after = after; return a }
	running := types("", "") // leads there
	for _, tc := range []scenario{
		{
			name:    "the end of the input while it runs: it runs to its end",
			actions: append(slices.Clone(running), during(time.Second, action{closes: true})),
			want:    []string{"toast ready", "> \n"},
			not:     []string{"03  tea"},
		},
		{
			name:    "a line typed while it runs answers no later prompt",
			actions: append(append(slices.Clone(running), during(time.Second, quit)), types("n", "q")...),
			want:    []string{"toast ready", "03  tea"},
		},
		{
			name:    "Ctrl-C stops the lesson and returns to the walk",
			actions: append(append(slices.Clone(running), during(time.Second, ctrlC)), types("", "q")...),
			want:    []string{"toast ready", "02-toast was interrupted", "Enter: the next lesson · r: run it again", "03  tea"},
			not:     []string{"Where Go differs"},
		},
		{
			name:    "an interrupted lesson can be run again",
			actions: append(append(slices.Clone(running), during(time.Second, ctrlC)), types("r", "", "q")...),
			want:    []string{"02-toast was interrupted", "toast ready", "The answer is:"},
		},
		{
			name:    "a lesson that ignores Ctrl-C is killed after three seconds",
			actions: append(append(slices.Clone(running), during(time.Second, ctrlC)), quit),
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
		{
			name:    "a lesson may end by Ctrl-C before the walk has received it",
			actions: append(append(slices.Clone(running), during(time.Second+time.Millisecond, ctrlC)), quit),
			prepare: func(w *walk.Walk) {
				w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
					time.Sleep(time.Second)
					return burn(ctx, program, line)
				}
			},
			want: []string{"02-toast was interrupted", "> q"},
			why:  "one Ctrl-C is not two",
		},
		{
			name:    "a second Ctrl-C ends the walk while the lesson cleans up",
			actions: append(slices.Clone(running), during(time.Second, ctrlC), during(time.Millisecond, ctrlC)),
			not:     []string{"toast ready"},
			err:     walk.ErrStopped,
		},
		{
			name:    "a second Ctrl-C ends the walk when the lesson has ended",
			actions: append(slices.Clone(running), during(time.Second, ctrlC), ctrlC),
			want:    []string{"02-toast was interrupted", "> \n"},
			err:     walk.ErrStopped,
		},
		{
			name:    "a lesson that fails does not end the walk",
			actions: types("", "", "", "q"),
			prepare: func(w *walk.Walk) { w.Play = burn },
			want:    []string{"02-toast did not end well: burnt", "Enter: the next lesson", "03  tea"},
			not:     []string{"Where Go differs"},
		},
		{
			name:    "a lesson that did not compile is compiled again when it is run again",
			actions: types("", "", "r", "q"),
			prepare: func(w *walk.Walk) {
				build := w.Build
				w.Build = func(ctx context.Context, l lesson.Lesson) (string, error) {
					if !strings.Contains(w.Writer.(*wall).String(), "burnt") {
						return "", errBurnt // until the error has been shown, and the file corrected
					}
					return build(ctx, l)
				}
			},
			want: []string{"\nburnt\n", "toast ready"},
		},
		{
			name:    "the walk waits for the compiler before it ends",
			actions: []action{{after: time.Second, types: "q"}},
			prepare: func(w *walk.Walk) {
				w.Build = func(ctx context.Context, _ lesson.Lesson) (string, error) {
					<-ctx.Done()
					time.Sleep(time.Second) // it cleans up
					fmt.Fprintln(w, "the compiler has ended")
					return "", ctx.Err()
				}
			},
			want: []string{"> q", "the compiler has ended"},
		},
		{
			name:    "after Ctrl-Z and fg the prompt is shown once more",
			actions: []action{{resumes: true}, {after: time.Millisecond, types: "q"}},
			want:    []string{"1–2: your guess", "> \n1–2: your guess", "> q"},
		},
	} {
		t.Run(tc.name, tc.test)
	}
}
