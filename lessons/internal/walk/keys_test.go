package walk_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

func TestGuesses(t *testing.T) {
	for _, tc := range []struct {
		name string
		keys []string
		want string
	}{
		{"the first answer", []string{"1", "i", "I", "1)", "(1)", "[1]", "1.", "i)", "(I)", " 1 "}, "You said 1."},
		{"the second answer", []string{"2", "ii", "II", "Ii", "2)", "(ii)", "[II]", "ii."}, "You said 2, and"},
	} {
		for _, key := range tc.keys {
			t.Run(tc.name+" as "+key, func(t *testing.T) {
				out, err := walked(t, func(*walk.Walk) {}, types(key, "", "", "q")...)
				require.NoError(t, err)
				assert.Contains(t, out, tc.want)
			})
		}
	}
}

func TestKeys(t *testing.T) {
	for _, tc := range []scenario{
		{
			name:    "a guess that is not among the answers is refused",
			actions: types("iii", "3", "q"),
			want:    []string{`"iii" is not an answer: want 1 to 2`, `"3" is not an answer: want 1 to 2; lesson 3 is g 3`, "1–2: your guess"},
			not:     []string{"toast ready"},
		},
		{
			name:    "a guess after the answer is refused",
			actions: types("", "", "", "1", "q"),
			want:    []string{"The answer is:", `"1": the answer has been shown; b goes back to the question`, "Enter: why"},
		},
		{
			name:    "g and a number, g and a name, and a name alone lead to a lesson",
			actions: types("g 3", "toast", "03-tea", "go 02", "G tea", "q"),
			want:    []string{"02  toast", "03  tea", "02  toast", "03  tea", "02  toast", "03  tea"},
		},
		{
			name:    "a lesson may have the number 0",
			actions: types("g 0", "n", "go 00", "00-tea", "tea", "q"),
			prepare: func(w *walk.Walk) { w.Lessons = []lesson.Lesson{zero(), toast} },
			want:    []string{"00  tea", "00  tea", "02  toast", "00  tea", "00  tea", "00  tea"},
		},
		{
			name:    "an unknown name gets the nearest",
			actions: types("coffee", "g", "g 17", "q"),
			want:    []string{`there is no lesson "coffee"; the nearest is`, "? shows all keys", `there is no lesson "17"; the nearest is 03-tea`, "> "},
		},
		{
			name:    "l lists the names that commands take, minutes and a path",
			actions: types("l", "q"),
			want:    []string{"02-toast  10 min  Toast it  toast() → Toast\n03-tea     5 min  Pour it   tea() → Tea\n\nAll lessons take 15 minutes. A path for 90 minutes: ."},
		},
		{
			name:    "? shows all keys",
			actions: types("?", "q"),
			want:    []string{"r          run it, or run it again", "g 6        the lesson with this number"},
		},
		{
			name:    "s shows the transcript and what to notice",
			actions: types("s", "q"),
			want:    []string{"What you see\n    2s  toast ready\n\n- It is brown."},
		},
		{
			name:    "w shows what people use at work",
			actions: types("w", "q"),
			want:    []string{"At work\nA toaster."},
		},
		{
			name:    "t shows what is for the teacher",
			actions: types("t", "q"),
			want:    []string{"For the teacher\n- Ask for butter."},
		},
		{
			name:    "x where there is nothing says so",
			actions: types("x", "q"),
			want:    []string{"This lesson has no exercise."},
		},
		{
			name:    "x shows what else there is",
			actions: types("n", "x", "q"),
			want:    []string{"Milk\nPour it in.", "TASK.md"},
		},
		{
			name:    "keys may be capitals",
			actions: types("N", "Q"),
			want:    []string{"03  tea", "> Q"},
		},
	} {
		t.Run(tc.name, tc.test)
	}
}

// zero is a lesson with the number 0.
func zero() lesson.Lesson {
	l := tea
	l.Number, l.Dir = 0, "lessons/00-tea"
	return l
}

func TestTheWholeFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "02-toast")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\r\n\n\tfunc main() {}\n"), 0o600))
	out, err := walked(t, func(w *walk.Walk) { w.Lessons[0].Dir = dir }, types("c", "y", "q")...)
	require.NoError(t, err)
	assert.Contains(t, out, "02-toast/main.go\n    package main\n\n        func main() {}\n")
	assert.Contains(t, out, filepath.Join("02-toast", "slide.py")+":", "and why it cannot be shown")
}
