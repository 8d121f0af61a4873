package lesson_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
)

const (
	teaGo = `// Make
// tea.
//
// Tea takes time.
package main

func main() {
	// --- core
	if hot {

		pour()
	}
	// --- end
}
`
	teaPy = "# --- core\npour()\n# --- end\n"
	teaMd = `# pour() → Pour

Goal: make tea.
Minutes: 10
In the page: live

## Predict first

Hot or not?
When?

- [ ] at 1 s
  > It has to boil.
- [x] at 2 s, after
  a while

## What you see

` + "```\n2s  tea\n```" + `

![Timeline](picture.svg)

- It is hot.

## Python and Go side by side

The same.

## Where Go differs

- It doesn't.

## At work

Coffee.

` + "```python\n## no heading\n```" + `

## An exercise

Milk.

## In short

- Boil.
- Pour.
- Drink.

## For the teacher

- Ask for sugar.
`
)

// tea returns the files of a lesson. Those in instead replace its own; an empty
// one is left out.
func tea(instead map[string]string) map[string]string {
	files := map[string]string{"main.go": teaGo, "slide.py": teaPy, "slide.md": teaMd}
	for name, text := range instead {
		files[name] = text
	}
	return files
}

// writeFiles writes files into dir/name and returns that folder.
func writeFiles(t *testing.T, dir, name string, files map[string]string) string {
	t.Helper()
	dir = filepath.Join(dir, name)
	require.NoError(t, os.Mkdir(dir, 0o700))
	for name, text := range files {
		if text != "" {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
	}
	return dir
}

func TestRead(t *testing.T) {
	crlf := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	for _, tc := range []struct {
		name  string
		files map[string]string
	}{
		{name: "the texts of a lesson are read from its files"},
		{
			name:  "line ends of Windows are read as others",
			files: map[string]string{"main.go": crlf(teaGo), "slide.py": crlf(teaPy), "slide.md": crlf(teaMd)},
		},
		{
			name:  "a program that does not compile is read, too",
			files: map[string]string{"main.go": strings.Replace(teaGo, "main()", "main", 1)},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := writeFiles(t, t.TempDir(), "07-green-tea", tea(tc.files))
			got, err := lesson.Read(dir)
			require.NoError(t, err)
			assert.Equal(t, lesson.Lesson{
				Dir:     dir,
				Number:  7,
				Name:    "green-tea",
				Pair:    "pour() → Pour",
				Title:   "Make tea",
				Claim:   "Tea takes time.",
				Core:    "if hot {\n\n\tpour()\n}\n",
				Python:  "pour()\n",
				Goal:    "make tea.",
				Minutes: 10,
				Page:    lesson.Page{Mode: lesson.Live},
				Prediction: lesson.Prediction{
					Question: "Hot or not?\nWhen?",
					Answers: []lesson.Answer{
						{Text: "at 1 s", Why: "It has to boil."},
						{Text: "at 2 s, after a while"},
					},
					Right: 1,
				},
				Transcript: "2s  tea\n",
				Shown:      "- It is hot.",
				Differs:    "- It doesn't.",
				AtWork:     "Coffee.\n\n```python\n## no heading\n```",
				Extra:      []lesson.Section{{Title: "An exercise", Text: "Milk."}},
				InShort:    []string{"Boil.", "Pour.", "Drink."},
				Teacher:    "- Ask for sugar.",
			}, got)
			assert.Equal(t, "07-green-tea", got.String())
		})
	}
}

func TestAnExerciseIsAFile(t *testing.T) {
	got, err := lesson.Read(writeFiles(t, t.TempDir(), "00-tea", tea(map[string]string{"TASK.md": "# Pour"})))
	require.NoError(t, err)
	assert.True(t, got.Exercise)
	assert.Equal(t, 0, got.Number, "a lesson may have the number 0")
}

