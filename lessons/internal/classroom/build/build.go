// Package build makes the whole site: the pages, and what has to be compiled for
// them. Pages are there at once. The rest is compiled in the background, two at a
// time, and kept in the user's cache folder, so that the next time it is there.
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

	"golang.org/x/sync/errgroup"

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

	mu    sync.Mutex // protects the following fields
	files map[string]File
	done  int // parts
	doing []string
}

// A part is compiled by one call. It makes the files with this path, or all with
// this prefix if it ends in a slash.
type part struct {
	path    string
	compile func(ctx context.Context) ([]File, error)
	ready   chan struct{} // closed when it is made, or can't be
	err     error         // may be read once ready is closed
}

// New makes the pages, and a plan for the rest. report is called for each step, by
// several goroutines.
func New(ctx context.Context, home string, lessons []lesson.Lesson, report func(line string)) (*Builder, error) {
	b := &Builder{report: report, files: map[string]File{}}
	pages, err := site.Files(lessons)
	if err != nil {
		return nil, err
	}
	for _, f := range pages {
		b.add(File{Path: f.Path, Data: f.Data})
	}
	c, err := newCompiler(ctx, home, report)
	if err != nil {
		return nil, err
	}
	support, err := c.wasmExec()
	if err != nil {
		return nil, err
	}
	b.add(support)
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

func (b *Builder) plan(path string, compile func(ctx context.Context) ([]File, error)) {
	b.parts = append(b.parts, &part{path: path, compile: compile, ready: make(chan struct{})})
}

func (b *Builder) add(files ...File) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range files {
		b.files[f.Path] = f
	}
}

// Run compiles everything, two at a time, and returns what went wrong.
func (b *Builder) Run(ctx context.Context) error {
	var group errgroup.Group
	group.SetLimit(2)
	errs := make([]error, len(b.parts))
	for i, p := range b.parts {
		group.Go(func() error {
			errs[i] = b.build(ctx, p)
			return nil
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

func (b *Builder) build(ctx context.Context, p *part) error {
	defer close(p.ready)
	b.begin(p.path)
	files, err := p.compile(ctx)
	if err != nil {
		p.err = fmt.Errorf("%s: %w", p.path, err)
		b.report(p.err.Error())
	}
	b.add(files...)
	b.end(p.path)
	return p.err
}

func (b *Builder) begin(path string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.doing = append(b.doing, path)
}

func (b *Builder) end(path string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	b.doing = slices.DeleteFunc(b.doing, func(other string) bool { return other == path })
}

// Progress is how far the builder is.
type Progress struct {
	Done  int      `json:"done"`
	Of    int      `json:"of"`
	Doing []string `json:"doing"`
}

// Progress returns how far the builder is.
func (b *Builder) Progress() Progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	return Progress{b.done, len(b.parts), slices.Clone(b.doing)}
}

// Find returns a file of the site. It waits until the file is made, or until ctx
// ends. What is no file of the site gives [fs.ErrNotExist].
func (b *Builder) Find(ctx context.Context, path string) (File, error) {
	if f, ok := b.look(path); ok {
		return f, nil
	}
	i := slices.IndexFunc(b.parts, func(p *part) bool {
		return p.path == path || strings.HasSuffix(p.path, "/") && strings.HasPrefix(path, p.path)
	})
	if i < 0 {
		return File{}, fs.ErrNotExist
	}
	select {
	case <-b.parts[i].ready:
	case <-ctx.Done():
		return File{}, context.Cause(ctx)
	}
	if f, ok := b.look(path); ok {
		return f, nil
	}
	if err := b.parts[i].err; err != nil {
		return File{}, err
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
