package toolchain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A graph with the shape of the real one.
func kitchenGraph() graph {
	g := graph{}
	add := func(name, path string, imports ...string) {
		g[path] = &listed{ImportPath: path, Name: name, Export: path + ".a", Standard: path[0] != 'g', Imports: imports}
	}
	add("runtime", "runtime", "internal/abi")
	add("abi", "internal/abi", "unsafe")
	add("net", "net", "runtime")
	add("http", "net/http", "net", "gzip")
	add("gzip", "gzip", "runtime")
	add("testing", "testing", "runtime")
	add("image", "image", "gzip")
	add("task", "gosyncio/task", "runtime")
	add("main", "gosyncio/lessons/02-hello", "gosyncio/task")
	add("main", "gosyncio/lessons/13-io-or-cpu", "gosyncio/task", "os/exec")
	add("exec", "os/exec", "runtime")
	add("main", "gosyncio/lessons/11-echo", "gosyncio/task", "net", "gosyncio/lessons/internal/talk")
	add("talk", "gosyncio/lessons/internal/talk", "net")
	add("main", "gosyncio/lessons/16-philosophy", "net/http")
	add("assert", "github.com/stretchr/testify/assert", "net/http", "testing")
	return g
}

func TestEachPackageLiesInTheFirstPackThatNeedsIt(t *testing.T) {
	g := kitchenGraph()
	packs := map[string]string{}
	for _, group := range g.groups() {
		needed := map[string]bool{}
		for _, root := range group.roots {
			g.closure(root, needed)
		}
		for path := range needed {
			if packs[path] == "" {
				packs[path] = group.name
			}
		}
	}
	for _, tc := range []struct{ path, pack, why string }{
		{"runtime", "base", "every program needs it"},
		{"internal/abi", "base", "what is internal is compiled along"},
		{"gosyncio/task", "base", ""},
		{"net", "net", "only some lessons need connections"},
		{"gosyncio/lessons/internal/talk", "net", ""},
		{"os/exec", "common", "one lesson needs it"},
		{"net/http", "http", "large, and needed by one lesson"},
		{"gzip", "http", "net/http needs it first"},
		{"testing", "testing", ""},
		{"github.com/stretchr/testify/assert", "testing", "and net/http, which it imports, lies elsewhere"},
		{"image", "std", "no lesson needs it"},
	} {
		t.Run(tc.path+" lies in "+tc.pack, func(t *testing.T) { assert.Equal(t, tc.pack, packs[tc.path], tc.why) })
	}
}

func TestAGraphWithoutTheRuntimeIsAnError(t *testing.T) {
	assert.EqualError(t, graph{}.isComplete(), "runtime cannot be compiled for js/wasm")
}

func TestSourcesOfTheLessons(t *testing.T) {
	golang, err := findGo(t.Context(), "../../../..")
	if err != nil {
		t.Skip("there is no go command here: ", err)
	}
	golang.module = "../../../.."
	m := &maker{golang: golang}
	for _, tc := range []struct {
		name, folder   string
		files, tests   []string
		embeds, absent []string
	}{
		{name: "one file", folder: "lessons/02-hello", files: []string{"main.go"}},
		{name: "embedded files", folder: "lessons/13-io-or-cpu", files: []string{"main.go", "python.go"}, embeds: []string{"slide.py"}},
		{
			name: "the solution is compiled along, the exercise is not", folder: "lessons/15-chat",
			files: []string{"main.go", "outbox.go", "solution.go", "line.go"}, absent: []string{"exercise.go"},
			tests: []string{"chat_test.go", "lines_test.go", "slow_test.go", "end_test.go", "visitor_test.go", "pipes_test.go"},
		},
		{name: "a suite of one file", folder: "lessons/16-philosophy", files: []string{"main.go", "solution.go"}, tests: []string{"suite_test.go"}},
	} {
		t.Run("sources: "+tc.name, func(t *testing.T) {
			s, err := m.sources(tc.folder)
			require.NoError(t, err)
			assert.Subset(t, keys(s.Program.Files), tc.files)
			assert.NotSubset(t, keys(s.Program.Files), append(tc.absent, "main_test.go"))
			if tc.embeds != nil {
				require.NotNil(t, s.Program.Embed)
				assert.ElementsMatch(t, tc.embeds, keys(s.Program.Embed.Files))
			}
			if tc.tests == nil {
				assert.Nil(t, s.Exercise)
				return
			}
			require.NotNil(t, s.Exercise)
			assert.Subset(t, keys(s.Exercise.Tests), tc.tests)
			assert.NotContains(t, keys(s.Exercise.Tests), "wrong_test.go", "it starts the go command")
			assert.Equal(t, "exercise.go", s.Exercise.Edit)
			assert.NotContains(t, keys(s.Exercise.Files), "solution.go")
		})
	}
}

func keys(files map[string]string) (names []string) {
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestTestMainImportsWhatItUses(t *testing.T) {
	text := testMain("gosyncio/lessons/15-chat", "TestChat")
	f, err := parseGo("_testmain.go", []byte(text))
	require.NoError(t, err)
	same, err := f.patched() // it removes what is not used
	require.NoError(t, err)
	assert.Equal(t, text, string(same))
	assert.Contains(t, text, `_test "gosyncio/lessons/15-chat"`)
	assert.Contains(t, text, `{Name: "TestChat", F: _test.TestChat}`)
}