func TestReadRefuses(t *testing.T) {
	edit := func(old, now string) string {
		require.Contains(t, teaMd, old)
		return strings.Replace(teaMd, old, now, 1)
	}
	for _, tc := range []struct {
		name, folder, file, text, want string
	}{
		{"a folder with another name", "tea", "", "", "is not a lesson's folder: want a name such as 06-gather"},
		{"a missing program", "", "main.go", "", "main.go: the file is missing: every lesson needs it"},
		{"a missing twin", "", "slide.py", "", "slide.py: the file is missing: every lesson needs it"},
		{"a program that is not Go", "", "main.go", "pour()", "main.go: 1:1: expected 'package'"},
		{"no doc comment", "", "main.go", "package main", "main.go: the doc comment is incomplete: want a title, an empty line and a claim"},
		{"a title without a claim", "", "main.go", "// Make tea.\npackage main", "main.go: the doc comment is incomplete"},
		{"a core without an end", "", "slide.py", "# --- core\n", `slide.py: the core is not marked: want it between "# --- core" and "# --- end"`},
		{"markers in the wrong order", "", "slide.py", "# --- end\n# --- core\n", "slide.py: the core is not marked"},
		{"no headline", "", "slide.md", "tea\n", "slide.md: the first line is no headline: want # asyncio.gather → gather.All"},
		{"no goal", "", "slide.md", edit("Goal: make tea.\n", ""), `there is no goal below the headline: want a line "Goal: …"`},
		{"an empty goal", "", "slide.md", edit("Goal: make tea.\n", "Goal:\n"), `there is no goal below the headline`},
		{"no word about the page", "", "slide.md", edit("In the page: live\n", ""), `the line "In the page: …" below the headline says ""`},
		{"an unknown way to live in the page", "", "slide.md", edit("In the page: live", "In the page: somehow"), `says "somehow": want "live", "real clock, because …" or "recorded, because …"`},
		{"a recorded run without a reason", "", "slide.md", edit("In the page: live", "In the page: recorded"), `says "recorded": want`},
		{"a reason for a live lesson", "", "slide.md", edit("In the page: live", "In the page: live, because it can"), `says "live, because it can": want`},
		{"no minutes", "", "slide.md", edit("Minutes: 10\n", ""), `there are no minutes below the headline: want a line "Minutes: 10"`},
		{"minutes in words", "", "slide.md", edit("10", "ten"), `there are no minutes below the headline`},
		{"a missing section", "", "slide.md", edit("## For the teacher", "For the teacher"), `there is no section "For the teacher": write it after "In short"`},
		{"a section in the wrong place", "", "slide.md", edit("## Where Go differs", "## At work"), `the section "At work" stands where "Where Go differs" is expected`},
		{"a further section too early", "", "slide.md", edit("## Predict first", "## Milk\n\n## Predict first"), `the section "Milk" stands where "Predict first" is expected`},
		{"a further section too late", "", "slide.md", teaMd + "\n## Milk\n", `the section "Milk" stands after the last one: move it to after "At work"`},
		{"an empty section", "", "slide.md", edit("The same.\n", ""), `the section "Python and Go side by side" is empty: write it`},
		{"no transcript", "", "slide.md", edit("```", "```go"), `there is no transcript in "What you see": want one between two lines of ` + "```"},
		{"two lines in short", "", "slide.md", edit("- Drink.\n", ""), `"In short" has 2 list items: want three`},
		{"a long line in short", "", "slide.md", edit("- Drink.\n", "- Drink\n  it.\n"), `"In short" has the line "it.": want three list items of one line each`},
		{"no answers", "", "slide.md", strings.ReplaceAll(teaMd, "- [", "* ["), `"Predict first" has no answers: want lines such as - [ ] at 1 s`},
		{"no question", "", "slide.md", edit("Hot or not?\nWhen?", ""), `"Predict first" has no question above its answers: write it`},
		{"one answer", "", "slide.md", edit("- [ ] at 1 s\n  > It has to boil.\n", ""), `"Predict first" has 1 answers: want two to four`},
		{"no right answer", "", "slide.md", edit("[x] at 2 s, after\n  a while\n", "[ ] at 2 s\n  > No.\n"), "no answer is marked as right: want one - [x]"},
		{"two right answers", "", "slide.md", edit("[ ]", "[x]"), "two answers are marked as right: want one - [x]"},
		{"a wrong answer without its sentence", "", "slide.md", edit("  > It has to boil.\n", ""), `the wrong answer "at 1 s" has no sentence: say what it overlooks in a line below it that begins with >`},
		{"a wrong answer with an empty sentence", "", "slide.md", edit("> It has to boil.", ">"), `the wrong answer "at 1 s" has no sentence`},
		{"a sentence of two lines", "", "slide.md", edit("boil.\n", "boil.\n  > Really.\n"), `the sentence below the answer "at 1 s" has several lines: want one`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			folder, files := tc.folder, map[string]string{}
			if folder == "" {
				folder = "07-tea"
				files[tc.file] = tc.text
			}
			_, err := lesson.Read(writeFiles(t, t.TempDir(), folder, tea(files)))
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestAll(t *testing.T) {
	home := t.TempDir()
	_, err := lesson.All(home)
	assert.EqualError(t, err, "there is no lesson in "+home)

	for _, name := range []string{"10-tea", "02-tea", "internal", "readme"} {
		writeFiles(t, home, name, tea(nil))
	}
	require.NoError(t, os.WriteFile(filepath.Join(home, "03-tea"), nil, 0o600))
	lessons, err := lesson.All(home)
	require.NoError(t, err)
	var names []string
	for _, l := range lessons {
		names = append(names, l.String())
	}
	assert.Equal(t, []string{"02-tea", "10-tea"}, names, "only folders, ordered by number")

	writeFiles(t, home, "11-tea", tea(map[string]string{"slide.md": ""}))
	lessons, err = lesson.All(home)
	assert.ErrorContains(t, err, filepath.Join("11-tea", "slide.md"))
	assert.Len(t, lessons, 2, "the others are read")
}
