package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A row of an exercise's suite, with its verdict.
type row struct{ Name, Verdict string }

func (b *tab) rows() []row {
	b.t.Helper()
	return eval[[]row](b, `[...document.querySelectorAll("#rows [data-verdict]")].map(e => ({Name: e.querySelector(".row-name").textContent, Verdict: e.dataset.verdict}))`)
}

// solve compiles a program with the suite, and runs it.
func (b *tab) solve(program string) (passes, fails []string) {
	b.t.Helper()
	if program != "" {
		b.write(program)
	}
	b.click("button", "Run")
	b.waitState("compiling", "loading", "running")
	b.waitState("done", "failed")
	b.waitState("done", "failed") // compiling may end in a run
	for _, r := range b.rows() {
		if r.Verdict == "passes" {
			passes = append(passes, r.Name)
		} else {
			fails = append(fails, r.Name)
		}
	}
	return passes, fails
}

var firstClause = regexp.MustCompile(`(?m)^package \w+$`)

// asExercise makes a file of package main of a program of another package.
func asExercise(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{home}, path...)...))
	require.NoError(t, err)
	program := strings.TrimPrefix(string(text), "//go:build !exercise\n\n")
	return firstClause.ReplaceAllString(program, "package main")
}

func TestTheSuiteOfAnExerciseJudgesInThePageAsInATerminal(t *testing.T) {
	b := openEditor(t, "16-philosophy/exercise/")
	for _, tc := range []struct {
		name    string
		program string
		passed  bool
	}{
		{"our solution passes", asExercise(t, "16-philosophy", "solution.go"), true},
		{"a solution that awaits in order fails", asExercise(t, "16-philosophy", "testdata", "wrong", "inorder", "crawl.go"), false},
		{"a solution that reads pages twice fails", asExercise(t, "16-philosophy", "testdata", "wrong", "twice", "crawl.go"), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			passes, fails := b.solve(tc.program)
			assert.NotEmpty(t, passes, b.describe())
			if tc.passed {
				assert.Empty(t, fails)
			} else {
				assert.NotEmpty(t, fails)
			}
		})
	}
}
