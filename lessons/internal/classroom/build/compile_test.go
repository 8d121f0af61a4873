package build

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/toolchain"
	"gosyncio/lessons/internal/lesson"
)

// A fakeGo stands in for the go command: it lists one lesson and one package, and a
// program that it builds is the text of the lesson.
type fakeGo struct {
	home   string
	mu     sync.Mutex
	builds [][]string
	err    error
}

func (g *fakeGo) run(_ context.Context, dir string, args ...string) ([]byte, error) {
	if args[0] == "list" {
		const row = `{"ImportPath": %q, "Dir": %q, "GoFiles": [%q], "Deps": [%q]}` + "\n"
		return fmt.Appendf(nil, row+row+row,
			"gosyncio/lessons/06-gather", filepath.Join(g.home, "06-gather"), "main.go", "gosyncio/tea",
			"gosyncio/tea", filepath.Join(g.home, "tea"), "tea.go", "fmt",
			toolchain.HookPath, filepath.Join(g.home, "hook"), "hook.go", "fmt"), nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.builds = append(g.builds, args)
	if g.err != nil {
		return nil, g.err
	}
	text, err := os.ReadFile(filepath.Join(dir, "main.go"))
	return nil, errors.Join(err, os.WriteFile(args[slices.Index(args, "-o")+1], text, 0o644))
}

// newFake returns a compiler with a cache of its own.
func newFake(t *testing.T) (*compiler, *fakeGo, lesson.Lesson) {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"06-gather/main.go", "tea/tea.go", "hook/hook.go"} {
		edit(t, filepath.Join(home, filepath.FromSlash(name)), "first "+name)
	}
	golang := &fakeGo{home: home}
	l := lesson.Lesson{Dir: filepath.Join(home, "06-gather"), Name: "gather", Number: 6}
	return again(&compiler{home: home, lessons: []lesson.Lesson{l}, cache: cache{t.TempDir()}, version: "go1.26", golang: golang.run}), golang, l
}

// again is the compiler of the next start.
func again(c *compiler) *compiler {
	return &compiler{home: c.home, lessons: c.lessons, cache: c.cache, report: func(string) {}, golang: c.golang, version: c.version, support: c.support}
}

func edit(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// text is what a built file has.
func text(t *testing.T, files []File) string {
	t.Helper()
	require.Len(t, files, 1)
	assert.Equal(t, "programs/06-gather.wasm", files[0].Path)
	assert.True(t, files[0].Packed)
	z, err := gzip.NewReader(bytes.NewReader(files[0].Data))
	require.NoError(t, err)
	data, err := io.ReadAll(z)
	require.NoError(t, err)
	return string(data)
}

func TestAProgramIsBuiltAnewOnlyIfWhatItIsMadeOfHasChanged(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, c *compiler)
		want   int // builds
	}{
		{"nothing changes", func(*testing.T, *compiler) {}, 1},
		{"the lesson changes", func(t *testing.T, c *compiler) { edit(t, c.home+"/06-gather/main.go", "second") }, 2},
		{"a package that it imports changes", func(t *testing.T, c *compiler) { edit(t, c.home+"/tea/tea.go", "second") }, 2},
		{"the hook changes", func(t *testing.T, c *compiler) { edit(t, c.home+"/hook/hook.go", "second") }, 2},
		{"a file that it does not have changes", func(t *testing.T, c *compiler) { edit(t, c.home+"/tea/toast.go", "second") }, 1},
		{"Go changes", func(_ *testing.T, c *compiler) { c.version = "go1.27" }, 2},
		{"the support code changes", func(_ *testing.T, c *compiler) { c.support = []byte("second") }, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, golang, l := newFake(t)
			files, err := c.program(t.Context(), l)
			require.NoError(t, err)
			assert.Equal(t, "first 06-gather/main.go", text(t, files))
			tc.change(t, c)
			files, err = again(c).program(t.Context(), l)
			require.NoError(t, err)
			now, err := os.ReadFile(filepath.Join(l.Dir, "main.go"))
			require.NoError(t, err)
			assert.Equal(t, string(now), text(t, files))
			assert.Len(t, golang.builds, tc.want)
		})
	}
}

func TestAProgramIsBuiltForThePage(t *testing.T) {
	c, golang, l := newFake(t)
	_, err := c.program(t.Context(), l)
	require.NoError(t, err)
	require.Len(t, golang.builds, 1)
	flags := strings.Join(golang.builds[0], " ")
	assert.Contains(t, flags, "build -trimpath -buildvcs=false -o ")
	assert.Contains(t, flags, " -overlay=")
	assert.Contains(t, flags, " -ldflags=-s -w -checklinkname=0 .")
}

