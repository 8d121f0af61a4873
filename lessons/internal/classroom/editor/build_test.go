package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// It is built from package-lock.json, so it needs npm and the network, or npm's
// cache.
func TestTheCommittedBundleIsWhatTheSourcesGive(t *testing.T) {
	files, err := Build(t.Context(), ".")
	require.NoError(t, err)
	require.NoError(t, compare(files, page))
}

func TestALockFileNamesNoRegistryHost(t *testing.T) {
	for _, name := range []string{"package.json", "package-lock.json"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "://", "%s: run npm install --package-lock-only --omit-lockfile-registry-resolved", name)
	}
}

func TestEveryVersionIsExact(t *testing.T) {
	locked, err := readLock("package-lock.json")
	require.NoError(t, err)
	for _, p := range locked {
		assert.Regexp(t, `^\d+\.\d+\.\d+$`, p.Version, p.Name)
		assert.NotEmpty(t, p.Integrity, p.Name)
	}
}

func TestCompare(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tea.js"), []byte("tea"), 0o644))
	for _, tc := range []struct {
		name string
		file File
		want string
	}{
		{"the same bytes", File{"tea.js", []byte("tea")}, ""},
		{"other bytes", File{"tea.js", []byte("toast")}, "tea.js differs from what is committed (5 and 3 bytes)"},
		{"a file that is missing", File{"toast.js", nil}, "toast.js"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := compare([]File{tc.file}, dir)
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestPackageFolder(t *testing.T) {
	for _, tc := range []struct{ name, input, want string }{
		{"a file of ours", "entry.js", ""},
		{"a package", "node_modules/crelt/index.js", "node_modules/crelt"},
		{"a package with a scope", "node_modules/@lezer/go/dist/index.js", "node_modules/@lezer/go"},
		{"a package in a package", "node_modules/a/node_modules/@b/c/d.js", "node_modules/a/node_modules/@b/c"},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, packageFolder(tc.input)) })
	}
}

func TestPackages(t *testing.T) {
	for _, tc := range []struct {
		name   string
		inputs map[string]int
		want   string // the list of sources, without its first line
		fails  string
	}{
		{
			name:   "files that are not in the bundle are not listed",
			inputs: map[string]int{"entry.js": 0, "node_modules/tea/a.js": 7, "node_modules/tea/b.js": 0},
			want:   "\ntea 1.2.3 sha512-tea\n       7  a.js\n",
		},
		{
			name:   "a package without a licence text is refused",
			inputs: map[string]int{"node_modules/toast/a.js": 7},
			fails:  "toast has no licence text to pass on",
		},
		{
			name:   "a package that is not locked is refused",
			inputs: map[string]int{"node_modules/eggs/a.js": 7},
			fails:  "node_modules/eggs is in the bundle, but not in package-lock.json",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			lock := `{"packages": {"": {}, "node_modules/tea": {"version": "1.2.3", "integrity": "sha512-tea"}, "node_modules/toast": {}}}`
			require.NoError(t, os.WriteFile(filepath.Join(dir, "package-lock.json"), []byte(lock), 0o644))
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "node_modules", "tea"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "node_modules", "tea", "LICENSE"), []byte("MIT"), 0o644))
			used, err := packages(dir, tc.inputs)
			if tc.fails != "" {
				require.ErrorContains(t, err, tc.fails)
				return
			}
			require.NoError(t, err)
			_, list, _ := strings.Cut(string(sources(used)), "\n")
			assert.Equal(t, tc.want, list)
			assert.Contains(t, string(licences(used)), "MIT")
		})
	}
}
