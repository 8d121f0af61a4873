// Package exercise reads the task of an exercise, a lesson's TASK.md, for the page
// on which it is solved. The files of the exercise are the toolchain's matter: they
// are compiled in the page.
package exercise

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Task is a TASK.md.
type Task struct {
	Title    string
	Sections []Section // the first has no title
}

// A Section is a chapter of a task. Its hints are shown one by one, on demand.
type Section struct {
	Title    string
	HTML     template.HTML
	Level    string // "broadcast" for "Level 1: broadcast", the suite's name for it
	Hints    []template.HTML
	Terminal bool // it is about files, commands and editors, which the page replaces
}

// Has tells whether a lesson's folder has an exercise.
func Has(lesson fs.FS) bool {
	_, err := fs.Stat(lesson, "TASK.md")
	return err == nil
}

// Read reads the task of a lesson's folder. render makes HTML of Markdown.
func Read(lesson fs.FS, slug string, render func(markdown string) (string, error)) (*Task, error) {
	text, err := fs.ReadFile(lesson, "TASK.md")
	if err != nil {
		return nil, err
	}
	task, err := parse(strings.ReplaceAll(string(text), "\r\n", "\n"), render)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Join(slug, "TASK.md"), err)
	}
	return task, nil
}

var (
	levelTitle = regexp.MustCompile(`^Level \d+: (.+)$`)
	terminal   = regexp.MustCompile(`build tag|-tags[ =]exercise|go run `)
)

func parse(text string, render func(string) (string, error)) (*Task, error) {
	title, text, _ := strings.Cut(text, "\n")
	task := &Task{Title: strings.TrimPrefix(title, "# ")}
	for i, chapter := range chapters(text) {
		var s Section
		if i > 0 {
			s.Title, chapter, _ = strings.Cut(chapter, "\n")
		}
		if level := levelTitle.FindStringSubmatch(s.Title); level != nil {
			s.Level = level[1]
		}
		chapter, hints := cutHints(s.Title, chapter)
		s.Terminal = i > 0 && terminal.MatchString(chapter)
		html, err := render(chapter)
		if err != nil {
			return nil, err
		}
		s.HTML = template.HTML(html)
		for _, hint := range hints {
			html, err := render(hint)
			if err != nil {
				return nil, err
			}
			s.Hints = append(s.Hints, template.HTML(html))
		}
		task.Sections = append(task.Sections, s)
	}
	return task, nil
}

// chapters splits a text at its titles. What comes before the first title is about
// the task up to its first command, and about the terminal from there on.
func chapters(text string) []string {
	all := strings.Split(text, "\n## ")
	if before, after, found := strings.Cut(all[0], "\n\n    go "); found {
		all = slices.Insert(all, 1, "In a terminal\n\n    go "+after)
		all[0] = before
	}
	return all
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