func TestAFailedBuildLeavesNothingInTheCache(t *testing.T) {
	c, golang, l := newFake(t)
	golang.err = errors.New("main.go:3: burnt")
	_, err := c.program(t.Context(), l)
	assert.EqualError(t, err, "main.go:3: burnt")
	left, err := os.ReadDir(c.cache.dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestTwoProcessesMayBuildTheSameAtTheSameTime(t *testing.T) {
	c, _, l := newFake(t)
	var both sync.WaitGroup
	for range 4 {
		both.Go(func() {
			files, err := again(c).program(t.Context(), l)
			assert.NoError(t, err)
			assert.Len(t, files, 1)
		})
	}
	both.Wait()
	left, err := os.ReadDir(c.cache.dir)
	require.NoError(t, err)
	assert.Len(t, left, 1, "one entry, and nothing unfinished")
}

func TestAnEntryThatNobodyHasUsedForALongTimeIsRemoved(t *testing.T) {
	now := time.Now()
	for _, tc := range []struct {
		name, entry string
		age         time.Duration
		removed     bool
	}{
		{"an entry of yesterday stays", "06-gather-1.wasm.gz", 24 * time.Hour, false},
		{"an entry of last year is removed", "06-gather-1.wasm.gz", 365 * 24 * time.Hour, true},
		{"an unfinished entry of another process stays", "new-1", time.Hour, false},
		{"an unfinished entry of a process that was killed is removed", "new-1", 48 * time.Hour, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := cache{t.TempDir()}
			name := filepath.Join(c.dir, tc.entry)
			edit(t, name, "tea")
			require.NoError(t, os.Chtimes(name, now, now.Add(-tc.age)))
			c.clean(now)
			_, err := os.Stat(name)
			assert.Equal(t, tc.removed, errors.Is(err, os.ErrNotExist))
		})
	}
}

func TestAnEntryThatIsUsedIsKept(t *testing.T) {
	c := cache{t.TempDir()}
	name := filepath.Join(c.dir, "tea")
	edit(t, name, "tea")
	old := time.Now().Add(-365 * 24 * time.Hour)
	require.NoError(t, os.Chtimes(name, old, old))
	_, ok := c.use("tea")
	assert.True(t, ok)
	c.clean(time.Now())
	assert.FileExists(t, name)
	_, ok = c.use("toast")
	assert.False(t, ok)
}

func TestOnlyAFewEntriesOfANameAreKept(t *testing.T) {
	c := cache{t.TempDir()}
	edit(t, filepath.Join(c.dir, "tea-pot-1"), "another name that begins like it, used last")
	for i := range 5 {
		work, err := c.work()
		require.NoError(t, err)
		edit(t, filepath.Join(work, "file"), "tea")
		entry := fmt.Sprintf("06-tea-%d.wasm.gz", i)
		require.NoError(t, c.put(entry, filepath.Join(work, "file")))
		require.NoError(t, os.RemoveAll(work))
		at := time.Now().Add(time.Duration(i-100) * time.Hour)
		require.NoError(t, os.Chtimes(filepath.Join(c.dir, entry), at, at))
	}
	var names []string
	left, err := os.ReadDir(c.dir)
	require.NoError(t, err)
	for _, e := range left {
		names = append(names, e.Name())
	}
	assert.Equal(t, []string{"06-tea-2.wasm.gz", "06-tea-3.wasm.gz", "06-tea-4.wasm.gz", "tea-pot-1"}, names)
	assert.Equal(t, filepath.Join(c.dir, "06-tea-4.wasm.gz"), c.newest("06-tea-"))
	assert.Empty(t, c.newest("07-tea-"))
}

func TestPackedToolsAreReadAndPackedOnlyOnce(t *testing.T) {
	dir, next := t.TempDir(), t.TempDir()
	for name, content := range map[string]string{"compile.wasm": "compiler", "tools.json": "{}", "packs/base.types.pack": "types"} {
		edit(t, filepath.Join(dir, filepath.FromSlash(name)), content)
	}
	require.NoError(t, packFolder(dir, ""))
	files, err := readTools(dir)
	require.NoError(t, err)
	packed := map[string]bool{}
	for _, f := range files {
		packed[f.Path] = f.Packed
	}
	assert.Equal(t, map[string]bool{"assets/tools/compile.wasm": true, "assets/tools/tools.json": false, "assets/tools/packs/base.types.pack": true}, packed)
	edit(t, filepath.Join(dir, "compile.wasm.gz"), "packed before")
	edit(t, filepath.Join(next, "compile.wasm"), "compiler")
	require.NoError(t, packFolder(next, dir))
	again, err := os.ReadFile(filepath.Join(next, "compile.wasm.gz"))
	require.NoError(t, err)
	assert.Equal(t, "packed before", string(again))
}

// The real go command takes a minute.
func TestEverythingIsBuilt(t *testing.T) {
	if os.Getenv("CLASSROOM_BUILD") == "" || runtime.GOARCH == "wasm" {
		t.Skip("CLASSROOM_BUILD=1 builds the whole classroom")
	}
	home, err := lesson.Home(t.Context())
	require.NoError(t, err)
	lessons, err := lesson.All(home)
	require.NoError(t, err)
	b, err := New(t.Context(), home, lessons, func(line string) { t.Log(line) })
	require.NoError(t, err)
	require.NoError(t, b.Run(t.Context()))
	for _, l := range lessons {
		path := map[bool]string{true: "recorded/" + l.String() + ".trace", false: "programs/" + l.String() + ".wasm"}[l.Page.Mode == lesson.Recorded]
		f, err := b.Find(t.Context(), path)
		require.NoError(t, err)
		assert.NotEmpty(t, f.Data)
	}
	for _, path := range []string{"assets/draw.wasm", "assets/tools/compile.wasm", "assets/tools/packs/index.json", "assets/wasm_exec.js"} {
		_, err := b.Find(t.Context(), path)
		assert.NoError(t, err, path)
	}
}
