package toolchain

import (
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gosyncio/lessons/internal/classroom/exercise"
)

// Sources is what the page needs of a lesson to compile it: lessons/SLUG.json.
type Sources struct {
	Path     string    `json:"path"` // the import path
	Program  Program   `json:"program"`
	Exercise *Exercise `json:"exercise,omitempty"`
}

// A Program is the files of package main. The reader edits one of them.
type Program struct {
	Edit  string            `json:"edit"`
	Files map[string]string `json:"files"` // with the one that is edited
	Embed *Embed            `json:"embed,omitempty"`
}

// Embed has the files that the program embeds, in the shape of -embedcfg.
type Embed struct {
	Patterns map[string][]string `json:"patterns"`
	Files    map[string]string   `json:"files"`
}

// An Exercise is a program without our solution, and the test that says whether
// the reader's is one.
type Exercise struct {
	Program
	Solution map[string]string `json:"solution"` // the files that the program has without the tag exercise
	Tests    map[string]string `json:"tests"`    // the test's file, and the test files that it needs
	Main     string            `json:"main"`     // what go test generates: package main of the test binary
	Run      string            `json:"run"`      // for -test.run
}

// makeSources writes the sources of each lesson.
func (m *maker) makeSources() error {
	mains, err := fs.Glob(os.DirFS(m.golang.module), "lessons/[0-9]*/main.go")
	if err != nil {
		return err
	}
	for _, name := range mains {
		folder := strings.TrimSuffix(name, "/main.go")
		sources, err := m.sources(folder)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		slug := folder[strings.LastIndex(folder, "/")+1:]
		if err := writeJSON(filepath.Join(m.dir, "lessons", slug+".json"), sources); err != nil {
			return err
		}
	}
	m.report("wrote the sources of %d lessons", len(mains))
	return nil
}

func (m *maker) sources(folder string) (*Sources, error) {
	lesson, err := m.importDir(folder)
	if err != nil {
		return nil, err
	}
	s := &Sources{Path: modulePath + "/" + folder}
	if s.Program, err = readProgram(lesson, "main.go"); err != nil {
		return nil, err
	}
	if exercise.Has(os.DirFS(lesson.Dir)) {
		s.Exercise, err = m.exercise(folder, s.Program.Files)
	}
	return s, err
}

// importDir chooses a lesson's files as go build does for js/wasm.
func (m *maker) importDir(folder string, tags ...string) (*build.Package, error) {
	ctxt := build.Default
	ctxt.GOROOT, ctxt.GOOS, ctxt.GOARCH, ctxt.CgoEnabled, ctxt.BuildTags = m.golang.Root, "js", "wasm", false, tags
	return ctxt.ImportDir(filepath.Join(m.golang.module, filepath.FromSlash(folder)), 0)
}

// readProgram reads the files of a package and what they embed.
func readProgram(p *build.Package, edit string) (Program, error) {
	files, err := readFiles(p.Dir, p.GoFiles)
	if err != nil {
		return Program{}, err
	}
	if !slices.Contains(p.GoFiles, edit) {
		return Program{}, fmt.Errorf("%s is missing", edit)
	}
	program := Program{Edit: edit, Files: files}
	if len(p.EmbedPatterns) > 0 {
		program.Embed, err = readEmbedded(p)
	}
	return program, err
}

func readFiles(dir string, names []string) (map[string]string, error) {
	files := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		files[name] = string(text)
	}
	return files, nil
}

// readEmbedded reads embedded files. A pattern that names a folder is not known
// here: no lesson's package main has one.
func readEmbedded(p *build.Package) (*Embed, error) {
	embed := &Embed{Patterns: map[string][]string{}, Files: map[string]string{}}
	for _, pattern := range p.EmbedPatterns {
		names, err := fs.Glob(os.DirFS(p.Dir), pattern)
		if err != nil || len(names) == 0 {
			return nil, fmt.Errorf("//go:embed %s: no matching file", pattern)
		}
		files, err := readFiles(p.Dir, names)
		if err != nil {
			return nil, err
		}
		embed.Patterns[pattern] = names
		for name, text := range files {
			embed.Files[name] = text
		}
	}
	return embed, nil
}
