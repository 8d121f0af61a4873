// Package programs reads the table of programs that the compiler in the page is
// tested with: what a reader may type, and what the page must show.
//
// A file of the table has a sentence, then directives, then a line "---", then the
// program:
//
//	prints: TEXT         a line of its output; in order
//	fails: TEXT          it ends with an error, and prints this
//	exit: CODE           it ends with this exit code
//	loops                it does not end
//	problem L:C: TEXT    it is not compiled: a problem there, with this text
//	hint: TEXT           the hint of the first problem has this text
//	count: N             there are so many problems
//	compiler             only the compiler finds the problem
//	crlf                 its lines end in \r\n
//	repeat N: TEXT       the line "// repeat" stands for N lines of that text
package programs

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Program is a row of the table.
type Program struct {
	Name, Says string
	Text       string
	Prints     []string
	Fails      []string
	Exit       int
	Loops      bool
	Problems   []Problem
	Count      int
	Compiler   bool
}

// A Problem is where the page shows a message and its hint, which contain these
// texts.
type Problem struct {
	Line, Column  int
	Message, Hint string
}

// Read reads the files of a folder.
func Read(folder fs.FS) (programs []Program, err error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		p := Program{Name: strings.TrimSuffix(path.Base(name), ".txt")}
		if err := p.parse(strings.ReplaceAll(string(text), "\r\n", "\n")); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		programs = append(programs, p)
	}
	return programs, nil
}

func (p *Program) parse(text string) error {
	head, program, found := strings.Cut(text, "\n---\n")
	if !found {
		return fmt.Errorf("the line --- is missing before the program")
	}
	p.Text = program
	says, directives, _ := strings.Cut(head, "\n")
	p.Says = says
	for line := range strings.SplitSeq(directives, "\n") {
		if err := p.directive(line); err != nil {
			return err
		}
	}
	if slices.Contains(strings.Split(directives, "\n"), "crlf") {
		p.Text = strings.ReplaceAll(p.Text, "\n", "\r\n")
	}
	return nil
}

var (
	problemAt = regexp.MustCompile(`^problem (\d+):(\d+): (.+)$`)
	repeats   = regexp.MustCompile(`^repeat (\d+): (.+)$`)
)

func (p *Program) directive(line string) (err error) {
	key, value, _ := strings.Cut(line, ": ")
	at, repeat := problemAt.FindStringSubmatch(line), repeats.FindStringSubmatch(line)
	switch {
	case key == "prints":
		p.Prints = append(p.Prints, value)
	case key == "fails":
		p.Fails = append(p.Fails, value)
	case key == "exit":
		p.Exit, err = strconv.Atoi(value)
	case key == "count":
		p.Count, err = strconv.Atoi(value)
	case line == "loops":
		p.Loops = true
	case line == "compiler":
		p.Compiler = true
	case line == "crlf": // see parse: all lines have to be there
	case at != nil:
		row, _ := strconv.Atoi(at[1])
		column, _ := strconv.Atoi(at[2])
		p.Problems = append(p.Problems, Problem{Line: row, Column: column, Message: at[3]})
	case key == "hint" && len(p.Problems) > 0:
		p.Problems[len(p.Problems)-1].Hint = value
	case repeat != nil:
		n, _ := strconv.Atoi(repeat[1])
		p.Text = strings.Replace(p.Text, "\t// repeat\n", strings.Repeat(repeat[2]+"\n", n), 1)
	default:
		err = fmt.Errorf("unknown directive %q", line)
	}
	return err
}
