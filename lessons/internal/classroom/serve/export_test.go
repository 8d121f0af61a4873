package serve_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/classroom/serve"
)

func files() (all []build.File) {
	for _, f := range aShelf() {
		all = append(all, f)
	}
	return all
}

func TestAnExportHasTheSameFilesBelowAnyFolderOfAnotherServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "course")
	require.NoError(t, serve.Export(dir, files()))
	server := httptest.NewServer(http.StripPrefix("/course/", http.FileServer(http.Dir(dir))))
	defer server.Close()
	for _, tc := range []struct{ path, want string }{
		{"06-gather/", page},
		{"programs/06-gather.wasm", "\x00asm"},
		{"programs/06-gather.wasm.gz", string(pack("\x00asm"))},
		{"progress.json", "{\"done\":1,\"of\":1,\"doing\":[]}\n"},
	} {
		t.Run(tc.path, func(t *testing.T) {
			answer, err := http.Get(server.URL + "/course/" + tc.path)
			require.NoError(t, err)
			defer answer.Body.Close()
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(tc.path)))
			if err == nil {
				assert.Equal(t, tc.want, string(data))
			}
			assert.Equal(t, http.StatusOK, answer.StatusCode)
		})
	}
}

func TestAnExportReplacesAnOlderOneAsAWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "course")
	require.NoError(t, serve.Export(dir, append(files(), build.File{Path: "old/index.html", Data: []byte("x")})))
	require.NoError(t, serve.Export(dir, files()))
	assert.NoFileExists(t, filepath.Join(dir, "old", "index.html"))
	assert.FileExists(t, filepath.Join(dir, "index.html"))
	entries, err := os.ReadDir(filepath.Dir(dir))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing else is left behind")
}

func TestAnExportRefusesAFolderOfSomebodyElse(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "thesis.txt")
	require.NoError(t, os.WriteFile(name, []byte("three years"), 0o644))
	err := serve.Export(dir, files())
	assert.EqualError(t, err, dir+" has files that export did not write: want a new or an empty folder")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestAnExportIntoAnEmptyFolderIsWritten(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, serve.Export(dir, files()))
	assert.FileExists(t, filepath.Join(dir, "index.html"))
}

func TestAnExportRefusesAFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "course")
	require.NoError(t, os.WriteFile(name, nil, 0o644))
	assert.EqualError(t, serve.Export(name, files()), name+" is no folder: want the name of a new folder")
}

func TestABrokenExportLeavesTheOlderOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "course")
	require.NoError(t, serve.Export(dir, files()))
	broken := append(files(), build.File{Path: "programs/x.wasm", Data: []byte("not packed"), Packed: true})
	assert.Error(t, serve.Export(dir, broken))
	data, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.Equal(t, page, string(data))
	var names []string
	require.NoError(t, filepath.WalkDir(filepath.Dir(dir), func(name string, d fs.DirEntry, err error) error {
		names = append(names, d.Name())
		return err
	}))
	assert.NotContains(t, names, "new")
}
