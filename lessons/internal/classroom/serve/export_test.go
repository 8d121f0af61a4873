package serve_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
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
	handler := serve.NewHandler(aShelf(), netip.MustParseAddrPort("127.0.0.1:3999"))
	for path := range aShelf() {
		t.Run(path, func(t *testing.T) {
			w := httptest.NewRecorder()
			path := strings.TrimSuffix(path, "index.html") // or FileServer redirects
			handler.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:3999/"+path, nil))
			require.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, w.Body.String(), download(t, server.URL+"/course/"+path))
		})
	}
	t.Run("what is packed is there in both forms", func(t *testing.T) {
		assert.Equal(t, string(pack("\x00asm")), download(t, server.URL+"/course/programs/06-gather.wasm.gz"))
	})
	t.Run("everything is built", func(t *testing.T) {
		assert.JSONEq(t, `{"done": 1, "of": 1, "doing": [], "failed": []}`, download(t, server.URL+"/course/progress.json"))
	})
}

func download(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, http.StatusOK, answer.StatusCode)
	data, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(data)
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

func TestAnExportRefusesAnOlderOneToWhichAFileWasAdded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "course")
	require.NoError(t, serve.Export(dir, files()))
	name := filepath.Join(dir, ".git", "HEAD")
	require.NoError(t, os.Mkdir(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte("main"), 0o644))
	err := serve.Export(dir, files())
	assert.EqualError(t, err, name+" was not written by export and would be lost: move it out of "+dir)
	assert.FileExists(t, name)
}

func TestAnExportReplacesWhatALinkLeadsTo(t *testing.T) {
	folder := t.TempDir()
	dir, link := filepath.Join(folder, "course"), filepath.Join(folder, "link")
	require.NoError(t, serve.Export(dir, files()))
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("this system has no links: ", err)
	}
	require.NoError(t, serve.Export(link, files()))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink)
	assert.FileExists(t, filepath.Join(dir, "index.html"))
}

func TestABrokenExportLeavesTheOlderOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "course")
	require.NoError(t, serve.Export(dir, files()))
	broken := append(files(), build.File{Path: "programs/x.wasm", Data: []byte("not packed"), Packed: true})
	assert.Error(t, serve.Export(dir, broken))
	data, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.Equal(t, page, string(data))
	entries, err := os.ReadDir(filepath.Dir(dir))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing else is left behind")
}
