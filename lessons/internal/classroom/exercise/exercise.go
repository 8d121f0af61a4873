// Package exercise reads the exercise of a lesson: a TASK.md, a stub, a suite and
// a solution. The page shows it beside an editor, and runs the suite there.
package exercise

import (
	"errors"
	"fmt"
	"go/build/constraint"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// An Exercise is what the page needs of it, besides the files that are compiled
// along.
type Exercise struct {
	Slug     string    `json:"slug"`     // the lesson's folder
	Title    string    `json:"title"`    // TASK.md's
	File     string    `json:"file"`     // the file that the reader edits
	Stub     string    `json:"stub"`     // what it has at first
	Test     string    `json:"test"`     // -test.run
	Sections []Section `json:"sections"` // TASK.md's, in order; the first has no title
	Solution []File    `json:"solution"`
}

// A Section is a chapter of TASK.md. Its hints are shown one by one, on demand.
type Section struct {
	Title string   `json:"title"`
	HTML  string   `json:"html"`
	Level string   `json:"level"` // "broadcast" for "Level 1: broadcast", the suite's name for it
	Hints []string `json:"hints"` // HTML
}

// A File is a file of the solution.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Has tells whether a lesson's folder has an exercise.
func Has(lesson fs.FS) bool {
	_, err := fs.Stat(lesson, "TASK.md")
	return err == nil
}

// Read reads the exercise of a lesson's folder. render makes HTML of Markdown.
func Read(lesson fs.FS, slug string, render func(markdown string) (string, error)) (*Exercise, error) {
	task, err := fs.ReadFile(lesson, "TASK.md")
	if err != nil {
		return nil, err
	}
	e := &Exercise{Slug: slug}
	if err := e.readTask(strings.ReplaceAll(string(task), "\r\n", "\n"), render); err != nil {
		return nil, fmt.Errorf("%s: %w", path.Join(slug, "TASK.md"), err)
	}
	if err := e.readFiles(lesson); err != nil {
		return nil, fmt.Errorf("%s: %w", slug, err)
	}
	return e, nil
}

var (
	testCommand = regexp.MustCompile(`go test -tags exercise \S+ -run (\w+)`)
	levelTitle  = regexp.MustCompile(`^Level \d+: (.+)$`)
)

func (e *Exercise) readTask(task string, render func(string) (string, error)) error {
	command := testCommand.FindStringSubmatch(task)
	if command == nil {
		return errors.New("there is no command `go test -tags exercise … -run NAME`, so the page does not know the suite")
	}
	e.Test = command[1]
	e.Title, task, _ = strings.Cut(strings.TrimPrefix(task, "# "), "\n")
	for i, text := range strings.Split(task, "\n## ") {
		s := Section{Hints: []string{}}
		if i > 0 {
			s.Title, text, _ = strings.Cut(text, "\n")
		}
		if level := levelTitle.FindStringSubmatch(s.Title); level != nil {
			s.Level = level[1]
		}
		text, hints := cutHints(s.Title, text)
		var err error
		if s.HTML, err = render(text); err != nil {
			return err
		}
		for _, hint := range hints {
			html, err := render(hint)
			if err != nil {
				return err
			}
			s.Hints = append(s.Hints, html)
		}
		e.Sections = append(e.Sections, s)
	}
	return nil
}

// cutHints takes the hints out of a section: each item of the section "Hints", and
// each paragraph that begins with "Hints:".
func cutHints(title, text string) (rest string, hints []string) {
	if title == "Hints" {
		for _, item := range strings.Split("\n"+strings.TrimSpace(text), "\n- ")[1:] {
			hints = append(hints, dedent(item))
		}
		return "", hints
	}
	var kept []string
	for _, paragraph := range strings.Split(text, "\n\n") {
		hint, is := strings.CutPrefix(strings.TrimSpace(paragraph), "Hints: ")
		if is {
			hints = append(hints, strings.ToUpper(hint[:1])+hint[1:])
		} else {
			kept = append(kept, paragraph)
		}
	}
	return strings.Join(kept, "\n\n"), hints
}

// dedent takes the indentation of a list's item away.
func dedent(item string) string { return strings.ReplaceAll(item, "\n  ", "\n") }

// readFiles finds the stub and the solution by their build constraints.
func (e *Exercise) readFiles(lesson fs.FS) error {
	names, err := fs.Glob(lesson, "*.go")
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(lesson, name)
		if err != nil {
			return err
		}
		switch tag(string(text)) {
		case "exercise":
			if e.File != "" {
				return fmt.Errorf("%s and %s have the build tag exercise: the page edits one file", e.File, name)
			}
			e.File, e.Stub = name, string(text)
		case "!exercise":
			e.Solution = append(e.Solution, File{name, string(text)})
		}
	}
	if e.File == "" || len(e.Solution) == 0 {
		return errors.New("an exercise has a file with the build tag exercise and one with !exercise")
	}
	return nil
}

// tag returns the build constraint of a file, or "".
func tag(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	expr, err := constraint.Parse(strings.TrimSpace(line))
	if err != nil {
		return ""
	}
	return expr.String()
}
