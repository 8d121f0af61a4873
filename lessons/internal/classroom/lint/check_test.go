package main

import (
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/toolchain/programs"
)

// goList returns the files that the go command compiled, by package. It asks for
// what the programs import, and for no more: what is not compiled yet would be
// compiled for this test alone.
var goList = sync.OnceValues(func() (files map[string]string, err error) {
	list := exec.Command("go", "list", "-deps", "-export", "-f", "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}",
		"fmt", "os", "embed", "net/http", "container/heap", "math/rand/v2", "math/rand", "crypto/rand", "math/big", "text/template",
		"encoding/json", "maps", "gosyncio/gather", "gosyncio/sleep", "gosyncio/task", "gosyncio/wait", "gosyncio/waitfor", "gosyncio/with",
		"gosyncio/lessons/internal/talk")
	list.Dir = "../../../.." // the module
	out, err := list.Output()
	files = map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			files[path] = file
		}
	}
	return files, err
})

// compiledChecker is a checker that knows what the go command compiled.
func compiledChecker(t *testing.T) *checker {
	t.Helper()
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("WebAssembly starts no go command, which has the packages to import")
	}
	files, err := goList()
	require.NoError(t, err)
	c := newChecker(func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	c.setPackages(slices.Collect(maps.Keys(files)))
	return c
}

func TestProgramsOfTheTable(t *testing.T) {
	c := compiledChecker(t)
	rows, err := programs.Read(os.DirFS("../toolchain/programs/testdata"))
	require.NoError(t, err)
	require.Greater(t, len(rows), 40)
	for _, row := range rows {
		t.Run(row.Name+": "+row.Says, func(t *testing.T) {
			report := c.check(program{Path: "gosyncio/play", Files: map[string]string{"main.go": row.Text}})
			if row.Compiler || len(row.Problems) == 0 {
				assert.Empty(t, report.Problems)
				return
			}
			require.NotEmpty(t, report.Problems)
			want, got := row.Problems[0], report.Problems[0]
			assert.Equal(t, "main.go", got.File)
			assert.Equal(t, [2]int{want.Line, want.Column}, [2]int{got.Line, got.Column}, got.Message)
			assert.Contains(t, got.Message, want.Message)
			assert.Contains(t, got.Hint, want.Hint)
			if row.Count > 0 {
				assert.Len(t, report.Problems, row.Count)
			}
		})
	}
}

func TestSiblings(t *testing.T) {
	c := compiledChecker(t)
	const toast = "package main\n\nfunc toast() int { return 1 }\n"
	for _, tc := range []struct {
		name            string
		files, siblings map[string]string
		want            string
		why             string
	}{
		{
			name:     "a sibling is compiled along",
			files:    map[string]string{"main.go": "package main\n\nfunc main() { _ = toast() }\n"},
			siblings: map[string]string{"toast.go": toast},
		},
		{
			name:     "the reader's file takes the place of the sibling with its name",
			files:    map[string]string{"main.go": "package main\n\nfunc main() { _ = toast() }\n"},
			siblings: map[string]string{"toast.go": toast, "main.go": "package main\n\nfunc main() {}\n"},
		},
		{
			name:     "a problem in a sibling has its name",
			files:    map[string]string{"main.go": "package main\n\nfunc main() {}\n"},
			siblings: map[string]string{"toast.go": "package main\n\nvar x = toast()\n"},
			want:     "toast.go:3:9: undefined: toast",
			why:      "a suite may not fit to what the reader wrote",
		},
		{
			name:     "a sibling may embed files and import what is internal",
			files:    map[string]string{"main.go": "package main\n\nfunc main() {}\n"},
			siblings: map[string]string{"a.go": "package main\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar a string\n"},
		},
		{
			name:  "a lesson may import what is internal to the lessons",
			files: map[string]string{"main.go": "package main\n\nimport _ \"gosyncio/lessons/internal/talk\"\n\nfunc main() {}\n"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			report := c.check(program{Path: "gosyncio/lessons/15-chat", Files: tc.files, Siblings: tc.siblings})
			if tc.want == "" {
				assert.Empty(t, report.Problems, tc.why)
				return
			}
			require.Len(t, report.Problems, 1, tc.why)
			p := report.Problems[0]
			assert.Equal(t, tc.want, p.File+":"+position(p)+": "+p.Message, tc.why)
		})
	}
}
