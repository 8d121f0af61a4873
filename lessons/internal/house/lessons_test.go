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
)

func lessons(t *testing.T) []lesson.Lesson {
	t.Helper()
	all, err := lesson.All(filepath.Join("..", ".."))
	require.NoError(t, err)
	return all
}

// read returns one of a lesson's files.
func read(t *testing.T, l lesson.Lesson, name string) string {
	t.Helper()
	text, err := fs.ReadFile(root, path.Join("lessons", l.String(), name))
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// fits asks that text is no longer and no wider than what fits on the wall.
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

func TestLessonsFitTheWall(t *testing.T) {
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

// link is a link in Markdown, which is as long as its address.
var link = regexp.MustCompile(`\[([^]]+)\]\([^)]+\)`)

// A title, its Python and its Go stand in one line of 72 columns each, in the
// walk's list.
func TestTitlesFitTheList(t *testing.T) {
	for _, l := range lessons(t) {
		assert.LessOrEqual(t, columns(l.Title), 30, l.String())
		assert.LessOrEqual(t, columns(l.Pair), 36, l.String())
		assert.Contains(t, l.Pair, " → ", l.String())
	}
}

var sections = []string{
	"Predict first", "What you see", "Python and Go side by side", "Where Go differs", "At work",
}

func TestSlidesHaveTheSameSections(t *testing.T) {
	headline := regexp.MustCompile(`(?m)^## (.*)$`)
	for _, l := range lessons(t) {
		var got []string
		for _, match := range headline.FindAllStringSubmatch(read(t, l, "slide.md"), -1) {
			got = append(got, match[1])
		}
		assert.Equal(t, sections, got, l.String())
	}
}

// What the class reads beside the program is the program.
func TestSlidesShowTheCodeThatRuns(t *testing.T) {
	for _, l := range lessons(t) {
		slide := read(t, l, "slide.md")
		assert.Contains(t, slide, "```go\n"+l.Core+"```\n", l.String())
		assert.Contains(t, slide, "```python\n"+l.Python+"```\n", l.String())
	}
}

// Each lesson's tests play it: against its slide, and against Python. Most ask
// twin for that. Servers know no virtual clock: there it's the clients who
// compare what they hear. And what measures or crawls compares in its own way.
func TestEveryLessonIsProven(t *testing.T) {
	for _, l := range lessons(t) {
		program, tests := read(t, l, "main.go"), read(t, l, "main_test.go")
		either(t, l, program, "task.Run(context."+"Background(), kitchen(os.Stdout))", "talk.Main(kitchen, serve)")
		assert.Contains(t, tests, "func TestTwin(t *testing.T) {", l.String())
		if l.String() == "13-io-or-cpu" {
			continue // it measures: figures are no transcript, so it holds its conclusions to recorded ones
		}
		assert.Contains(t, tests, `"slide.py"`, l.String())
		assert.Contains(t, tests, "twin.Writes(t, kitchen, `", l.String())
		assert.Contains(t, tests, `twin.Shows(t, kitchen, "slide.md")`, l.String())
	}
}

// either asks that a lesson's text has what a lesson has, or else what one with
// sockets has.
func either(t *testing.T, l lesson.Lesson, text, usual, sockets string) {
	t.Helper()
	if !strings.Contains(text, usual) {
		assert.Contains(t, text, sockets, l.String())
	}
}

// README opens with a row for each lesson: what it is in Python and in Go, and
// how to run it.
func TestTheReadmeListsTheLessons(t *testing.T) {
	readme, err := fs.ReadFile(root, "README.md")
	require.NoError(t, err)
	want := "| slide | Python | Go | run it |\n|---|---|---|---|\n"
	for _, l := range lessons(t) {
		python, golang, _ := strings.Cut(l.Pair, " → ")
		want += fmt.Sprintf("| [%02d %s](lessons/%s/slide.md) | %s | %s | `go run ./lessons/%s` |\n",
			l.Number, strings.ReplaceAll(l.Name, "-", " "), l, code(python), code(golang), l)
	}
	_, got, _ := strings.Cut(strings.ReplaceAll(string(readme), "\r\n", "\n"), "\n\n| slide")
	got, _, _ = strings.Cut("| slide"+got, "\n\n")
	assert.Equal(t, want, got+"\n")
}

// A folder that isn't named like a lesson would be a lesson that nobody finds.
func TestEveryFolderIsALesson(t *testing.T) {
	entries, err := fs.ReadDir(root, "lessons")
	require.NoError(t, err)
	folders := []string{"internal"}
	numbers := map[int]string{}
	for _, l := range lessons(t) {
		folders = append(folders, l.String())
		assert.Empty(t, numbers[l.Number], "another lesson with the number of "+l.String())
		numbers[l.Number] = l.String()
	}
	for _, entry := range entries {
		if entry.IsDir() {
			assert.Contains(t, folders, entry.Name())
		}
	}
}

// code quotes what is code.
func code(s string) string { return "`" + s + "`" }
