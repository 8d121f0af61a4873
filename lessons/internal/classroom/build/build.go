// Package build makes the whole site: the pages, and what has to be compiled for
// them. Pages are there at once. The rest is compiled in the background, two files
// at a time, and kept in the user's cache folder, so that the next time it is there.
//
//	b, err := build.New(ctx, home, lessons, report)
//	go b.Run(ctx)
//	file, err := b.Find(ctx, "programs/06-gather.wasm") // waits until it is built
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"gosyncio/lessons/internal/classroom/site"
	"gosyncio/lessons/internal/lesson"
)

// A File is a part of the site, ready to be sent.
type File struct {
	Path string
	Data []byte // packed with gzip if Packed
	// Packed is set for what is large and is only fetched: WebAssembly, packs and
	// traces.
	Packed bool
}

// A Builder has the site, or is making it.
type Builder struct {
	report func(line string)
	parts  []*part

	mu     sync.Mutex // protects the following fields
	files  map[string]File
	queue  []*part // not begun yet
	doing  []string
	done   int    // parts that are made, or can't be
	step   string // what was reported last
	failed []string
	told   map[string]bool // errors that were reported
}

// A part is compiled by one call. It makes the file with this path, or all with
// this prefix if it ends in a slash.
type part struct {
	path    string
	compile func(ctx context.Context) ([]File, error)
	ready   chan struct{} // closed when it is made, or can't be
	err     error         // may be read once ready is closed
}

// makes reports whether a file belongs to the part.
func (p *part) makes(path string) bool {
	return p.path == path || strings.HasSuffix(p.path, "/") && strings.HasPrefix(path, p.path)
}

// New makes the pages, and a plan for the rest. home is the folder lessons. report
// is called for each step, by several goroutines.
func New(ctx context.Context, home string, lessons []lesson.Lesson, report func(line string)) (*Builder, error) {
	b := newBuilder(report)
	pages, err := site.Files(lessons)
	if err != nil {
		return nil, err
	}
	for _, f := range pages {
		b.add(File{Path: f.Path, Data: f.Data})
	}
	c, err := newCompiler(ctx, home, lessons, b.note)
	if err != nil {
		return nil, err
	}
	b.add(File{Path: "assets/wasm_exec.js", Data: c.support})
	b.plan("assets/draw.wasm", c.draw)
	for _, l := range lessons {
		if l.Page.Mode == lesson.Recorded {
			files, err := recorded(l)
			if err != nil {
				return nil, err
			}
			b.add(files...)
			continue
		}
		b.plan("programs/"+l.String()+".wasm", func(ctx context.Context) ([]File, error) { return c.program(ctx, l) })
	}
	b.plan("assets/tools/", c.tools)
	return b, nil
}

func newBuilder(report func(line string)) *Builder {
	return &Builder{report: report, files: map[string]File{}, told: map[string]bool{}}
}

func (b *Builder) plan(path string, compile func(ctx context.Context) ([]File, error)) {
	p := &part{path: path, compile: compile, ready: make(chan struct{})}
	b.parts, b.queue = append(b.parts, p), append(b.queue, p)
}

func (b *Builder) add(files ...File) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range files {
		b.files[f.Path] = f
	}
}

// note reports a step, and remembers it for the page.
func (b *Builder) note(line string) {
	b.mu.Lock()
	b.step = line
	b.mu.Unlock()
	b.report(line)
}

// atOnce is how many parts are compiled at a time: the go command uses all
// processors for each of them anyway.
const atOnce = 2

// Run compiles everything, and returns what went wrong: the first error, and how
// many files are missing because of others.
func (b *Builder) Run(ctx context.Context) error {
	var compiling sync.WaitGroup
	for range atOnce {
		compiling.Go(func() {
			for p := b.next(); p != nil; p = b.next() {
				b.build(ctx, p)
			}
		})
	}
	compiling.Wait()
	var first error
	for _, p := range b.parts {
		if p.err != nil && first == nil {
			first = fmt.Errorf("%s: %w", p.path, p.err)
		}
	}
	if n := len(b.failed); n > 1 {
		return fmt.Errorf("%w (and %d more)", first, n-1)
	}
	return first
}

// next takes a part from the queue, or returns nil if it is empty.
func (b *Builder) next() *part {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return nil
	}
	p := b.queue[0]
	b.queue = b.queue[1:]
	b.doing = append(b.doing, p.path)
	return p
}

// hurry puts a part at the head of the queue: a reader waits for it.
func (b *Builder) hurry(p *part) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := slices.Index(b.queue, p); i > 0 {
		b.queue = slices.Insert(slices.Delete(b.queue, i, i+1), 0, p)
	}
}

func (b *Builder) build(ctx context.Context, p *part) {
	defer close(p.ready)
	files, err := []File(nil), context.Cause(ctx)
	if err == nil {
		files, err = p.compile(ctx)
	}
	p.err = explain(err)
	b.add(files...)
	if isNew := b.end(p); isNew && ctx.Err() == nil {
		b.report(fmt.Sprintf("%s: %v", p.path, p.err))
	}
}

// end notes that a part is made, or can't be. It reports whether the error is one
// that no other part had: without a go command there would be one for each.
func (b *Builder) end(p *part) (isNew bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	b.doing = slices.DeleteFunc(b.doing, func(path string) bool { return path == p.path })
	if p.err == nil {
		return false
	}
	b.failed = append(b.failed, p.path)
	isNew = !b.told[p.err.Error()]
	b.told[p.err.Error()] = true
	return isNew
}

// Progress is how far the builder is.
type Progress struct {
	Done   int      `json:"done"`
	Of     int      `json:"of"`
	Doing  []string `json:"doing"`          // paths: a file, or a folder with a slash
	Failed []string `json:"failed"`         // the terminal says why
	Step   string   `json:"step,omitempty"` // what was done last, as the terminal says it
}

// Progress returns how far the builder is.
func (b *Builder) Progress() Progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	return Progress{b.done, len(b.parts), append([]string{}, b.doing...), append([]string{}, b.failed...), b.step}
}

// ErrFailed is the error for a file that could not be made.
var ErrFailed = errors.New("it could not be compiled")

// Find returns a file of the site. It waits until the file is made, or until ctx
// ends. What is no file of the site gives [fs.ErrNotExist].
func (b *Builder) Find(ctx context.Context, path string) (File, error) {
	if f, ok := b.look(path); ok {
		return f, nil
	}
	i := slices.IndexFunc(b.parts, func(p *part) bool { return p.makes(path) })
	if i < 0 {
		return File{}, fs.ErrNotExist
	}
	b.hurry(b.parts[i])
	select {
	case <-b.parts[i].ready:
	case <-ctx.Done():
		return File{}, context.Cause(ctx)
	}
	if f, ok := b.look(path); ok {
		return f, nil
	}
	if err := b.parts[i].err; err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	return File{}, fs.ErrNotExist
}

func (b *Builder) look(path string) (File, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f, ok := b.files[path]
	return f, ok
}

// Files returns everything that is made, in order of the paths.
func (b *Builder) Files() []File {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []File
	for _, f := range b.files {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return all
}
