package build

import (
	"context"
	"fmt"
	"hash/maphash"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"gosyncio/lessons/internal/lesson"
)

// A Live has the site of the lessons as they are now. A lecturer who changes a
// lesson's file and loads its page again sees the change: before a file is found,
// but not more often than once a second, Live looks at the times of the lessons'
// files, and makes the site anew if one has changed. What has not changed comes from
// the cache folder.
type Live struct {
	home   string
	report func(line string)
	remake func(ctx context.Context) (*Builder, error)
	every  time.Duration

	building sync.WaitGroup
	making   sync.Mutex // is held by the request that looks for changes, and protects the following fields
	looked   time.Time
	seen     uint64

	mu      sync.Mutex // protects the following fields
	ctx     context.Context
	builder *Builder
}

// NewLive makes the pages of the lessons in the folder home, as [New] does.
func NewLive(ctx context.Context, home string, lessons []lesson.Lesson, report func(line string)) (*Live, error) {
	seen := stampOf(home)
	builder, err := New(ctx, home, lessons, report)
	if err != nil {
		return nil, err
	}
	remake := func(ctx context.Context) (*Builder, error) {
		lessons, err := lesson.All(home)
		if err != nil {
			return nil, err
		}
		return New(ctx, home, lessons, report)
	}
	return &Live{home: home, report: report, remake: remake, every: time.Second, looked: time.Now(), seen: seen, ctx: ctx, builder: builder}, nil
}

// Run compiles everything for the lessons as they were at first. When ctx ends,
// nothing more is compiled.
func (l *Live) Run(ctx context.Context) error {
	l.mu.Lock()
	l.ctx = ctx
	first := l.builder
	l.mu.Unlock()
	return first.Run(ctx)
}

// Wait waits until nothing is compiled any more, once the ctx of Run has ended.
func (l *Live) Wait() { l.building.Wait() }

// Find returns a file of the site, as [Builder.Find] does.
func (l *Live) Find(ctx context.Context, path string) (File, error) {
	l.refresh()
	return l.now().Find(ctx, path)
}

// Progress returns how far the builder is.
func (l *Live) Progress() Progress { return l.now().Progress() }

func (l *Live) now() *Builder {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.builder
}

// refresh makes the site anew if a lesson has changed. Who asks meanwhile gets the
// old one.
func (l *Live) refresh() {
	if !l.making.TryLock() {
		return
	}
	defer l.making.Unlock()
	if time.Since(l.looked) < l.every {
		return
	}
	l.looked = time.Now()
	stamp := stampOf(l.home)
	if stamp == l.seen {
		return
	}
	l.seen = stamp
	l.mu.Lock()
	ctx := l.ctx
	l.mu.Unlock()
	next, err := l.remake(ctx)
	if err != nil {
		l.report(fmt.Sprintf("a lesson has changed, and its page stays as it was: %v", err))
		return
	}
	l.report("a lesson has changed: the pages are made anew")
	l.building.Go(func() { next.Run(ctx) }) // it reports what goes wrong
	l.mu.Lock()
	defer l.mu.Unlock()
	l.builder = next
}

var stampSeed = maphash.MakeSeed()

// stampOf is another number when a file of a lesson is another one, as far as its
// time and its size tell. A file that can't be seen counts as none.
func stampOf(home string) uint64 {
	var stamp maphash.Hash
	stamp.SetSeed(stampSeed)
	folders, _ := filepath.Glob(filepath.Join(home, "[0-9][0-9]-*"))
	for _, folder := range folders {
		filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := d.Info(); err == nil {
				fmt.Fprintln(&stamp, name, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return stamp.Sum64()
}
