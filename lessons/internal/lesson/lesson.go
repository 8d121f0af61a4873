// Package lesson reads the folder of a lesson, builds its program and runs it.
//
// There is no other list of lessons than the folders: lessons/06-gather is
// lesson 6, and its texts stand in its own files.
package lesson

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Lesson is a folder such as lessons/06-gather.
type Lesson struct {
	Dir    string // lessons/06-gather, from wherever All was told to look
	Number int    // 6
	Name   string // gather
	Pair   string // asyncio.gather → gather.All: the headline of slide.md
	Title  string // the first paragraph of main.go's doc, without its full stop
	Claim  string // the rest of it, in Go's doc comment syntax
	Core   string // the code between the markers in main.go
	Python string // the code between the markers in slide.py

	// From slide.md, in Markdown:
	Goal       string     // what the class knows at the end
	Minutes    int        // how long the lesson takes
	Page       Page       // how its program runs in the classroom's page
	Prediction Prediction // what the class is asked before the run
	Transcript string     // what the run writes: "1s  eggs ready"
	Shown      string     // what to notice in the transcript and in the picture
	Differs    string     // where Go differs
	AtWork     string     // what people really use
	Extra      []Section  // further sections, such as an exercise
	InShort    []string   // three lines to remember
	Teacher    string     // what to ask, and what goes wrong in class

	Exercise bool // the folder has a TASK.md
}

// String is the folder's own name: 06-gather.
func (l Lesson) String() string { return filepath.Base(l.Dir) }

var folder = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)$`)

// All reads every lesson among the folders in dir, in order of their numbers.
// The error says which ones can't be read.
func All(dir string) ([]Lesson, error) {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return nil, err
	}
	var (
		lessons []Lesson
		broken  []error
	)
	for _, entry := range entries {
		if !entry.IsDir() || !folder.MatchString(entry.Name()) {
			continue
		}
		l, err := Read(filepath.Join(dir, entry.Name()))
		if err != nil {
			broken = append(broken, err)
			continue
		}
		lessons = append(lessons, l)
	}
	if lessons == nil && broken == nil {
		return nil, fmt.Errorf("there is no lesson in %s", dir)
	}
	return lessons, errors.Join(broken...)
}

// Read reads the lesson in the folder dir.
func Read(dir string) (Lesson, error) {
	match := folder.FindStringSubmatch(filepath.Base(dir))
	if match == nil {
		return Lesson{}, fmt.Errorf("%s is not a lesson's folder: want a name such as 06-gather", dir)
	}
	l := Lesson{Dir: dir, Name: match[2]}
	l.Number, _ = strconv.Atoi(match[1]) // two digits
	for name, parse := range map[string]func(text string) error{
		"main.go":  l.parseProgram,
		"slide.py": l.parsePython,
		"slide.md": l.parseSlide,
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.New("the file is missing: every lesson needs it")
		}
		if err == nil {
			err = parse(strings.ReplaceAll(string(text), "\r\n", "\n"))
		}
		if err != nil {
			return Lesson{}, fmt.Errorf("%s: %w", filepath.Join(l.String(), name), err)
		}
	}
	_, err := os.Stat(filepath.Join(dir, "TASK.md"))
	l.Exercise = err == nil
	return l, nil
}

func (l *Lesson) parseProgram(text string) (err error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	title, claim, _ := strings.Cut(strings.TrimSpace(file.Doc.Text()), "\n\n")
	if title == "" || claim == "" {
		return errors.New("the doc comment is incomplete: want a title, an empty line and a claim")
	}
	l.Title = strings.TrimSuffix(strings.Join(strings.Fields(title), " "), ".")
	l.Claim = claim
	l.Core, err = core(text, "//")
	return err
}

func (l *Lesson) parsePython(text string) (err error) {
	l.Python, err = core(text, "#")
	return err
}

// core returns the lines between the markers, without their indentation.
// comment is the sign that begins a comment.
func core(text, comment string) (string, error) {
	start, end := comment+" --- core", comment+" --- end"
	lines := strings.Split(text, "\n")
	isStart := func(line string) bool { return strings.TrimSpace(line) == start }
	isEnd := func(line string) bool { return strings.TrimSpace(line) == end }
	from, to := slices.IndexFunc(lines, isStart), slices.IndexFunc(lines, isEnd)
	if from < 0 || to < from {
		return "", fmt.Errorf("the core is not marked: want it between %q and %q", start, end)
	}
	margin := lines[from][:strings.Index(lines[from], start)]
	var b strings.Builder
	for _, line := range lines[from+1 : to] {
		b.WriteString(strings.TrimPrefix(line, margin) + "\n")
	}
	return b.String(), nil
}
