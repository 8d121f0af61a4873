package house

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

// lessons returns the lessons that can be read. TestEverySlideIsComplete fails
// for the others.
func lessons(t *testing.T) []lesson.Lesson {
	t.Helper()
	all, _ := lesson.All(filepath.Join("..", ".."))
	require.NotEmpty(t, all)
	return all
}

// A slide has its goal, its minutes and its sections in order, and each wrong
// answer has its sentence. Package lesson tests each of these rules.
func TestEverySlideIsComplete(t *testing.T) {
	folders, err := fs.Glob(root, "lessons/[0-9][0-9]-*")
	require.NoError(t, err)
	for _, folder := range folders {
		t.Run(path.Base(folder), func(t *testing.T) {
			l, err := lesson.Read(filepath.Join("..", "..", path.Base(folder)))
			require.NoError(t, err)
			assert.LessOrEqual(t, l.Minutes, 30, "a lesson of more than half an hour is two lessons")
			assert.Regexp(t, `^[-*] `, l.Teacher, "the notes for the teacher are a list")
			for _, a := range l.Prediction.Answers {
				if a.Why != "" {
					assert.Regexp(t, "[.!?`]$", a.Why, "what an answer overlooks is a sentence")
				}
			}
		})
	}
}

// read returns a file of a lesson.
func read(t *testing.T, l lesson.Lesson, name string) string {
	t.Helper()
	text, err := fs.ReadFile(root, path.Join("lessons", l.String(), name))
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// fits asks that text has at most so many lines and columns.
func fits(t *testing.T, what, text string, height, width int) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	assert.LessOrEqual(t, len(lines), height, "lines of "+what)
	for i, line := range lines {
		assert.LessOrEqual(t, columns(line), width, "line %d of %s", i+1, what)
	}
}

// columns counts a tab as four.
func columns(line string) int {
	return utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    "))
}

const unlimited = math.MaxInt

func TestLessonsFitTheProjector(t *testing.T) {
	for _, l := range lessons(t) {
		t.Run(l.String(), func(t *testing.T) {
			fits(t, "main.go", read(t, l, "main.go"), 90, 72)
			fits(t, "slide.py", read(t, l, "slide.py"), 110, 72)
			fits(t, "the core of main.go", l.Core, 18, 58)
			fits(t, "the core of slide.py", l.Python, 18, 58)
			slide := link.ReplaceAllString(read(t, l, "slide.md"), "[$1]")
			fits(t, "slide.md", slide, unlimited, 72)
			fits(t, "the transcript", l.Transcript, 18, 58)
		})
	}
}

// link is a link in Markdown: it is as long as its address.
var link = regexp.MustCompile(`\[([^]]+)\]\([^)]+\)`)

// The list of the walk has a line for each lesson, with its title where the
// terminal is wide.
func TestTitlesFitTheList(t *testing.T) {
	for _, l := range lessons(t) {
		assert.LessOrEqual(t, columns(l.Title), 30, l.String())
		assert.LessOrEqual(t, columns(l.Pair), 36, l.String())
		assert.Contains(t, l.Pair, " → ", l.String())
	}
}

// The code on a slide is the code of the program.
func TestSlidesShowTheCodeThatRuns(t *testing.T) {
	for _, l := range lessons(t) {
		slide := read(t, l, "slide.md")
		assert.Contains(t, slide, "```go\n"+l.Core+"```\n", l.String())
		assert.Contains(t, slide, "```python\n"+l.Python+"```\n", l.String())
	}
}

// mainBody is how the main function of a program without sockets ends.
const mainBody = `	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`

// The tests of each lesson play it, and compare it with its slide and with
// Python. Most use package twin for that. Servers have no virtual clock: their
// clients compare what they receive. Lesson 13 measures, so it compares its
// conclusions with recorded figures.
func TestEveryLessonIsProven(t *testing.T) {
	for _, l := range lessons(t) {
		t.Run(l.String(), func(t *testing.T) {
			program, tests := read(t, l, "main.go"), read(t, l, "main_test.go")
			containsEither(t, l, program, mainBody, "talk.Main(kitchen, serve)")
			assert.Contains(t, tests, "func TestTwin(t *testing.T) {")
			if l.Name == "io-or-cpu" {
				return
			}
			assert.Contains(t, tests, `"slide.py"`)
			assert.Contains(t, tests, "twin.Writes(t, kitchen, `")
			assert.Contains(t, tests, `twin.Shows(t, kitchen, "slide.md")`)
		})
	}
}

// containsEither asks that the text of a lesson contains one of the two.
func containsEither(t *testing.T, l lesson.Lesson, text, usual, sockets string) {
	t.Helper()
	if !strings.Contains(text, usual) {
		assert.Contains(t, text, sockets, l.String())
	}
}

// README has a row for each lesson: what it is in Python and in Go, how long it
// takes, and how to run it.
func TestTheReadmeListsTheLessons(t *testing.T) {
	text, err := fs.ReadFile(root, "README.md")
	require.NoError(t, err)
	readme := strings.ReplaceAll(string(text), "\r\n", "\n")
	want := "| slide | minutes | Python | Go | run it |\n|---|---|---|---|---|\n"
	for _, l := range lessons(t) {
		python, golang, _ := strings.Cut(l.Pair, " → ")
		want += fmt.Sprintf("| [%02d %s](lessons/%s/slide.md) | %d | %s | %s | `go run ./lessons/%s` |\n",
			l.Number, strings.ReplaceAll(l.Name, "-", " "), l, l.Minutes, code(python), code(golang), l)
	}
	_, got, _ := strings.Cut(readme, "\n\n| slide")
	got, _, _ = strings.Cut("| slide"+got, "\n\n")
	assert.Equal(t, want, got+"\n")
	path := walk.Path(lessons(t))
	assert.Contains(t, strings.Join(strings.Fields(readme), " "), path, "the same sentence as in the walk's list")
}

// The path for 90 minutes uses most of them.
func TestThePathIsLong(t *testing.T) {
	path := lesson.Path(lessons(t), 90)
	assert.Greater(t, lesson.Minutes(path), 75)
	assert.LessOrEqual(t, lesson.Minutes(path), 90)
}

// The walk finds only the folders that are named like a lesson.
func TestEveryFolderIsALesson(t *testing.T) {
	entries, err := fs.ReadDir(root, "lessons")
	require.NoError(t, err)
	numbers := map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() || name == "internal" {
			continue
		}
		assert.Regexp(t, `^\d\d-[a-z0-9-]+$`, name)
		assert.Empty(t, numbers[name[:2]], "%s has the number of another lesson", name)
		numbers[name[:2]] = name
	}
}

// code quotes s as code.
func code(s string) string { return "`" + s + "`" }
