package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A kitchen makes files when it is told to, and notes in which order it begins.
type kitchen struct {
	mu    sync.Mutex
	begun []string
	lines []string
}

func (k *kitchen) report(line string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lines = append(k.lines, line)
}

// makes returns a part's function that waits for ready.
func (k *kitchen) makes(path string, ready <-chan struct{}) func(context.Context) ([]File, error) {
	return func(ctx context.Context) ([]File, error) {
		k.mu.Lock()
		k.begun = append(k.begun, path)
		k.mu.Unlock()
		select {
		case <-ready:
			return []File{{Path: path, Data: []byte(path)}}, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func (k *kitchen) fails(err error) func(context.Context) ([]File, error) {
	return func(context.Context) ([]File, error) { return nil, err }
}

func TestTwoFilesAreBuiltAtATimeAndWhatAReaderWaitsForIsNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kitchen
		b := newBuilder(k.report)
		ready := make(chan struct{})
		for _, path := range []string{"tea", "toast", "eggs", "cake"} {
			b.plan(path, k.makes(path, ready))
		}
		go b.Run(t.Context())
		synctest.Wait()
		assert.ElementsMatch(t, []string{"tea", "toast"}, k.begun)
		assert.Equal(t, 4, b.Progress().Of)
		assert.ElementsMatch(t, []string{"tea", "toast"}, b.Progress().Doing)
		found := make(chan error, 1)
		go func() {
			f, err := b.Find(t.Context(), "cake")
			assert.Equal(t, "cake", string(f.Data))
			found <- err
		}()
		synctest.Wait()
		ready <- struct{}{} // one of the two is made
		synctest.Wait()
		assert.Equal(t, "cake", k.begun[2])
		close(ready)
		require.NoError(t, <-found)
		synctest.Wait()
		b.note("ate the cake")
		assert.Equal(t, Progress{Done: 4, Of: 4, Doing: []string{}, Failed: []string{}, Step: "ate the cake"}, b.Progress())
	})
}

func TestFind(t *testing.T) {
	var k kitchen
	b := newBuilder(k.report)
	ready := make(chan struct{})
	close(ready)
	b.add(File{Path: "index.html", Data: []byte("page")})
	b.plan("programs/06-gather.wasm", k.makes("programs/06-gather.wasm", ready))
	b.plan("programs/broken.wasm", k.fails(errors.New("main.go:3: burnt")))
	b.plan("assets/tools/", k.makes("assets/tools/link.wasm", ready))
	require.ErrorContains(t, b.Run(t.Context()), "programs/broken.wasm: main.go:3: burnt")
	for _, tc := range []struct {
		name, path string
		want       error
	}{
		{"a page is found", "index.html", nil},
		{"a program is found", "programs/06-gather.wasm", nil},
		{"a file of a folder that is made at once is found", "assets/tools/link.wasm", nil},
		{"a file that such a folder does not have is not found", "assets/tools/tea.wasm", fs.ErrNotExist},
		{"the folder is no file", "assets/tools/", fs.ErrNotExist},
		{"a file that nobody plans is not found", "programs/tea.wasm", fs.ErrNotExist},
		{"a file that could not be made is an error", "programs/broken.wasm", ErrFailed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, err := b.Find(t.Context(), tc.path)
			assert.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				assert.Equal(t, tc.path, f.Path)
			}
		})
	}
	assert.Equal(t, []string{"programs/broken.wasm"}, b.Progress().Failed)
	paths := []string{}
	for _, f := range b.Files() {
		paths = append(paths, f.Path)
	}
	assert.True(t, slices.IsSorted(paths))
	assert.Len(t, paths, 3)
}

func TestAReaderThatIsGoneDoesNotWait(t *testing.T) {
	b := newBuilder(func(string) {})
	b.plan("programs/06-gather.wasm", nil) // never built: Run is not called
	ctx, leave := context.WithCancel(t.Context())
	leave()
	_, err := b.Find(ctx, "programs/06-gather.wasm")
	assert.ErrorIs(t, err, context.Canceled)
}

func TestAFaultOfTheMachineIsReportedOnce(t *testing.T) {
	var k kitchen
	b := newBuilder(k.report)
	for i := range 5 {
		b.plan(fmt.Sprintf("%d.wasm", i), k.fails(fmt.Errorf("write /tmp/%d: no space left on device", i)))
	}
	err := b.Run(t.Context())
	assert.EqualError(t, err, "0.wasm: the disk is full: make room, and start again (and 4 more)")
	assert.Len(t, k.lines, 1)
}

func TestAStoppedBuildMakesNothingMoreAndReportsNothing(t *testing.T) {
	var k kitchen
	b := newBuilder(k.report)
	ctx, stop := context.WithCancel(t.Context())
	b.plan("tea", func(context.Context) ([]File, error) { stop(); return nil, ctx.Err() })
	b.plan("toast", k.makes("toast", nil))
	b.plan("eggs", k.makes("eggs", nil))
	assert.ErrorIs(t, b.Run(ctx), context.Canceled)
	assert.NotContains(t, k.begun, "eggs")
	assert.Empty(t, k.lines)
}

func TestExplain(t *testing.T) {
	const (
		noGo     = "there is no go command on PATH: install Go from https://go.dev/dl"
		full     = "the disk is full: make room, and start again"
		noModule = "a module that the lessons need is not on this machine: run go mod download once, with a network"
	)
	for _, tc := range []struct{ said, want string }{
		{`exec: "go": ` + exec.ErrNotFound.Error(), noGo},
		{"write /cache/new-1/06-gather.wasm: no space left on device", full},
		{"go: golang.org/x/exp@v0.0.1: Get \"https://example.org\": dial tcp: lookup example.org: no such host", noModule},
		{"main.go:3:1: cannot find module providing package golang.org/x/tea: module lookup disabled by GOPROXY=off", noModule},
		{"# gosyncio/lessons/06-gather\n./main.go:3:1: undefined: tea", "# gosyncio/lessons/06-gather\n./main.go:3:1: undefined: tea"},
	} {
		t.Run(tc.said, func(t *testing.T) { assert.EqualError(t, explain(errors.New(tc.said)), tc.want) })
	}
	assert.NoError(t, explain(nil))
}
