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

## Predict first

Hot or not?
When?

- [ ] at 1 s
- [x] at 2 s, after
  a while

Guess.

## What you see

` + "```\n2s  tea\n```" + `

## Where Go differs

- It doesn't.

## At work

Coffee.
`
)

// tea is a whole lesson, but for the files that are given instead of its own;
// an empty one isn't there at all.
func tea(instead map[string]string) map[string]string {
	files := map[string]string{"main.go": teaGo, "slide.py": teaPy, "slide.md": teaMd}
	for name, text := range instead {
		files[name] = text
	}
	return files
}

// put writes files into dir/name and returns that folder.
func put(t *testing.T, dir, name string, files map[string]string) string {
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
	for name, files := range map[string]map[string]string{
		"a lesson's texts stand in its files": nil,
		"line ends of Windows don't show": {
			"main.go":  strings.ReplaceAll(teaGo, "\n", "\r\n"),
			"slide.py": strings.ReplaceAll(teaPy, "\n", "\r\n"),
			"slide.md": strings.ReplaceAll(teaMd, "\n", "\r\n"),
		},
		"the program needn't compile to be read": {
			"main.go": strings.Replace(teaGo, "main()", "main", 1),
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := put(t, t.TempDir(), "07-green-tea", tea(files))
			got, err := lesson.Read(dir)
			require.NoError(t, err)
			assert.Equal(t, lesson.Lesson{
				Dir:    dir,
				Number: 7,
				Name:   "green-tea",
				Pair:   "pour() → Pour",
				Title:  "Make tea",
				Claim:  "Tea takes time.",
				Core:   "if hot {\n\n\tpour()\n}\n",
				Python: "pour()\n",
				Prediction: lesson.Prediction{
					Question: "Hot or not?\nWhen?",
					Answers:  []string{"at 1 s", "at 2 s, after a while"},
					Right:    1,
				},
				Transcript: "2s  tea\n",
				Differs:    "- It doesn't.",
			}, got)
			assert.Equal(t, "07-green-tea", got.String())
		})
	}
}

func TestReadComplains(t *testing.T) {
	for name, tc := range map[string]struct {
		folder string
		files  map[string]string
		want   string
	}{
		"about a folder's name": {
			folder: "tea",
			want:   "isn't named like a lesson",
		},
		"about a missing program": {
			files: map[string]string{"main.go": ""},
			want:  "main.go: it isn't there, but a lesson needs it",
		},
		"about a missing twin": {
			files: map[string]string{"slide.py": ""},
			want:  "slide.py: it isn't there, but a lesson needs it",
		},
		"about a program that isn't Go": {
			files: map[string]string{"main.go": "pour()"},
			want:  "main.go: 1:1: expected 'package'",
		},
		"about a program without a doc comment": {
			files: map[string]string{"main.go": "package main"},
			want:  "main.go: its doc comment should be a title, an empty line and a claim",
		},
		"about a title without a claim": {
			files: map[string]string{"main.go": "// Make tea.\npackage main"},
			want:  "main.go: its doc comment should be a title, an empty line and a claim",
		},
		"about a core without its end": {
			files: map[string]string{"slide.py": "# --- core\n"},
			want:  `slide.py: its core should stand between "# --- core" and "# --- end"`,
		},
		"about markers in the wrong order": {
			files: map[string]string{"slide.py": "# --- end\n# --- core\n"},
			want:  `slide.py: its core should stand between "# --- core" and "# --- end"`,
		},
		"about a slide without a headline": {
			files: map[string]string{"slide.md": "tea\n"},
			want:  "slide.md: its first line should be a headline: # asyncio.gather → gather.All",
		},
		"about a slide that doesn't say where Go differs": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "Where", "How", 1)},
			want:  `slide.md: it should have a section "## Where Go differs"`,
		},
		"about a slide without a transcript": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "```", "```go", 1)},
			want:  `slide.md: "## What you see" should show the transcript`,
		},
		"about a prediction without answers": {
			files: map[string]string{"slide.md": strings.ReplaceAll(teaMd, "- [", "* [")},
			want:  `slide.md: "## Predict first" should end with answers`,
		},
		"about answers without a question": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "Hot or not?\nWhen?", "", 1)},
			want:  `slide.md: "## Predict first" should begin with a question`,
		},
		"about a single answer": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "- [ ] at 1 s\n", "", 1)},
			want:  `slide.md: "## Predict first" should have two to four answers, but has 1`,
		},
		"about answers of which none is right": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "[x]", "[ ]", 1)},
			want:  "slide.md: no answer is marked as right",
		},
		"about answers of which two are right": {
			files: map[string]string{"slide.md": strings.Replace(teaMd, "[ ]", "[x]", 1)},
			want:  "slide.md: two answers are marked as right",
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := tc.folder
			if folder == "" {
				folder = "07-tea"
			}
			_, err := lesson.Read(put(t, t.TempDir(), folder, tea(tc.files)))
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestAll(t *testing.T) {
	home := t.TempDir()
	_, err := lesson.All(home)
	assert.EqualError(t, err, "there is no lesson in "+home)

	for _, name := range []string{"10-tea", "02-tea", "internal", "readme"} {
		put(t, home, name, tea(nil))
	}
	require.NoError(t, os.WriteFile(filepath.Join(home, "03-tea"), nil, 0o600))
	lessons, err := lesson.All(home)
	require.NoError(t, err)
	var names []string
	for _, l := range lessons {
		names = append(names, l.String())
	}
	assert.Equal(t, []string{"02-tea", "10-tea"}, names, "folders alone, by number")

	put(t, home, "11-tea", tea(map[string]string{"slide.md": ""}))
	lessons, err = lesson.All(home)
	assert.ErrorContains(t, err, filepath.Join("11-tea", "slide.md"))
	assert.Len(t, lessons, 2, "the others can be read")
}
