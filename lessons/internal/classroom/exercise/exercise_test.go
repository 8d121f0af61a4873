package exercise_test

import (
	"os"
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
		slug, test    string
		levels        []string
		hints         int
		solution      []string
		hint, section string // a part of the first hint, and of the section with it
	}{
		{
			slug: "15-chat", test: "Chat", levels: []string{"broadcast", "names", "robustness"}, hints: 1,
			solution: []string{"line.go", "solution.go"}, hint: "Begin with a list of guests", section: "500 guests",
		},
		{
			slug: "16-philosophy", test: "TestExercise", hints: 4,
			solution: []string{"solution.go"}, hint: "it needs a mutex",
		},
	} {
		t.Run(tc.slug, func(t *testing.T) {
			lesson := os.DirFS("../../../" + tc.slug)
			require.True(t, exercise.Has(lesson))
			e, err := exercise.Read(lesson, tc.slug, plain)
			require.NoError(t, err)
			assert.Equal(t, "exercise.go", e.File)
			assert.Contains(t, e.Stub, "//go:build exercise\n")
			assert.Equal(t, tc.test, e.Test)
			var levels, solution, hints []string
			for _, s := range e.Sections {
				if s.Level != "" {
					levels = append(levels, s.Level)
				}
				if len(s.Hints) > 0 && len(hints) == 0 {
					assert.Contains(t, s.HTML, tc.section)
					assert.NotContains(t, s.HTML, tc.hint, "a hint is hidden at first")
				}
				hints = append(hints, s.Hints...)
			}
			for _, f := range e.Solution {
				solution = append(solution, f.Name)
			}
			assert.Equal(t, tc.levels, levels)
			assert.Equal(t, tc.solution, solution)
			require.Len(t, hints, tc.hints)
			assert.Contains(t, hints[0], tc.hint)
		})
	}
}

func TestALessonWithoutATaskHasNoExercise(t *testing.T) {
	assert.False(t, exercise.Has(os.DirFS("../../../06-gather")))
}

func TestReadFails(t *testing.T) {
	const task = "# Boil\n\n    go test -tags exercise ./x -run TestTea\n"
	stub := &fstest.MapFile{Data: []byte("//go:build exercise\n\npackage main\n")}
	solution := &fstest.MapFile{Data: []byte("//go:build !exercise\n\npackage main\n")}
	for _, tc := range []struct {
		name   string
		lesson fstest.MapFS
		want   string
	}{
		{"no task", fstest.MapFS{}, "TASK.md"},
		{"a task without a command", fstest.MapFS{"TASK.md": {Data: []byte("# Boil\n")}}, "99-tea/TASK.md: there is no command"},
		{"no stub", fstest.MapFS{"TASK.md": {Data: []byte(task)}, "solution.go": solution}, "has a file with the build tag exercise"},
		{"no solution", fstest.MapFS{"TASK.md": {Data: []byte(task)}, "exercise.go": stub}, "has a file with the build tag exercise"},
		{"two stubs", fstest.MapFS{"TASK.md": {Data: []byte(task)}, "a.go": stub, "b.go": stub}, "a.go and b.go have the build tag exercise"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := exercise.Read(tc.lesson, "99-tea", plain)
			require.ErrorContains(t, err, tc.want)
		})
	}
}
