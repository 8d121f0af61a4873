package toolchain

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func goFileOf(t *testing.T, text string) *goFile {
	t.Helper()
	f, err := parseGo("tea.go", []byte(text))
	require.NoError(t, err)
	return f
}

func TestCutCases(t *testing.T) {
	for _, tc := range []struct{ name, before, after, why string }{
		{
			"the cases of other targets, and what only they import",
			"package p\n\nimport (\n\t\"cmd/arm\"\n\t\"cmd/wasm\"\n)\n\nfunc f(arch string) {\n\tswitch arch {\n\tcase \"arm\":\n\t\tarm.Init()\n\tcase \"wasm\":\n\t\twasm.Init()\n\tdefault:\n\t}\n}\n",
			"package p\n\nimport (\n\t\n\t\"cmd/wasm\"\n)\n\nfunc f(arch string) {\n\tswitch arch {\n\t\n\tcase \"wasm\":\n\t\twasm.Init()\n\tdefault:\n\t}\n}\n",
			"",
		},
		{
			"the entries of other targets in a map",
			"package p\n\nvar m = map[string]int{\n\t\"386\": 1,\n\t\"wasm\": 2,\n}\n",
			"package p\n\nvar m = map[string]int{\n\t\n\t\"wasm\": 2,\n}\n",
			"",
		},
		{
			"a case that is also for wasm stays",
			"package p\n\nfunc f(arch string) {\n\tswitch arch {\n\tcase \"arm\", \"wasm\":\n\t}\n}\n",
			"package p\n\nfunc f(arch string) {\n\tswitch arch {\n\tcase \"arm\", \"wasm\":\n\t}\n}\n",
			"",
		},
		{
			"an import for its effects stays",
			"package p\n\nimport _ \"embed\"\n\nvar m = map[string]int{\"arm\": 1}\n",
			"package p\n\nimport _ \"embed\"\n\nvar m = map[string]int{}\n",
			"nothing uses its name",
		},
	} {
		t.Run("cut: "+tc.name, func(t *testing.T) {
			f := goFileOf(t, tc.before)
			f.cutCases(f.syntax, targets)
			after, err := f.patched()
			require.NoError(t, err)
			assert.Equal(t, tc.after, string(after), tc.why)
		})
	}
}

// goroot returns the sources of the installed Go.
func goroot(t *testing.T) string {
	t.Helper()
	root := filepath.Clean(runtime.GOROOT())
	if _, err := os.Stat(filepath.Join(root, "src", "cmd", "compile", "main.go")); err != nil {
		t.Skip("the sources of cmd/compile are not installed here")
	}
	return root
}

func TestTrimmedFilesAreGo(t *testing.T) {
	trimmer := newTrimmer(goroot(t))
	require.NoError(t, trimmer.trim())
	if strings.HasPrefix(runtime.Version(), "go1.26") { // another release may lack some of it
		assert.Empty(t, trimmer.missed, "the installed Go has all that can be cut")
	}
	files := trimmer.files
	for name, text := range files {
		_, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		old, err := os.ReadFile(name)
		require.NoError(t, err)
		isFaster := slices.ContainsFunc(faster, func(line struct{ file, before, after string }) bool {
			return strings.HasSuffix(filepath.ToSlash(name), line.file)
		})
		assert.True(t, isFaster || strings.HasSuffix(filepath.ToSlash(name), syscalls) || len(text) < len(old), "%s is not smaller", name)
	}
	find := func(suffix string) string {
		for name, text := range files {
			if strings.HasSuffix(filepath.ToSlash(name), suffix) {
				return string(text)
			}
		}
		t.Errorf("%s is not trimmed", suffix)
		return ""
	}
	for _, main := range []string{"cmd/compile/main.go", "cmd/link/main.go"} {
		assert.Contains(t, find(main), "/wasm\"")
		assert.NotContains(t, find(main), "/arm64\"")
	}
	assert.Contains(t, find("ssa/config.go"), "rewriteValueWasm")
	assert.NotContains(t, find("ssa/config.go"), "rewriteValueARM64")
	assert.NotContains(t, find("ssa/opGen.go"), "x86.AADDQ")
	assert.Equal(t, "package ssa\n", find("ssa/rewriteAMD64.go"))
	assert.Contains(t, find(syscalls), "readNow(fd, b, offset)")
}

func TestAnotherCompilerIsNotTrimmed(t *testing.T) {
	root := t.TempDir()
	_, err := trimmed(root)
	assert.ErrorIs(t, err, os.ErrNotExist)
	main := filepath.Join(root, "src", "cmd", "compile", "main.go")
	require.NoError(t, os.MkdirAll(filepath.Dir(main), 0o777))
	require.NoError(t, os.WriteFile(main, []byte("package main\n\nfunc main() {}\n"), 0o666))
	_, err = trimmed(root)
	assert.EqualError(t, err, "cmd/compile/main.go: found nothing to cut", "the stock tools serve, and the reason is said")
}
