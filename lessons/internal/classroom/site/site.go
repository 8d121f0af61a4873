// Package site makes the pages of the classroom from the lessons' folders: HTML,
// style sheets and ES modules, everything but WebAssembly.
//
//	files, err := site.Files(lessons)
//
// A page is made of a template in ../page and of the lesson's own texts. All
// links are relative, so the site works below any folder of any server. What a
// lesson says can be read without JavaScript.
package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gosyncio/lessons/internal/classroom/exercise"
	"gosyncio/lessons/internal/classroom/page"
	"gosyncio/lessons/internal/classroom/starters"
	"gosyncio/lessons/internal/lesson"
)

// A File is a part of the site.
type File struct {
	Path string // from the site's root: 06-gather/index.html
	Data []byte
}

// Policy is the Content-Security-Policy of every page: nothing inline, nothing
// from elsewhere. A server adds frame-ancestors, which a <meta> may not have.
const Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"

// Files makes the whole site of these lessons, but for WebAssembly.
func Files(lessons []lesson.Lesson) ([]File, error) {
	m, err := newMaker(lessons)
	if err != nil {
		return nil, err
	}
	if err := m.assets(); err != nil {
		return nil, err
	}
	for i := range lessons {
		if err := m.lesson(i); err != nil {
			return nil, fmt.Errorf("%s: %w", lessons[i], err)
		}
	}
	if err := m.play(); err != nil {
		return nil, fmt.Errorf("play: %w", err)
	}
	err = m.render("index.html", "index.html", index{head: m.head("", "gosyncio"), Lessons: m.links("", -1)})
	return m.files, err
}

// A maker collects the files.
type maker struct {
	lessons   []lesson.Lesson
	programs  [][]byte // their main.go
	modules   []string // that the page of a lesson loads
	templates *template.Template
	files     []File
}

func newMaker(lessons []lesson.Lesson) (*maker, error) {
	templates, err := template.New("").Funcs(template.FuncMap{
		"markdown": func(text string) (template.HTML, error) { return markdown(text, lessons) },
		"add":      func(a, b int) int { return a + b },
		"line":     func(text string) (template.HTML, error) { return inline(text, lessons) },
	}).ParseFS(page.Files, "*.html")
	m := &maker{lessons: lessons, templates: templates}
	if err == nil {
		m.modules, err = modules("lesson.js")
	}
	for _, l := range lessons {
		if err == nil {
			var program []byte
			program, err = os.ReadFile(filepath.Join(l.Dir, "main.go"))
			m.programs = append(m.programs, bytes.ReplaceAll(program, []byte("\r\n"), []byte("\n")))
		}
	}
	return m, err
}

func (m *maker) add(name string, data []byte) {
	m.files = append(m.files, File{Path: name, Data: data})
}

func (m *maker) render(name, template string, data any) error {
	var out bytes.Buffer
	if err := m.templates.ExecuteTemplate(&out, template, data); err != nil {
		return err
	}
	m.add(name, out.Bytes())
	return nil
}

// assets adds what the pages load as it is.
func (m *maker) assets() error {
	return fs.WalkDir(page.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".html" || strings.HasSuffix(name, ".test.js") {
			return err
		}
		data, err := fs.ReadFile(page.Files, name)
		m.add("assets/"+name, data)
		return err
	})
}

// lesson adds the page of a lesson, its picture, and its exercise.
func (m *maker) lesson(i int) error {
	l := m.lessons[i]
	v, err := m.view(i)
	if err != nil {
		return err
	}
	for _, name := range []string{"picture.svg", "bars.svg"} {
		data, err := os.ReadFile(filepath.Join(l.Dir, name))
		if err == nil {
			m.add(l.String()+"/"+name, data)
			v.Pictures = append(v.Pictures, name)
		}
	}
	if l.Exercise {
		if err := m.exercise(i); err != nil {
			return err
		}
	}
	return m.render(l.String()+"/index.html", "lesson.html", v)
}

// exercise adds the page on which a lesson's exercise is solved.
func (m *maker) exercise(i int) error {
	l := m.lessons[i]
	render := func(text string) (string, error) {
		html, err := markdown(text, m.lessons)
		return string(html), err
	}
	task, err := exercise.Read(os.DirFS(l.Dir), l.String(), render)
	if err != nil {
		return err
	}
	head := m.head("../../", task.Title)
	head.Slug, head.Lesson, head.Mode = l.String(), l.Name, string(lesson.Live)
	return m.render(l.String()+"/exercise/index.html", "exercise", workbench{head, m.links("../../", i)[i], task})
}

// play adds the playground: a page without a lesson.
func (m *maker) play() error {
	all, err := starters.All()
	if err != nil {
		return err
	}
	head := m.head("../", "play")
	head.Slug, head.Lesson, head.Mode, head.Source = "play", "play", string(lesson.Live), hash([]byte(all[0].Text))
	return m.render("play/index.html", "play", playground{head: head, Lessons: m.links("../", -1), Starters: all, First: all[0]})
}

// hash is a short name for a text.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// markers returns the lines of the core in a program, from 1 on.
func markers(program []byte) (first, last int) {
	lines := strings.Split(string(program), "\n")
	at := func(marker string) int {
		return slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) == marker })
	}
	return at("// --- core") + 2, at("// --- end")
}
