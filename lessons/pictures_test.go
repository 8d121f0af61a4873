package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/walk"
)

var trace = filepath.Join("internal", "picture", "testdata", "breakfast.trace")

func TestPicture(t *testing.T) {
	code, out, problems := command(t, "picture -events "+trace)
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "\nbreakfast")
	assert.Contains(t, out, "├ ", "lanes")
	assert.Contains(t, out, "main starts", "sentences")

	_, out, _ = command(t, "picture -ascii "+trace)
	for _, r := range out {
		assert.Less(t, r, rune(128))
	}
}

func TestAPictureInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "breakfast.svg")
	code, out, problems := command(t, "picture "+trace+" -svg "+file)
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "\n"+file+" is written\n")
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(drawn), "<svg")

	nowhere := filepath.Join(t.TempDir(), "nowhere", "breakfast.svg")
	code, _, problems = command(t, "picture "+trace+" -svg "+nowhere)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "lessons: "+nowhere+" isn't written: ")
}

func TestWhatIsNoPicture(t *testing.T) {
	dir := t.TempDir()
	whole, err := os.ReadFile(trace)
	require.NoError(t, err)
	for _, tc := range []struct{ name, text, want string }{
		{"empty", "", "the trace is empty: its program hasn't ended yet, or took none"},
		{"recipe", "two eggs, a pan", "this is no execution trace of a Go program"},
		{"newer", "go 1.99 trace\x00\x00\x00", "the trace is from a newer Go than this reader knows: Go 1.99"},
		{"cut", string(whole[:len(whole)/2]), "nothing in the trace is complete: it breaks off within its first second"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(dir, tc.name)
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			for _, flags := range []string{"", " -svg " + file + ".svg"} {
				code, out, problems := command(t, "picture "+file+flags)
				assert.Equal(t, 1, code)
				assert.Empty(t, out)
				assert.Equal(t, "lessons: "+file+": "+tc.want+"\n", problems)
				assert.NoFileExists(t, file+".svg")
			}
		})
	}
	gone := filepath.Join(dir, "gone")
	code, _, problems := command(t, "picture "+gone)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "lessons: open "+gone+": ")
}

func TestAFolderIsNoTrace(t *testing.T) {
	dir := t.TempDir()
	code, _, problems := command(t, "picture "+dir)
	assert.Equal(t, 1, code)
	assert.Equal(t, "lessons: "+dir+": this is a folder: want the file of a trace\n", problems)
}

func TestAFileThatIsTooLargeIsNotRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "large.trace")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, os.Truncate(file, picture.MaxSize+1)) // it takes no room on the disk
	code, _, problems := command(t, "picture "+file)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "the trace is larger than 1 GB: take a shorter one")
}

// A test of the standard library has no other goroutines, so these are shown.
func TestAPictureOfTheStandardLibrary(t *testing.T) {
	code, out, problems := command(t, "picture "+filepath.Join("internal", "picture", "testdata", "std.trace"))
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "tRunner")
}

func TestAPictureOfStandardInput(t *testing.T) {
	file, err := os.Open(trace)
	require.NoError(t, err)
	defer file.Close()
	stdin := os.Stdin
	os.Stdin = file
	defer func() { os.Stdin = stdin }()
	code, out, problems := command(t, "picture -")
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "├ ", "lanes")
}

// A lesson that does not compile, and one that Ctrl-C stops, have no runs.
func TestNoRunsHaveNoSVG(t *testing.T) {
	file := filepath.Join(t.TempDir(), "old.svg")
	require.NoError(t, os.WriteFile(file, []byte("yesterday's"), 0o600))
	err := commandLine{svg: file}.print(walk.Walk{})
	assert.EqualError(t, err, file+" isn't written: there is no picture")
	holds(t, file, "yesterday's")
}

var errFull = errors.New("no space left on the device")

func TestReplace(t *testing.T) {
	whole := func(w io.Writer) error { _, err := io.WriteString(w, "today's"); return err }
	dir := t.TempDir()
	file, link := filepath.Join(dir, "old.svg"), filepath.Join(dir, "link.svg")
	require.NoError(t, os.WriteFile(file, []byte("yesterday's"), 0o600))

	err := replace(file, func(w io.Writer) error { io.WriteString(w, "today"); return errFull })
	assert.ErrorIs(t, err, errFull)
	assert.ErrorContains(t, err, file+" isn't written: ")
	holds(t, file, "yesterday's")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary file is left")

	require.NoError(t, replace(file, whole))
	holds(t, file, "today's")
	if os.Symlink(file, link) == nil {
		require.NoError(t, os.WriteFile(file, []byte("yesterday's"), 0o600))
		require.NoError(t, replace(link, whole))
		holds(t, file, "today's")
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		assert.ErrorIs(t, replace("/dev/full", whole), syscall.ENOSPC)
		assert.NoError(t, replace("/dev/null", whole), "it is written as it is, not replaced")
		info, err := os.Stat("/dev/null")
		require.NoError(t, err)
		assert.False(t, info.Mode().IsRegular())
	}
}

func holds(t *testing.T, file, want string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, want, string(text))
}

// A lockedBuffer is written and read by several goroutines.
type lockedBuffer struct {
	mu  sync.Mutex // protects buf
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestProgressIsToldAfterTwoSeconds(t *testing.T) {
	for _, tc := range []struct {
		name string
		live bool
		want string
	}{
		{"on a terminal in one line, which is removed", true,
			"\rreading a.trace: 40 of 200 MB\rreading a.trace: 40 of 200 MB\r                             \r"},
		{"elsewhere once", false, "reading a.trace: 40 of 200 MB\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out lockedBuffer
				c, done := &counter{}, make(chan struct{})
				c.n.Store(40_000_000)
				var told sync.WaitGroup
				told.Go(func() { c.progress(&out, tc.live, "a.trace", 200_000_000, done) })
				time.Sleep(2*time.Second - 1)
				synctest.Wait()
				assert.Empty(t, out.String(), "a short reading says nothing")
				time.Sleep(2*time.Second/8 + 2)
				synctest.Wait()
				time.Sleep(time.Second / 8)
				synctest.Wait()
				close(done)
				told.Wait()
				assert.Equal(t, tc.want, out.String())
			})
		})
	}
	assert.Equal(t, "reading standard input: 40 MB", readSoFar("standard input", 40_000_000, 0))
}
