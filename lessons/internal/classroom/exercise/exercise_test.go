package exercise_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/exercise"
)

func plain(markdown string) (string, error) { return "<p>" + markdown + "</p>", nil }

// The lessons that have an exercise, as they are.
func TestRead(t *testing.T) {
	for _, tc := range []struct {
		slug, title string
		levels      []string
		shown       []string // the titles of the sections that are not about the terminal
		hints       int
		hint        string // a part of the first one
	}{
		{
			slug: "15-chat", title: "Exercise 1: turn the echo into a chat", levels: []string{"broadcast", "names", "robustness"},
			shown: []string{"", "What the server says", "Level 1: broadcast", "Level 2: names", "Level 3: robustness"},
			hints: 1, hint: "Begin with a list of guests",
		},
		{
			slug: "16-philosophy", title: "The exercise: get to Philosophy, faster",
			shown: []string{"", "Hints"},
			hints: 4, hint: "it needs a mutex",
		},
	} {
		t.Run(tc.slug, func(t *testing.T) {
			lesson := os.DirFS("../../../" + tc.slug)
			require.True(t, exercise.Has(lesson))
			task, err := exercise.Read(lesson, tc.slug, plain)
			require.NoError(t, err)
			assert.Equal(t, tc.title, task.Title)
			var levels, shown, hints []string
			for _, s := range task.Sections {
				assert.NotContains(t, s.HTML, tc.hint, "a hint is hidden at first")
				assert.False(t, !s.Terminal && strings.Contains(string(s.HTML), "go test"), s.Title)
				if s.Level != "" {
					levels = append(levels, s.Level)
				}
				if !s.Terminal {
					shown = append(shown, s.Title)
				}
				for _, hint := range s.Hints {
					hints = append(hints, string(hint))
				}
			}
			assert.Equal(t, tc.levels, levels)
			assert.Equal(t, tc.shown, shown)
			require.Len(t, hints, tc.hints)
			assert.Contains(t, hints[0], tc.hint)
		})
	}
}

func TestALessonWithoutATaskHasNoExercise(t *testing.T) {
	assert.False(t, exercise.Has(os.DirFS("../../../06-gather")))
}

func TestReadFails(t *testing.T) {
	burnt := errors.New("burnt")
	task := fstest.MapFS{"TASK.md": {Data: []byte("# Boil\n\nan egg\n")}}
	for _, tc := range []struct {
		name   string
		lesson fstest.MapFS
		want   string
	}{
		{"a folder without a task", fstest.MapFS{}, "TASK.md: file does not exist"},
		{"Markdown that can't be rendered", task, "99-tea/TASK.md: burnt"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := exercise.Read(tc.lesson, "99-tea", func(string) (string, error) { return "", burnt })
			require.ErrorContains(t, err, tc.want)
		})
	}
}
